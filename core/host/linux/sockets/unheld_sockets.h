// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sockets that no descriptor leads to, and those of processes whose descriptors may not be seen: their
// ports are in use all the same.
#pragma once

#include <functional>
#include <unordered_set>
#include <vector>

#include "core/host/linux/sockets/networks.h"
#include "core/process/resources/peer.h"

namespace forklore {

/// How a socket fits what was asked for: by its own address (or in another way), or by its other end's.
enum class SocketMatch { None, Local, Remote };
using SocketMatcher = std::function<SocketMatch(const Socket &socket, std::uint64_t inode)>;

/// Where a socket belongs that no descriptor leads to.
/// @param allSeen the descriptors of every process could be read
[[nodiscard]] std::string whyUnheld(const InetSocket &socket, bool allSeen);

/// Of TCP connections that end, wait or begin, those at one address and in one state are one entry.
/// @param held the inodes of all sockets that descriptors lead to
[[nodiscard]] std::vector<UnheldSocket> unheldSockets(const std::vector<Networks::Place> &places,
                                                      const std::unordered_set<std::uint64_t> &held,
                                                      bool allSeen, const SocketMatcher &match);

} // namespace forklore

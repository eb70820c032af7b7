// SPDX-License-Identifier: GPL-3.0-or-later
//
// SocketTable: the sockets of a network namespace by their inodes, which their descriptors' links have too.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "core/process/resources/socket.h"

namespace forklore {

using SocketTable = std::unordered_map<std::uint64_t, Socket>;

/// "stream", "dgram", …: a SOCK_ constant of socket(2); empty for one that is not known.
[[nodiscard]] std::string_view socketTypeName(int type);

/// "ESTABLISHED", "LISTEN", …: a TCP_ constant of the kernel, which sockets of every family use; empty for
/// one that is not known.
[[nodiscard]] std::string_view socketStateName(unsigned state);

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Asking the kernel for its sockets, sock_diag(7). It answers for the caller's network namespace, and gives
// bytes with their lengths where the files in /proc/net give lines.
#pragma once

#include <cstring>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace forklore {

/// What one datagram of the answer holds.
struct SockDiagAnswer {
    std::vector<std::string_view> sockets; ///< each in the form of its family, within the datagram
    bool last = false;                     ///< nothing follows
};

/// @param bytes netlink messages, netlink(7). An error that the kernel answered with, or ended with, is the
/// Error of its errno; Unsupported where the kernel has no such table.
[[nodiscard]] Result<SockDiagAnswer> parseSockDiag(std::string_view bytes);

/// Sends a request for a dump and hands over each datagram of the answer until the handler says that it was
/// the last (true) or fails.
/// @param request in the form of its family, behind the netlink header
[[nodiscard]] Result<void> dumpSockets(std::string_view request,
                                       const std::function<Result<bool>(std::string_view)> &handle);

/// The value at the front, which need not be aligned there; nothing when the bytes end before it does.
template <class T>
[[nodiscard]] std::optional<T> frontOf(std::string_view bytes)
{
    if (bytes.size() < sizeof(T))
        return std::nullopt;
    T value{};
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

} // namespace forklore

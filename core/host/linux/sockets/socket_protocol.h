// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a descriptor alone tells of a socket that is in no table: the name of its protocol.
#pragma once

#include <string>
#include <string_view>

#include "core/base/file.h"
#include "core/process/resources/socket.h"

namespace forklore {

/// The attribute system.sockprotoname of a descriptor's link; empty below a captured /proc.
/// @param facts /proc/PID
[[nodiscard]] std::string readProtocol(const Directory &facts, int number);

/// A socket of the internet that was neither bound nor connected is in no table: it has no addresses. Of the
/// other families the addresses are not known, and the socket says why.
/// @param doubtful whether net/unix has a line on it that cannot be trusted
[[nodiscard]] Socket socketByProtocol(std::string_view protocol, bool doubtful);

} // namespace forklore

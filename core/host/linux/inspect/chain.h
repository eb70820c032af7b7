// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chain of processes that one is part of: who is joined with it by pipes and connected sockets, and who
// with those.
#pragma once

#include "core/base/file.h"
#include "core/process/resources/peer.h"

namespace forklore {

/// At most eight processes, the nearest first to be found: along standard input, output and error, then along
/// other pipes, then along sockets. A process with very many partners (a message bus, a log daemon) is told
/// of, but not what lies behind it. A chain of one: nobody is joined with it.
[[nodiscard]] Result<Chain> readChain(const Directory &root, const ProcessId &id);

/// Puts the processes along the flow of the joints that have a direction; those of a cycle stay as they are.
[[nodiscard]] Chain alongTheFlow(const Chain &chain);

} // namespace forklore

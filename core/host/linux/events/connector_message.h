// SPDX-License-Identifier: GPL-3.0-or-later
//
// ConnectorMessage: one message of the kernel's process connector, struct proc_event of <linux/cn_proc.h>.
//
// The header of a distribution is older than the kernel that runs, so its numbers are written down here.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/process/process_id.h"

namespace forklore {

struct ConnectorMessage {
    enum class What : std::uint32_t {
        Acknowledged = 0, ///< the answer to a wish to listen
        Fork = 0x1,
        Exec = 0x2,
        Uid = 0x4,
        Gid = 0x40,
        Sid = 0x80,
        Ptrace = 0x100,
        Comm = 0x200,
        CoreDump = 0x4000'0000,
        Exit = 0x8000'0000,
    };

    What what = What::Acknowledged;
    std::uint32_t cpu = 0;
    std::uint32_t sequence = 0;    ///< one more for each message of that cpu, answers too
    std::uint32_t answers = 0;     ///< of an answer: the number of the wish and one
    std::chrono::nanoseconds at{}; ///< on CLOCK_MONOTONIC, which stands still during suspend

    // A task is a thread; the one whose pid is its tgid leads its process, or is all of it.
    Pid pid = 0; ///< of the child for Fork
    Pid tgid = 0;
    Pid parentPid = 0;             ///< the thread that it is a child of; the same
    Pid parentTgid = 0;            ///< of Fork and Exit; 0: not told, or outside
    std::uint32_t effectiveId = 0; ///< of Uid and Gid
    std::string comm = {};         ///< of Comm
    std::int32_t exitStatus = 0;   ///< of Exit: a wait status
    std::uint32_t refused = 0;     ///< of Acknowledged: an errno

    [[nodiscard]] bool isOfLeader() const { return pid == tgid; }
};

/// One datagram of the socket: the headers of netlink and of the connector, and the event.
[[nodiscard]] Result<ConnectorMessage> parseConnectorMessage(std::string_view datagram);

} // namespace forklore

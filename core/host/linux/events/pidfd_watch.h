// SPDX-License-Identifier: GPL-3.0-or-later
//
// PidfdWatch: holds processes by pidfd, and hears of the end of each at once, pidfd_open(2). How one ended
// whom somebody else is to wait for, the kernel tells since Linux 6.15.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/exit_status.h"
#include "core/process/process_id.h"

namespace forklore {

class PidfdWatch {
public:
    enum class Ability {
        None,     ///< before Linux 5.3
        Ends,     ///< that a process has ended
        Statuses, ///< and how, once its parent has waited for it
    };
    [[nodiscard]] static Ability ability();

    PidfdWatch();

    /// How many it may hold: its part of the descriptors that hold processes.
    [[nodiscard]] static std::size_t capacity();

    /// Readable when one of those that are held has ended.
    [[nodiscard]] int handle() const { return m_epoll.get(); }

    /// Whoever holds a process must make sure afterwards that the pid was still its own. Gone: it has ended;
    /// Io: no descriptor is left for it.
    [[nodiscard]] Result<void> hold(const ProcessId &id);
    [[nodiscard]] bool holds(const ProcessId &id) const { return m_held.contains(id); }
    void release(const ProcessId &id);

    struct End {
        ProcessId id;
        bool isReaped = false;            ///< else it is a zombie, or was: one more end may be told
        std::optional<ExitStatus> status; ///< of one that was reaped, where this kernel tells
    };
    /// Those that have ended since the last call. It does not wait. A reaped one is not held any longer.
    [[nodiscard]] std::vector<End> ends();

    /// How one that is held ended, if it has been reaped meanwhile, and this kernel tells.
    [[nodiscard]] std::optional<ExitStatus> statusOf(const ProcessId &id) const;
    [[nodiscard]] std::vector<ProcessId> held() const;

private:
    End endOf(ProcessId id, int fd, std::uint32_t events);

    FileDescriptor m_epoll;
    std::unordered_map<ProcessId, FileDescriptor> m_held;
    std::unordered_map<int, ProcessId> m_owners; ///< by descriptor
};

} // namespace forklore

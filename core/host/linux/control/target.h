// SPDX-License-Identifier: GPL-3.0-or-later
//
// Target: a process as it was when somebody chose it. A operation reaches that process or none: what has
// taken over its pid meanwhile is another process.
#pragma once

#include <chrono>
#include <optional>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/exit_status.h"
#include "core/process/process_id.h"

namespace forklore {

class Target {
public:
    /// Takes hold of a process of this machine, pidfd_open(2), and only then compares its start: from here on
    /// its pid may be used anew without harm. Gone: it has ended, or the pid is another's. A process whose
    /// start may not be read is refused, as it cannot be distinguished from another one.
    [[nodiscard]] static Result<Target> open(const ProcessId &id);
    /// The same for one among many that are kept: Io, too, where no descriptor is left for it beside the
    /// reserve of the program.
    [[nodiscard]] static Result<Target> hold(const ProcessId &id);

    [[nodiscard]] const ProcessId &id() const { return m_id; }
    /// A zombie has not: it is there until its parent waits for it.
    [[nodiscard]] bool isGone() const;

    /// pidfd_send_signal(2). Where the kernel has none (before Linux 5.1) the start is compared once more,
    /// and kill(2) is used. Gone, or Denied: the user, or a namespace, forbids it.
    /// @param signal 0 sends nothing, and asks whether one could
    [[nodiscard]] Result<void> send(int signal) const;

    /// Waits until all of its threads have ended, poll(2). Nothing: they have not within that time. An error
    /// inside: it has ended, but how is not known: before Linux 6.15 only its zombie tells, and only to who
    /// may see it.
    [[nodiscard]] std::optional<Result<ExitStatus>> awaitEnd(std::chrono::milliseconds atMost) const;

private:
    [[nodiscard]] static Result<Target> with(FileDescriptor (*open)(Pid), const ProcessId &id);
    [[nodiscard]] Result<ExitStatus> exitStatus() const;

    Target(const ProcessId &id, FileDescriptor handle) : m_id(id), m_handle(std::move(handle)) {}

    ProcessId m_id;
    FileDescriptor m_handle; ///< -1: the kernel has no pidfds
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a descriptor of a process tells of it, ioctl PIDFD_GET_INFO: the C library's headers have none of it.
#pragma once

#include <optional>

#include "core/base/file.h"
#include "core/process/exit_status.h"
#include "core/process/process_id.h"

namespace forklore {

/// pidfd_open(2); -1, with errno as it was left, where it cannot be.
[[nodiscard]] FileDescriptor openPidfd(Pid pid);

/// The same for one that is kept: EMFILE, too, where it would take a descriptor of the reserve.
[[nodiscard]] FileDescriptor holdPidfd(Pid pid);

/// Why a process cannot be held. Io: no descriptor is left for it; Gone: it has ended.
[[nodiscard]] Failure cannotHold(int errnoValue, Pid pid);

/// How a process ended that has been reaped, whoever's it was: Linux 6.15. Nothing: it has not been, or this
/// kernel does not tell.
/// @param pidfd opened while it was there; -1 is answered with nothing
[[nodiscard]] std::optional<ExitStatus> statusAfterReaping(int pidfd);

/// Whether the kernel knows the question at all: Linux 6.13.
[[nodiscard]] bool answersGetInfo(int pidfd);

} // namespace forklore

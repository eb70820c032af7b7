// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/fd, proc_pid_fd(5): the open descriptors, with what fdinfo and the socket tables add.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/resources/descriptor.h"

namespace forklore {

/// What the text of the link alone tells; nothing when the file behind it must be asked for its type.
[[nodiscard]] std::optional<DescriptorKind> kindOfTarget(std::string_view target);

/// The N of "pipe:[N]"; nothing for a path.
[[nodiscard]] std::optional<std::uint64_t> inodeOfTarget(std::string_view target);

/// All descriptors, ascending. One that is closed meanwhile is left out.
/// @param facts /proc/PID, or /proc/PID/task/TID of a living thread
[[nodiscard]] Result<Descriptors> readPidFd(const Directory &facts);

/// One descriptor, without what the socket tables add. Gone: it was closed.
[[nodiscard]] Result<Descriptor> readPidFd(const Directory &facts, int number);

} // namespace forklore

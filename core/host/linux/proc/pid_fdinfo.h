// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/fdinfo/N, proc_pid_fdinfo(5).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/result.h"

namespace forklore {

struct FdInfo {
    std::optional<std::uint64_t> position;
    std::optional<std::uint32_t> flags;      ///< as open(2) has them, O_CLOEXEC included
    std::optional<std::uint64_t> inode;      ///< since Linux 5.14
    std::optional<std::uint32_t> ttyIndex{}; ///< of a pty's master: the N of its /dev/pts/N

    bool operator==(const FdInfo &) const = default;
};

/// A line that is missing or odd loses its value alone; a text with neither pos nor flags is malformed.
[[nodiscard]] Result<FdInfo> parsePidFdinfo(std::string_view text);

} // namespace forklore

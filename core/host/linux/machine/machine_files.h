// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files of /proc about the machine as a whole: loadavg, uptime, stat, self/mountinfo, tty/drivers.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/host/reader_place.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// proc_loadavg(5): a number that is missing or odd is an error of its own alone.
[[nodiscard]] LoadAverage parseLoadavg(std::string_view text);

/// proc_uptime(5): time since boot, to 10 ms.
[[nodiscard]] Result<std::chrono::nanoseconds> parseUptime(std::string_view text);
/// The same of a /proc.
[[nodiscard]] Result<std::chrono::nanoseconds> readUptime(const Directory &root);

/// The btime line of proc_stat(5): seconds since the epoch, cut, so up to a second too early.
[[nodiscard]] Result<std::uint64_t> parseBootSeconds(std::string_view text);

/// How a proc file system is mounted, proc(5).
struct ProcMount {
    Hiding hiding = Hiding::Nothing; ///< hidepid
    bool pidsOnly = false;           ///< subset=pid

    bool operator==(const ProcMount &) const = default;
};
/// Nothing where mountinfo has no mount at this point.
[[nodiscard]] std::optional<ProcMount> parseProcMount(std::string_view mountinfo,
                                                      std::string_view mountPoint);

/// proc_tty(5): which device numbers belong to which kind of terminal.
struct TtyDriver {
    std::string node; ///< "pts", "ttyS": the device below /dev
    std::uint32_t major = 0;
    std::uint32_t firstMinor = 0;
    std::uint32_t lastMinor = 0;
    bool numbered = false; ///< the node's name is followed by a number from 0

    bool operator==(const TtyDriver &) const = default;
};
[[nodiscard]] std::vector<TtyDriver> parseTtyDrivers(std::string_view text);

/// "pts/3", "ttyS0"; "4:70" where no driver has it. Nothing for device 0: no terminal.
[[nodiscard]] std::optional<std::string> ttyName(const std::vector<TtyDriver> &drivers, std::uint32_t device);

} // namespace forklore

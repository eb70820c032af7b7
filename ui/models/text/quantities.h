// SPDX-License-Identifier: GPL-3.0-or-later
//
// Numbers as people read them, with units that do not jump.
#pragma once

#include <chrono>
#include <cstdint>

#include <QString>

#include "core/base/clocks.h"
#include "core/process/resources/limit.h"

namespace forklore {

[[nodiscard]] QString countText(std::uint64_t count);              ///< "63 412", in groups of three
[[nodiscard]] QString bytesText(std::uint64_t bytes);              ///< "12.4 MiB"
[[nodiscard]] QString percentText(double share);                   ///< 0.123 → "12.3"
[[nodiscard]] QString cpuTimeText(std::chrono::nanoseconds time);  ///< "1:02:03", "0:04.56"
[[nodiscard]] QString durationText(std::chrono::nanoseconds time); ///< "3 h 58 min", "12 s"
[[nodiscard]] QString intervalText(std::chrono::nanoseconds time); ///< between two readings: "1.0 s"

/// The local time of day; with the date before today.
[[nodiscard]] QString startedText(WallTime started, WallTime now);
/// Date and time to the second.
[[nodiscard]] QString dateTimeText(WallTime time);
/// The local time of day to the second.
[[nodiscard]] QString timeOfDayText(WallTime time);
/// "12:00:04.118"
[[nodiscard]] QString preciseTimeText(WallTime time);

// A quantity of a chart with its unit.
[[nodiscard]] QString shareText(double share);          ///< 0.023 → "2.3 %", 3.5 → "350 %"
[[nodiscard]] QString sizeText(double bytes);           ///< as bytesText
[[nodiscard]] QString throughputText(double perSecond); ///< "2.1 MiB/s"
[[nodiscard]] QString rateText(double perSecond);       ///< "41 /s"
[[nodiscard]] QString amountText(double count);         ///< as countText

/// A limit's value or usage in the resource's unit: "1 024", "8 MiB", "10 s"; "unlimited" for none.
[[nodiscard]] QString limitText(Resource resource, const std::optional<std::uint64_t> &value);

} // namespace forklore

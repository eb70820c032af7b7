// SPDX-License-Identifier: GPL-3.0-or-later
//
// Metric: a fact of which the history keeps the past. A new one is one more row in the table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/process/process.h"

namespace forklore {

/// What is measured of a process. Rates are per second.
enum class Metric {
    Cpu,             ///< share of one core, 1.0 being all of it
    Resident,        ///< bytes in RAM
    Proportional,    ///< PSS in bytes; only where it is asked for
    ReadRate,        ///< bytes from storage
    WriteRate,       ///< bytes to storage
    Descriptors,     ///< open ones
    DescriptorLimit, ///< the soft limit of them
    Threads,
    ContextSwitches,
};
inline constexpr auto metricCount = static_cast<std::size_t>(Metric::ContextSwitches) + 1;

struct MetricTraits {
    enum class Kind {
        Gauge,   ///< what it is at a moment
        Share,   ///< of the time since the sample before
        Counter, ///< measured is what it gained each second
    };
    /// What one sample has of it.
    struct Reading {
        std::optional<double> value; ///< nothing: it is not known, or has no limit
    };

    Metric metric;
    std::string_view fact = {}; ///< what it is the past of; empty: of no fact that a sample holds
    Kind kind = Kind::Gauge;
    /// Nothing: the sample did not read it. Null: no sample does.
    std::optional<Reading> (*reading)(const Process &process, std::uint64_t pageBytes) = nullptr;
};

[[nodiscard]] const MetricTraits &traitsOf(Metric metric);

} // namespace forklore

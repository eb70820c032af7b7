// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/metric.h"

#include <array>

namespace forklore {
namespace {

using Reading = MetricTraits::Reading;
using Kind = MetricTraits::Kind;

std::optional<double> number(const auto &count)
{
    return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

std::optional<Reading> cpuReading(const Process &process, std::uint64_t)
{
    return Reading{process.cpuShare};
}

std::optional<Reading> residentReading(const Process &process, std::uint64_t pageBytes)
{
    if (!process.stat)
        return std::nullopt;
    const auto pages = number(process.stat->residentPages);
    return Reading{pages ? std::optional(*pages * static_cast<double>(pageBytes)) : std::nullopt};
}

std::optional<Reading> threadsReading(const Process &process, std::uint64_t)
{
    return process.stat ? std::optional(Reading{number(process.stat->threads)}) : std::nullopt;
}

template <std::optional<std::uint64_t> IoCounters::*Counter>
std::optional<Reading> ioReading(const Process &process, std::uint64_t)
{
    if (!process.io)
        return std::nullopt;
    return Reading{*process.io ? number(process.io->value().*Counter) : std::nullopt};
}

std::optional<Reading> descriptorsReading(const Process &process, std::uint64_t)
{
    if (!process.descriptorsCounted || !process.descriptorCount)
        return std::nullopt;
    return Reading{number(*process.descriptorCount)};
}

std::optional<Reading> descriptorLimitReading(const Process &process, std::uint64_t)
{
    if (!process.descriptorLimit)
        return std::nullopt;
    return Reading{number(process.descriptorLimit->value_or(std::nullopt))};
}

std::optional<Reading> switchesReading(const Process &process, std::uint64_t)
{
    return process.contextSwitches ? std::optional(Reading{number(*process.contextSwitches)}) : std::nullopt;
}

/// In the order of the enumeration.
constexpr std::array<MetricTraits, metricCount> metrics = {{
    {.metric = Metric::Cpu, .fact = "cpu", .kind = Kind::Share, .reading = cpuReading},
    {.metric = Metric::Resident, .fact = "mem", .reading = residentReading},
    {.metric = Metric::Proportional},
    {.metric = Metric::ReadRate,
     .fact = "disk-read",
     .kind = Kind::Counter,
     .reading = ioReading<&IoCounters::readBytes>},
    {.metric = Metric::WriteRate,
     .fact = "disk-write",
     .kind = Kind::Counter,
     .reading = ioReading<&IoCounters::writeBytes>},
    {.metric = Metric::Descriptors, .fact = "fds", .reading = descriptorsReading},
    {.metric = Metric::DescriptorLimit, .reading = descriptorLimitReading},
    {.metric = Metric::Threads, .fact = "threads", .reading = threadsReading},
    {.metric = Metric::ContextSwitches,
     .fact = "switches",
     .kind = Kind::Counter,
     .reading = switchesReading},
}};

constexpr bool areInOrder()
{
    for (std::size_t i = 0; i < metricCount; ++i) {
        if (static_cast<std::size_t>(metrics.at(i).metric) != i)
            return false;
    }
    return true;
}
static_assert(areInOrder());

} // namespace

const MetricTraits &traitsOf(Metric metric)
{
    return metrics.at(static_cast<std::size_t>(metric));
}

} // namespace forklore

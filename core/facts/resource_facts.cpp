// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process holds, reads and writes, and what it was given at its start.
#include <algorithm>

#include "core/base/printable.h"
#include "core/facts/tables.h"
#include "core/facts/values.h"
#include "core/process/missing_line.h"

namespace forklore {
namespace {

FactValue descriptorsValue(const Process &process, const FactContext &)
{
    if (!process.hasProgram())
        return NoValue();
    return value::of(process.descriptorCount, [&](std::uint64_t number) {
        NumberValue count{static_cast<double>(number)};
        count.wholeKnown = process.descriptorLimit && *process.descriptorLimit;
        if (count.wholeKnown && **process.descriptorLimit)
            count.whole = static_cast<double>(***process.descriptorLimit);
        return count;
    });
}

/// @param name of the line in proc_pid_io(5)
FactValue ioValue(const Process &process, std::optional<std::uint64_t> IoCounters::*counter, const char *name)
{
    return value::of(process.io, [&](const IoCounters &counters) -> FactValue {
        if (const auto &bytes = counters.*counter)
            return value::numberOf(*bytes);
        return NotKnown{missingLine("io", name)};
    });
}

/// @param name of the line in proc_pid_io(5)
FactValue ioRateValue(const Process &process, std::optional<double> IoRates::*rate,
                      std::optional<std::uint64_t> IoCounters::*counter, const char *name)
{
    auto total = ioValue(process, counter, name);
    if (!std::holds_alternative<NumberValue>(total))
        return total;
    const auto perSecond = process.ioRates ? process.ioRates.value().*rate : std::nullopt;
    return perSecond ? FactValue(NumberValue{*perSecond}) : NotKnown();
}

FactValue environmentValue(const Process &process, const FactContext &context)
{
    if (!process.hasProgram())
        return NoValue();
    return value::of(process.environment, [&](const Environment &environment) -> FactValue {
        const auto found = std::ranges::find_if(environment, [&](const Variable &variable) {
            return variable.value && variable.name == context.key;
        });
        if (found == environment.end())
            return NoValue();
        TextValue text{{printable(*found->value, Backslash::Kept)}};
        text.bytes = *found->value;
        return text;
    });
}

/// What all facts of /proc/PID/io have in common.
Fact ofIo(Fact fact)
{
    fact.kind = FactKind::Bytes;
    fact.right = traceRight;
    fact.isOfLiving = true;
    fact.needs = &FactNeeds::io;
    return fact;
}

} // namespace

std::vector<Fact> resourceFacts()
{
    return {
        {.id = "fds",
         .title = "FDs",
         .meaning = "Open file descriptors: their number, or percent of the soft limit",
         .aliases = {"files", "descriptors"},
         .examples = {"80%", "500"},
         .wholeOf = "the soft limit",
         .right = traceRight,
         .isOfLiving = true,
         .needs = &FactNeeds::descriptorCount,
         .needsForShare = &FactNeeds::descriptorLimit,
         .value = descriptorsValue},
        ofIo({.id = "read",
              .title = "Read",
              .meaning = "Fetched from storage since its start",
              .examples = {"1 GB"},
              .value =
                  [](const Process &process, const FactContext &) {
                      return ioValue(process, &IoCounters::readBytes, "read_bytes");
                  }}),
        ofIo({.id = "written",
              .title = "Written",
              .meaning = "Sent to storage since its start",
              .aliases = {"write"},
              .examples = {"1 GB"},
              .value =
                  [](const Process &process, const FactContext &) {
                      return ioValue(process, &IoCounters::writeBytes, "write_bytes");
                  }}),
        ofIo({.id = "disk-read",
              .title = "Disk read",
              .meaning = "Fetched from storage each second, over the last interval",
              .examples = {"1 MB"},
              .isRate = true,
              .value =
                  [](const Process &process, const FactContext &) {
                      return ioRateValue(process, &IoRates::read, &IoCounters::readBytes, "read_bytes");
                  }}),
        ofIo({.id = "disk-write",
              .title = "Disk write",
              .meaning = "Sent to storage each second, over the last interval",
              .examples = {"1 MB"},
              .isRate = true,
              .value =
                  [](const Process &process, const FactContext &) {
                      return ioRateValue(process, &IoRates::written, &IoCounters::writeBytes, "write_bytes");
                  }}),
        {.id = "env",
         .title = "Environment",
         .meaning = "A variable of the environment it was started with; none where it is not set",
         .kind = FactKind::Text,
         .aliases = {"environment"},
         .examples = {"C", "none"},
         .keyedBy = "NAME",
         .right = traceRight,
         .needs = &FactNeeds::environment,
         .value = environmentValue},
    };
}

} // namespace forklore

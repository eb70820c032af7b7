// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much memory a process has.
#include "core/facts/tables.h"
#include "core/facts/values.h"

namespace forklore {
namespace {

FactValue residentValue(const Process &process, const FactContext &context)
{
    return value::ofProgram(process, [&](const Stat &stat) -> FactValue {
        if (!stat.residentPages)
            return NotKnown{missingStatField("rss")};
        return value::numberOf(*stat.residentPages * context.system.pageBytes);
    });
}

FactValue virtualValue(const Process &process, const FactContext &)
{
    return value::ofProgram(
        process, [](const Stat &stat) { return value::numberOf(stat, &Stat::virtualBytes, "vsize"); });
}

template <std::optional<Result<std::uint64_t>> Process::*Field>
FactValue numberOfProgram(const Process &process, const FactContext &)
{
    return value::ofProgram(process, [&](const Stat &) {
        return value::of(process.*Field, [](std::uint64_t number) { return value::numberOf(number); });
    });
}

FactValue faultsValue(const Process &process, const FactContext &)
{
    return value::of(process.stat, [](const Stat &stat) -> FactValue {
        if (!stat.minorFaults || !stat.majorFaults)
            return NotKnown{missingStatField(stat.minorFaults ? "majflt" : "minflt")};
        return NumberValue{static_cast<double>(*stat.minorFaults) + static_cast<double>(*stat.majorFaults)};
    });
}

} // namespace

std::vector<Fact> memoryFacts()
{
    return {
        {.id = "mem",
         .title = "Memory",
         .meaning = "Memory in RAM, shared pages included",
         .kind = FactKind::Bytes,
         .aliases = {"memory", "rss"},
         .examples = {"100 MB", "1 GB"},
         .isOfLiving = true,
         .value = residentValue},
        {.id = "virtual",
         .title = "Virtual",
         .meaning = "Size of the address space",
         .kind = FactKind::Bytes,
         .aliases = {"vsize", "vsz"},
         .examples = {"10 GB"},
         .isOfLiving = true,
         .value = virtualValue},
        {.id = "swap",
         .title = "Swap",
         .meaning = "Memory swapped out, without what shared memory has in swap",
         .kind = FactKind::Bytes,
         .examples = {"100 MB"},
         .isOfLiving = true,
         .needs = &FactNeeds::swap,
         .value = numberOfProgram<&Process::swapBytes>},
        {.id = "oom-score",
         .title = "OOM score",
         .meaning = "When memory runs out the kernel ends the highest first: 0 to 2000",
         .examples = {"700"},
         .isOfLiving = true,
         .needs = &FactNeeds::oomScore,
         .value = numberOfProgram<&Process::oomScore>},
        {.id = "faults",
         .title = "Page faults",
         .meaning = "Page faults since its start, answered from memory or from storage",
         .examples = {"100000"},
         .isOfLiving = true,
         .value = faultsValue},
    };
}

} // namespace forklore

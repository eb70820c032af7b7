// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a process ended: nothing while it lives.
#include "core/base/clocks.h"
#include "core/facts/status_values.h"
#include "core/facts/tables.h"
#include "core/facts/values.h"

namespace forklore {
namespace {

const Error notTold{ErrorKind::Unsupported, "how it ended is not known"};

FactValue endValue(const Process &process, FactValue (*told)(const ExitStatus &))
{
    return value::of(process.stat, [&](const Stat &) -> FactValue {
        if (!process.hasEnded && !process.isZombie())
            return NoValue();
        if (!process.exitStatus)
            return NotKnown{notTold};
        return value::of(*process.exitStatus, told);
    });
}

FactValue lifetimeValue(const Process &process, const FactContext &)
{
    return value::of(process.stat, [&](const Stat &) -> FactValue {
        if (!process.hasEnded && !process.isZombie())
            return NoValue();
        if (!process.lifetime)
            return NotKnown{Error{ErrorKind::Unsupported, "when it ended is not known"}};
        return NumberValue{seconds(*process.lifetime)};
    });
}

} // namespace

std::vector<Fact> endFacts()
{
    return {
        {.id = "exit",
         .title = "Exit code",
         .meaning = "Exit code of one that has ended; 128 and more: the number of the signal that ended it",
         .aliases = {"exit-code"},
         .examples = {"0", "1"},
         .right = traceRight,
         .value = [](const Process &process,
                     const FactContext &) { return endValue(process, value::codeOf); }},
        {.id = "signal",
         .title = "Signal",
         .meaning = "The signal that ended it, of one that has ended",
         .kind = FactKind::Text,
         .examples = {"SEGV", "KILL"},
         .right = traceRight,
         .value = [](const Process &process,
                     const FactContext &) { return endValue(process, value::signalOf); }},
        {.id = "lifetime",
         .title = "Lifetime",
         .meaning = "How long it lived, of one that has ended",
         .kind = FactKind::Duration,
         .examples = {"1s", "2h"},
         .value = lifetimeValue},
    };
}

} // namespace forklore

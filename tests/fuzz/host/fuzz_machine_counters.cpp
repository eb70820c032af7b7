// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/host/linux/machine/arcstats.h"
#include "core/host/linux/machine/diskstats.h"
#include "core/host/linux/machine/machine_stat.h"
#include "core/host/linux/machine/meminfo.h"
#include "core/host/linux/machine/net_dev.h"
#include "core/host/linux/machine/own_interfaces.h"
#include "core/host/linux/machine/pressure.h"
#include "core/host/linux/machine/swaps.h"
#include "core/host/linux/proc/pid_limits.h"
#include "core/host/linux/sampling/context_switches.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto counts = parseMachineStat(text);
    expect((!counts.total || holds(text, counts.total->idle)) &&
               (!counts.forks || holds(text, *counts.forks)),
           "times stand in the text");
    for (const auto &[number, ticks] : counts.cores)
        expect(holds(text, number) && holds(text, ticks.user), "a core stands in the text");
    auto memory = parseMeminfo(text);
    expect((!memory.total || holds(text, *memory.total / 1024)) &&
               (!memory.free || holds(text, *memory.free / 1024)),
           "sizes stand in the text");
    if (const auto cache = parseArcstats(text)) {
        expect(holds(text, cache->size) && holds(text, cache->minSize), "the cache stands in the text");
        memory.zfs = *cache;
    }
    if (const auto swap = parseSwapOnZram(text)) {
        expect(*swap % 1024 == 0, "swap is counted in kilobytes");
        memory.zramSwap = *swap;
    }
    expect(!memory.used() || *memory.used() <= *memory.total, "no more is used than there is");
    expect(!memory.swapUsed() || *memory.swapUsed() <= *memory.swapTotal, "no more is swapped than there is");
    expect(memory.cache().has_value() || !memory.used().has_value(), "what is used is what is no cache");
    for (const auto &disk : parseDiskstats(text))
        expect(holds(text, disk.name) && (!disk.bytes || disk.bytes->in % 512 == 0), "sectors are whole");
    if (auto interfaces = parseNetDev(text)) {
        const auto all = interfaces->size();
        for (const auto &interface : *interfaces)
            expect(holds(text, interface.name) && (!interface.bytes || holds(text, interface.bytes->in)),
                   "what was received stands in the text");
        const auto own = OwnInterfaces(std::nullopt).among(std::move(*interfaces));
        expect(own.empty() == (all == 0) && own.size() <= all, "where there are interfaces, some count");
    }
    if (const auto pressure = parsePressure(text))
        expect(std::chrono::nanoseconds(pressure->some).count() >= 0 && holds(text, pressure->some.count()),
               "a total stands in the text");
    if (const auto switches = parseContextSwitches(text))
        expect(holds(text, "nonvoluntary_ctxt_switches:"), "switches have their line");
    if (const auto limit = parseSoftLimit(text, Resource::OpenFiles); limit && *limit)
        expect(holds(text, **limit), "a limit stands in the text");
    return 0;
}

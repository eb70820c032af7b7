// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/source/linux/context_switches.h"
#include "core/source/linux/diskstats.h"
#include "core/source/linux/machine_stat.h"
#include "core/source/linux/meminfo.h"
#include "core/source/linux/net_dev.h"
#include "core/source/linux/pid_limits.h"
#include "core/source/linux/pressure.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    if (const auto counts = parseMachineStat(text)) {
        promise(holds(text, counts->total.idle) && holds(text, counts->forks), "times stand in the text");
        for (const auto &[number, ticks] : counts->cores)
            promise(holds(text, number) && holds(text, ticks.user), "a core stands in the text");
    }
    if (const auto memory = parseMeminfo(text)) {
        promise(holds(text, memory->total / 1024) && holds(text, memory->free / 1024),
                "sizes stand in the text");
        promise(memory->used() <= memory->total, "no more is used than there is");
    }
    if (const auto disks = parseDiskstats(text))
        promise(disks->in % 512 == 0 && disks->out % 512 == 0, "sectors are whole");
    if (const auto network = parseNetDev(text))
        promise(network->in == 0 || holds(text, ":"), "what was received has an interface");
    if (const auto pressure = parsePressure(text))
        promise(std::chrono::nanoseconds(pressure->some).count() >= 0 && holds(text, pressure->some.count()),
                "a total stands in the text");
    if (const auto switches = parseContextSwitches(text))
        promise(holds(text, "nonvoluntary_ctxt_switches:"), "switches have their line");
    if (const auto limit = parseSoftLimit(text, Resource::OpenFiles); limit && *limit)
        promise(holds(text, **limit), "a limit stands in the text");
    return 0;
}

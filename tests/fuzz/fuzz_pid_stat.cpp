// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/pid_stat.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto stat = parsePidStat(text);
    if (!stat)
        return 0;
    promise(stat->pid > 0 && holds(text, stat->pid), "the pid stands in the text");
    promise(holds(text, "(" + stat->comm + ")"), "the name stands in the text");
    promise(!stat->ttyForegroundGroup || *stat->ttyForegroundGroup > 0, "a foreground group is a pid");
    promise(stat->nice >= -20 && stat->nice <= 19, "nice is in its range");
    for (const std::uint64_t number : {stat->start, stat->userTicks, stat->systemTicks, stat->virtualBytes,
                                       stat->residentPages, stat->argumentsStart, stat->argumentsEnd})
        promise(number == 0 || holds(text, number), "what is told stands in the text");
    for (const std::int32_t number : {stat->ppid, stat->pgid, stat->sid, stat->exitCode, stat->exitSignal})
        promise(number == 0 || holds(text, number), "what is told stands in the text");
    promise(!(stat->isZombie() && stat->leaderEnded()), "a process is one of both at most");
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_stat.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto stat = parsePidStat(text);
    if (!stat)
        return 0;
    expect(stat->pid > 0 && holds(text, stat->pid), "the pid stands in the text");
    expect(holds(text, "(" + stat->comm + ")"), "the name stands in the text");
    expect(stat->ttyForegroundGroup.value_or(0) >= 0, "a foreground group is a pid, or 0");
    const auto nice = stat->nice.value_or(0);
    expect(nice >= -20 && nice <= 19, "nice is in its range");
    expect(holds(text, stat->start) && holds(text, stat->ppid), "start and parent stand in the text");
    for (const auto &number : {stat->userTicks, stat->systemTicks, stat->virtualBytes, stat->residentPages,
                               stat->argumentsStart, stat->argumentsEnd})
        expect(!number || holds(text, *number), "what is told stands in the text");
    for (const auto &number : {stat->pgid, stat->sid, stat->exitCode, stat->exitSignal})
        expect(!number || holds(text, *number), "what is told stands in the text");
    expect(!(stat->isZombie() && stat->leaderEnded()), "a process is one of both at most");
    return 0;
}

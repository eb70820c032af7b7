// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/source/linux/machine_files.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    for (const auto &value : parseLoadavg(text))
        promise(!value || (std::isfinite(*value) && *value >= 0), "a load is a number");
    const auto uptime = parseUptime(text);
    promise(!uptime || uptime->count() >= 0, "no uptime is negative");
    const auto boot = parseBootSeconds(text);
    promise(!boot || holds(text, *boot), "the boot time stands in the text");
    if (uptime && boot) // signed overflow ends the program here
        promise(WallTime(std::chrono::seconds(*boot)) + *uptime >= WallTime(),
                "a sample is later than the epoch");
    if (hidesProcesses(text, "/proc"))
        promise(holds(text, "hidepid=") && holds(text, "/proc"), "the mount options say hidepid");
    return 0;
}

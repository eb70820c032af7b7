// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/host/linux/machine/machine_files.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    for (const auto &value : parseLoadavg(text))
        expect(!value || (std::isfinite(*value) && *value >= 0), "a load is a number");
    const auto uptime = parseUptime(text);
    expect(!uptime || uptime->count() >= 0, "no uptime is negative");
    const auto boot = parseBootSeconds(text);
    expect(!boot || holds(text, *boot), "the boot time stands in the text");
    if (uptime && boot) // signed overflow ends the program here
        expect(WallTime(std::chrono::seconds(*boot)) + *uptime >= WallTime(),
               "a sample is later than the epoch");
    const auto mount = parseProcMount(text, "/proc");
    expect(!mount || holds(text, "/proc"), "the mount stands in the text");
    if (mount && mount->hiding != Hiding::Nothing)
        expect(holds(text, "hidepid="), "the mount options say hidepid");
    if (mount && mount->pidsOnly)
        expect(holds(text, "subset=pid"), "the mount options say subset=pid");
    return 0;
}

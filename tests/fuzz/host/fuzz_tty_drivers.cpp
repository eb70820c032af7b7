// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/machine_files.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto drivers = parseTtyDrivers(text);
    for (const auto &driver : drivers) {
        expect(holds(text, "/dev/" + driver.node), "the node stands in the text");
        expect(holds(text, driver.major) && holds(text, driver.firstMinor) && holds(text, driver.lastMinor),
               "the numbers stand in the text");
    }
    expect(!ttyName(drivers, 0), "device 0 is no terminal");
    for (std::uint32_t device = 1; device != 0; device <<= 1)
        expect(!ttyName(drivers, device).value().empty(), "every terminal has a name");
    return 0;
}

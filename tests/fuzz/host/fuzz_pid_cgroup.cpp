// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_cgroup.h"
#include "core/process/location.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto lines = parsePidCgroup(text);
    if (!lines)
        return 0;
    std::string joined;
    for (const auto &line : *lines)
        joined += line + '\n';
    expect(joined == text || joined == std::string(text) + '\n', "the lines joined give the text");
    const auto unit = systemdUnit(*lines);
    if (!unit)
        return 0;
    expect(holds(text, *unit), "a unit stands in the text");
    expect(!holds(*unit, "/") && holds(*unit, "."), "a unit is a name with a type");
    expect(!unit->ends_with(".slice"), "a slice is not taken for the unit in it");
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/freezer.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    for (const auto &mount : parseFreezerMounts(text))
        expect(mount.mountPoint.starts_with('/'), "a mount point is a path");
    static_cast<void>(parseCgroupEvents(text));
    static_cast<void>(parseFreezerState(text));
    const std::vector<std::string> lines = {std::string(text)};
    for (const auto version : {Freeze::Version::V1, Freeze::Version::V2}) {
        if (const auto path = freezerPath(lines, version))
            expect(holds(text, *path), "a path stands in the text");
    }
    return 0;
}

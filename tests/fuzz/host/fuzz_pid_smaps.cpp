// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_smaps.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto mappings = parsePidSmaps(text);
    if (!mappings)
        return 0;
    for (const auto &mapping : *mappings) {
        expect(mapping.start < mapping.end, "a mapping has a size");
        expect(mapping.permissions.size() == 4, "permissions are four letters");
        expect(holds(text, mapping.permissions) && holds(text, mapping.name),
               "permissions and name stand in the text");
        for (const auto &figure : {mapping.pages.resident, mapping.pages.proportional, mapping.pages.swap})
            expect(!figure || (*figure % 1024 == 0 && holds(text, *figure / 1024)),
                   "a figure stands in the text");
    }
    if (mappings->size() == 1)
        expect(pagesOf(*mappings) == mappings->front().pages, "the sum of one is that one");
    return 0;
}

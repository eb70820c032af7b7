// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/reader_place.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto map = parseIdMap(text);
    for (const auto &ids : map)
        expect(holds(text, ids.first) && holds(text, ids.count), "the ids stand in the text");
    expect(!mapsAll(map) || !map.empty(), "an empty map has nobody");
    if (const auto offset = parseBootOffset(text))
        expect(offset->count() / 1'000'000'000 <= 4'500'000'000, "an offset is a time");
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/cbor.h"
#include "core/codec/section_decoders.h"
#include "core/codec/sections.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr DocumentBounds bounds = {.bytes = 1 << 20, .items = 1 << 16};
    const auto document = fromCbor(textOf(data, size), bounds);
    if (!document)
        return 0;
    expect(fromCbor(toCbor(*document), bounds).has_value(), "a document stays one");
    for (const auto &section : sections()) {
        if (!section.isProtected())
            continue;
        const auto value = section.decodeProtected(*document);
        if (!value)
            continue;
        expect(sectionOf(*value) == section.id, "a section is what was asked for");
        expect(section.decodeProtected(protectedDocument(*value)) == value, "what is written is read back");
    }
    return 0;
}

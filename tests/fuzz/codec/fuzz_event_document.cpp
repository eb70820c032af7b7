// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/cbor.h"
#include "core/codec/event_document.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr DocumentBounds bounds = {.bytes = 1 << 20, .items = 1000};
    const auto event = fromCbor(textOf(data, size), bounds).and_then(decodeEvent);
    if (!event)
        return 0;
    // A relative with the pid 0 is nobody, and is not written: a second time nothing changes any more.
    const auto again = decodeEvent(eventDocument(*event, WallTime()));
    expect(again.has_value(), "what is written is read back");
    expect(decodeEvent(eventDocument(*again, WallTime())) == again, "what is written is read back");
    return 0;
}

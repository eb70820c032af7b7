// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_statm.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    if (const auto pages = parseResidentPages(text))
        expect(holds(text, *pages), "the number stands in the text");
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_smaps.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto pages = parsePidSmapsRollup(text);
    if (!pages)
        return 0;
    const auto isIn = [&](const std::optional<std::uint64_t> &figure) {
        return !figure || holds(text, *figure / 1024);
    };
    expect(isIn(pages->resident), "the RSS stands in the text");
    expect(isIn(pages->proportional), "the PSS stands in the text");
    expect(!pages->shared || (holds(text, "Shared_Clean:") && holds(text, "Shared_Dirty:")),
           "a sum has both of its parts");
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/pid_smaps.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto pages = parsePidSmapsRollup(text);
    if (!pages)
        return 0;
    for (const auto *key :
         {"Rss:", "Pss:", "Shared_Clean:", "Shared_Dirty:", "Private_Clean:", "Private_Dirty:", "Swap:"})
        promise(holds(text, std::string_view(key)), "every line is there");
    promise(holds(text, pages->resident / 1024), "the RSS stands in the text");
    promise(holds(text, pages->proportional / 1024), "the PSS stands in the text");
    return 0;
}

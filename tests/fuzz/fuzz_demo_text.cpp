// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/catalogue/demo_text.h"
#include "core/lab/catalogue/excerpt.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    for (const auto &line : excerpt(text))
        expect(holds(text, std::string_view(line.text)), "a line of code stands in the text");
    const auto named = withNames(text, [](std::string_view role) { return std::string(role); });
    expect(named.size() <= text.size(), "names take no more room than their marks");
    const auto demo = parseDemoText(text);
    if (!demo)
        return 0;
    expect(holds(text, std::string_view(demo->title)), "the title stands in the text");
    for (const auto &choice : demo->choices)
        expect(holds(text, std::string_view(choice.text)), "a choice stands in the text");
    for (const auto &moment : demo->moments)
        expect(moment.name.find(' ') == std::string::npos, "a moment is one word");
    return 0;
}

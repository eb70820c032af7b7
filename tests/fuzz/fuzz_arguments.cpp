// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/names/arguments.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

namespace {

/// Each argument with its NUL; the last may lack it in the original.
std::string joined(const std::vector<std::string> &arguments)
{
    std::string text;
    for (const auto &argument : arguments)
        text += argument + '\0';
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto whole = joined(splitArguments(text));
    expect(whole == text || whole == std::string(text) + '\0', "the arguments joined give the command line");

    for (const std::uint64_t area :
         {std::uint64_t{0}, std::uint64_t{size}, std::uint64_t{size} + 1, std::uint64_t{size} / 2}) {
        Stat stat;
        stat.argumentsStart = 4096;
        stat.argumentsEnd = 4096 + area;
        const auto title = titleOf(stat, text);
        const auto arguments = argumentsOf(stat, text);
        expect((title == Title::Overflown) == (size > area),
               "a title overflows when it is longer than its area");
        for (const auto &argument : arguments)
            expect(holds(text, std::string_view(argument)), "an argument is part of the command line");
        if (title == Title::Overflown || title == Title::Rewritten)
            expect(arguments.size() == 1, "a title is one string");
    }
    return 0;
}

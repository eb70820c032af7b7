// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/deed.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    if (const auto deed = parseDeed(text)) {
        promise(deed->process.pid > 0, "a deed names a process");
        promise(parseDeed(lineOf(*deed)) == deed, "what is written is read back");
    }
    if (const auto section = fromWire(text))
        promise(fromWire(toWire(*section)) == section, "what is written is read back");
    const auto answer = parseAnswer(text);
    promise(answerLine(answer).find('\n') == std::string::npos, "an answer is one line");
    return 0;
}

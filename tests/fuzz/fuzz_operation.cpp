// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/operation.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    if (const auto operation = parseOperation(text)) {
        expect(operation->process.pid > 0, "an operation names a process");
        expect(parseOperation(encode(*operation)) == operation, "what is written is read back");
    }
    if (const auto section = fromWire(text))
        expect(fromWire(toWire(*section)) == section, "what is written is read back");
    const auto answer = parseAnswer(text);
    expect(answerLine(answer).find('\n') == std::string::npos, "an answer is one line");
    return 0;
}

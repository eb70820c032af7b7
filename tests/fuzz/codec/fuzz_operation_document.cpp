// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/cbor.h"
#include "core/codec/operation_document.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    constexpr DocumentBounds bounds = {.bytes = 1 << 20, .items = 1 << 16};
    if (const auto document = fromCbor(text, bounds)) { // the digits of a line are no obstacle for a fuzzer
        if (const auto operation = decodeOperation(*document)) {
            expect(operation->process.pid > 0, "an operation names a process");
            expect(decodeOperation(operationDocument(*operation)) == operation,
                   "what is written is read back");
        }
        const auto outcome = decodeOutcome(*document);
        expect(parseAnswer(answerLine(outcome)) == outcome, "what is written is read back");
    }
    if (const auto operation = parseOperation(text))
        expect(parseOperation(encode(*operation)) == operation, "what is written is read back");
    expect(answerLine(parseAnswer(text)).find('\n') == std::string::npos, "an answer is one line");
    static_cast<void>(isHello(text));
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"
#include "core/base/text_cursor.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

namespace {

std::string utf8(std::uint32_t code)
{
    const auto follow = [&](unsigned shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
    if (code < 0x80)
        return {static_cast<char>(code)};
    if (code < 0x800)
        return {static_cast<char>(0xc0 | (code >> 6)), follow(0)};
    if (code < 0x10000)
        return {static_cast<char>(0xe0 | (code >> 12)), follow(6), follow(0)};
    return {static_cast<char>(0xf0 | (code >> 18)), follow(12), follow(6), follow(0)};
}

/// What a C compiler makes of the escapes.
std::string unescaped(std::string_view text)
{
    std::string bytes;
    while (!text.empty()) {
        if (text.front() != '\\') {
            bytes += text.front();
            text.remove_prefix(1);
            continue;
        }
        const char letter = text.at(1);
        const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
        const auto number = TextCursor::toNumber<std::uint32_t>(text.substr(2, digits), 16).value_or(0);
        if (letter == 'x')
            bytes += static_cast<char>(number);
        else if (digits > 0)
            bytes += utf8(number);
        else
            bytes += letter == 'n' ? '\n' : letter == 't' ? '\t' : letter == 'r' ? '\r' : letter;
        text.remove_prefix(2 + digits);
    }
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto bytes = textOf(data, size);
    const auto text = printable(bytes);
    expect(isUtf8(text), "printable text is UTF-8");
    for (auto rest = std::string_view(text); !rest.empty();) {
        const auto [code, length] = *firstCharacter(rest);
        expect(code >= 0x20 && (code < 0x7f || code > 0x9f), "no control stays");
        expect(code < 0x202a || code > 0x202e, "nothing turns the direction of writing round");
        expect(columnsOf(code) <= 2, "a character is one or two columns wide");
        rest.remove_prefix(length);
    }
    expect(unescaped(text) == bytes, "the bytes can be had back");
    expect(printable(text, Backslash::Kept) == text, "what is printable stays");
    expect(isUtf8(printable(bytes, Backslash::Kept)), "and with single backslashes");
    expect(isUtf8(printableName(bytes)), "so is a name");
    expect(printableJson("\"" + text + "\"") == printableJson(printableJson("\"" + text + "\"")),
           "JSON is escaped once");
    return 0;
}

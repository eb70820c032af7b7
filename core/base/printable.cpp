// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace forklore {
namespace {

bool isControl(std::string_view character)
{
    const auto first = static_cast<unsigned char>(character.front());
    if (first < 0x20 || first == 0x7f)
        return true;
    // C1 controls, line separators, and what turns the direction of a line round.
    static constexpr std::array<std::string_view, 12> others = {"\u2028", "\u2029", "\u200e", "\u200f",
                                                                "\u202a", "\u202b", "\u202c", "\u202d",
                                                                "\u202e", "\u2066", "\u2067", "\u2068"};
    const bool c1 = first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;
    return c1 || character == "\u2069" || std::ranges::find(others, character) != others.end();
}

std::string escaped(std::string_view character)
{
    if (character == "\n")
        return "\\n";
    if (character == "\t")
        return "\\t";
    if (character == "\\")
        return "\\\\";
    std::string text;
    for (const auto byte : character)
        text += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    return text;
}

} // namespace

std::size_t characterBytes(std::string_view bytes)
{
    const auto at = [&](std::size_t i) {
        return static_cast<unsigned char>(i < bytes.size() ? bytes[i] : 0);
    };
    const auto follows = [&](std::size_t i) { return (at(i) & 0xc0u) == 0x80u; };
    const auto first = at(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return follows(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const bool shortest = first != 0xe0 || at(1) >= 0xa0;
        const bool surrogate = first == 0xed && at(1) >= 0xa0;
        return shortest && !surrogate && follows(1) && follows(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool inRange = (first != 0xf0 || at(1) >= 0x90) && (first != 0xf4 || at(1) < 0x90);
        return inRange && follows(1) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

std::string printable(std::string_view bytes, Backslash backslash)
{
    const auto stays = [&](char byte) {
        return byte >= 0x20 && byte < 0x7f && (byte != '\\' || backslash == Backslash::Kept);
    };
    if (std::ranges::all_of(bytes, stays)) // nearly every name and argument there is
        return std::string(bytes);
    std::string text;
    while (!bytes.empty()) {
        const auto size = characterBytes(bytes);
        const auto character = bytes.substr(0, std::max<std::size_t>(size, 1));
        const bool doubled = backslash == Backslash::Doubled && character == "\\";
        if (size == 0 || isControl(character) || doubled)
            text += escaped(character);
        else
            text += character;
        bytes.remove_prefix(character.size());
    }
    return text;
}

bool isUtf8(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto size = characterBytes(bytes);
        if (size == 0)
            return false;
        bytes.remove_prefix(size);
    }
    return true;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <utf8proc.h>

namespace forklore {
namespace {

constexpr char32_t zeroWidthNonJoiner = 0x200c;
constexpr char32_t zeroWidthJoiner = 0x200d;
constexpr char32_t textSelector = 0xfe0e;
constexpr char32_t emojiSelector = 0xfe0f;
constexpr char32_t keycap = 0x20e3;

utf8proc_category_t categoryOf(char32_t code)
{
    return utf8proc_category(static_cast<utf8proc_int32_t>(code));
}

/// Of a word: a letter, or a mark on one.
bool isOfWord(char32_t code)
{
    const auto category = categoryOf(code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

struct Range {
    char32_t first;
    char32_t last;
};

/// Default_Ignorable_Code_Point: nothing is to be seen of it.
bool isIgnorable(char32_t code)
{
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(code))->ignorable != 0;
}

/// Scripts in which joiners decide how letters look: Arabic to Sinhala, Myanmar, Khmer and Mongolian,
/// Balinese and others, Phags-pa to Meetei Mayek, the presentation forms of Arabic, and the old scripts of
/// their kind.
bool joinsLetters(char32_t code)
{
    static constexpr std::array<Range, 8> scripts = {{{0x0600, 0x0dff},
                                                      {0x1000, 0x109f},
                                                      {0x1780, 0x18af},
                                                      {0x1a20, 0x1cff},
                                                      {0xa840, 0xabff},
                                                      {0xfb50, 0xfdff},
                                                      {0xfe70, 0xfefc},
                                                      {0x10a00, 0x11fff}}};
    return isOfWord(code) && !isIgnorable(code) && std::ranges::any_of(scripts, [&](const Range &range) {
               return code >= range.first && code <= range.last;
           });
}

/// A picture, or what changes the skin in one. Pictures that are newer than the library are unassigned to it.
bool isPicture(char32_t code)
{
    constexpr Range pictures{0x1f000, 0x1faff};
    return categoryOf(code) == UTF8PROC_CATEGORY_SO || (code >= pictures.first && code <= pictures.last);
}

bool isSelector(char32_t code)
{
    return code == textSelector || code == emojiSelector;
}

/// Not seen, or with an effect on what stands beside it: whatever its neighbours are.
bool mayDeceive(char32_t code)
{
    constexpr Range annotation{0xfff9, 0xfffb};
    switch (categoryOf(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CS:
        return true;
    default:
        break;
    }
    // Among the format characters are signs of Arabic numbers, which are seen; those that are not are
    // ignorable.
    constexpr Range tags{0xe0000, 0xe0fff};
    return isIgnorable(code) || (code >= annotation.first && code <= annotation.last) ||
           (code >= tags.first && code <= tags.last);
}

/// Whether an invisible character stands where Unicode intends it.
/// @param before and after: 0 where there is none
bool isUsedAsIntended(char32_t before, char32_t code, char32_t after)
{
    if (code == zeroWidthJoiner && isPicture(after))
        return isPicture(before) || before == emojiSelector;
    if (code == zeroWidthJoiner || code == zeroWidthNonJoiner)
        return joinsLetters(before) && joinsLetters(after);
    const bool ofKeycap = code == emojiSelector && after == keycap;
    return isSelector(code) && (isPicture(before) || ofKeycap);
}

std::string escapedByte(char byte)
{
    return fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
}

std::string escaped(char32_t code)
{
    switch (code) {
    case U'\n':
        return "\\n";
    case U'\t':
        return "\\t";
    case U'\r':
        return "\\r";
    default:
        break;
    }
    const auto number = static_cast<std::uint32_t>(code);
    if (number < 0x80)
        return fmt::format("\\x{:02x}", number);
    return number < 0x10000 ? fmt::format("\\u{:04x}", number) : fmt::format("\\U{:08x}", number);
}

char32_t codeAt(std::string_view bytes)
{
    const auto character = firstCharacter(bytes);
    return character ? character->code : 0;
}

/// Bytes at the end that begin a character and lack the rest of it.
std::size_t cutBytes(std::string_view bytes)
{
    for (std::size_t size = 1; size <= std::min<std::size_t>(3, bytes.size()); ++size) {
        const auto first = static_cast<unsigned char>(bytes[bytes.size() - size]);
        if ((first & 0xc0u) == 0x80u) // one of those that follow
            continue;
        const std::size_t whole = first > 0xf4    ? 1 // begins nothing
                                  : first >= 0xf0 ? 4
                                  : first >= 0xe0 ? 3
                                  : first >= 0xc2 ? 2
                                                  : 1;
        return whole > size ? size : 0;
    }
    return 0;
}

} // namespace

std::optional<Character> firstCharacter(std::string_view bytes)
{
    utf8proc_int32_t code = 0;
    const auto length = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(bytes.size(), 4));
    const auto size =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t *>(bytes.data()), length, &code);
    if (size <= 0)
        return std::nullopt;
    return Character{static_cast<char32_t>(code), static_cast<std::size_t>(size)};
}

std::string printable(std::string_view bytes, Backslash backslash)
{
    const auto stays = [&](char byte) {
        return byte >= 0x20 && byte < 0x7f && (byte != '\\' || backslash == Backslash::Kept);
    };
    if (std::ranges::all_of(bytes, stays)) // nearly every name and argument there is
        return std::string(bytes);
    std::string text;
    char32_t before = 0;
    while (!bytes.empty()) {
        const auto character = firstCharacter(bytes);
        if (!character) {
            text += escapedByte(bytes.front());
            bytes.remove_prefix(1);
            before = 0;
            continue;
        }
        const auto &[code, size] = *character;
        const auto rest = bytes.substr(size);
        const bool isEscaped = mayDeceive(code) && !isUsedAsIntended(before, code, codeAt(rest));
        if (isEscaped)
            text += escaped(code);
        else if (code == U'\\' && backslash == Backslash::Doubled)
            text += "\\\\";
        else
            text += bytes.substr(0, size);
        before = isEscaped ? 0 : code;
        bytes = rest;
    }
    return text;
}

std::string printableName(std::string_view name, Backslash backslash)
{
    const bool mayBeCut = name.size() == maxCommBytes;
    return printable(mayBeCut ? name.substr(0, name.size() - cutBytes(name)) : name, backslash);
}

std::string printableJson(std::string_view json)
{
    std::string text;
    text.reserve(json.size());
    while (!json.empty()) {
        // A member's name, a number and the like are ASCII, as are the escapes that stand already.
        // char is unsigned on some machines.
        const auto other =
            std::ranges::find_if(json, [](char byte) { return static_cast<unsigned char>(byte) >= 0x7f; });
        const auto length = static_cast<std::size_t>(other - json.begin());
        text += json.substr(0, length);
        json.remove_prefix(length);
        if (json.empty())
            break;
        const auto character = firstCharacter(json).value_or(Character{0xfffd, 1});
        const auto code = static_cast<std::uint32_t>(character.code);
        if (!mayDeceive(character.code))
            text += json.substr(0, character.bytes);
        else if (code < 0x10000)
            text += fmt::format("\\u{:04x}", code);
        else
            text += fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + ((code - 0x10000) >> 10),
                                0xdc00 + ((code - 0x10000) & 0x3ff));
        json.remove_prefix(character.bytes);
    }
    return text;
}

bool isBlank(std::string_view bytes)
{
    constexpr char32_t brailleBlank = 0x2800; // a symbol without a dot
    while (!bytes.empty()) {
        const auto character = firstCharacter(bytes);
        if (!character ||
            (categoryOf(character->code) != UTF8PROC_CATEGORY_ZS && character->code != brailleBlank))
            return false;
        bytes.remove_prefix(character->bytes);
    }
    return true;
}

bool isUtf8(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto character = firstCharacter(bytes);
        if (!character)
            return false;
        bytes.remove_prefix(character->bytes);
    }
    return true;
}

std::size_t columnsOf(char32_t code)
{
    if (code < 0x7f)
        return 1;
    const auto width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(code));
    if (categoryOf(code) == UTF8PROC_CATEGORY_CN) // newer than the library: a picture is wide
        return isPicture(code) ? 2 : 1;
    return static_cast<std::size_t>(std::max(width, 0));
}

} // namespace forklore

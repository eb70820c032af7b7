// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextCursor: walks over the bytes of a /proc file, field by field, without copying them.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>

namespace forklore {

/// One of 0 to 9, whatever the locale.
[[nodiscard]] constexpr bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

class TextCursor {
public:
    explicit TextCursor(std::string_view text) : m_rest(text) {}

    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    [[nodiscard]] std::string_view rest() const { return m_rest; }

    /// The bytes up to the separator, which is passed over; the whole rest when it does not occur.
    std::string_view until(char separator)
    {
        const auto at = m_rest.find(separator);
        const auto part = m_rest.substr(0, at);
        m_rest.remove_prefix(at == std::string_view::npos ? m_rest.size() : at + 1);
        return part;
    }

    /// The next run of bytes that are neither blank, tab nor newline; empty at the end.
    std::string_view word()
    {
        skipBlanks();
        std::size_t size = 0; // find_first_of() calls a function for each byte
        while (size < m_rest.size() && !isBlank(m_rest[size]))
            ++size;
        const auto part = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return part;
    }

    /// The next word as a number that fills it whole; nothing when it is no such number.
    template <std::integral T>
    std::optional<T> number(int base = 10)
    {
        return toNumber<T>(word(), base);
    }

    /// A number that fills the text whole: no sign where T has none, no blanks, no overflow.
    template <std::integral T>
    [[nodiscard]] static std::optional<T> toNumber(std::string_view text, int base = 10)
    {
        T value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
        if (error != std::errc() || end != text.data() + text.size())
            return std::nullopt;
        return value;
    }

private:
    static constexpr bool isBlank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n'; }

    void skipBlanks()
    {
        while (!m_rest.empty() && isBlank(m_rest.front()))
            m_rest.remove_prefix(1);
    }

    std::string_view m_rest;
};

} // namespace forklore

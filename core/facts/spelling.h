// SPDX-License-Identifier: GPL-3.0-or-later
//
// Spelling: words of our own tables, which are ASCII, and what somebody typed for them.
#pragma once

#include <cstddef>
#include <string_view>

namespace forklore {

[[nodiscard]] constexpr char foldedAscii(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
}

/// Capitals and small letters apart.
[[nodiscard]] bool sameWord(std::string_view a, std::string_view b);

/// The best so far, for as long as it is near: a third of the letters may differ.
class NearestWord {
public:
    explicit NearestWord(std::string_view wanted) : m_wanted(wanted), m_distance(wanted.size() / 3 + 2) {}

    void offer(std::string_view candidate);
    [[nodiscard]] std::string_view best() const { return m_best; }

private:
    std::string_view m_wanted;
    std::string_view m_best;
    std::size_t m_distance;
};

} // namespace forklore

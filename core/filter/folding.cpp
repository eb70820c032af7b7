// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/folding.h"

#include "core/facts/spelling.h"

namespace forklore {
namespace {

struct Capitals {
    char32_t first;
    char32_t last;
    char32_t distance; ///< to the small letter; 1: capitals and small letters take turns
};

// What UTF-8 writes in two bytes, and whose small letter it writes in two bytes as well.
constexpr Capitals capitals[] = {
    {0x00c0, 0x00d6, 32}, {0x00d8, 0x00de, 32}, {0x0100, 0x012f, 1},  {0x0132, 0x0137, 1},
    {0x0139, 0x0148, 1},  {0x014a, 0x0177, 1},  {0x0179, 0x017e, 1},  {0x0391, 0x03a1, 32},
    {0x03a3, 0x03ab, 32}, {0x0400, 0x040f, 80}, {0x0410, 0x042f, 32}, {0x0460, 0x0481, 1},
};

char32_t small(char32_t letter)
{
    for (const auto &[first, last, distance] : capitals) {
        if (letter < first || letter > last)
            continue;
        const bool takingTurns = distance == 1;
        return takingTurns && (letter - first) % 2 == 1 ? letter : letter + distance;
    }
    return letter;
}

} // namespace

std::string folded(std::string_view text)
{
    std::string result(text);
    for (std::size_t i = 0; i < result.size(); ++i) {
        const auto lead = static_cast<unsigned char>(result[i]);
        const auto follow = static_cast<unsigned char>(i + 1 < result.size() ? result[i + 1] : 0);
        if (lead < 0x80) {
            result[i] = foldedAscii(result[i]);
        } else if (lead >= 0xc2 && lead <= 0xdf && (follow & 0xc0u) == 0x80u) {
            const auto letter = small((lead & 0x1fu) << 6 | (follow & 0x3fu));
            result[i] = static_cast<char>(0xc0u | letter >> 6);
            result[++i] = static_cast<char>(0x80u | (letter & 0x3fu));
        }
    }
    return result;
}

} // namespace forklore

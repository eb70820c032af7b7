// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/facts/spelling.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace forklore {
namespace {

/// How many letters must be put in, taken out, changed or swapped with their neighbour to make one of the
/// other.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> beforeLast;
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        beforeLast = std::exchange(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = foldedAscii(a[i - 1]) == foldedAscii(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped)
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
    }
    return row[b.size()];
}

} // namespace

bool sameWord(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, foldedAscii, foldedAscii);
}

void NearestWord::offer(std::string_view candidate)
{
    constexpr std::size_t longest = 40; // no name of a table is as long: no need to compare
    if (candidate.empty() || m_wanted.size() > longest)
        return;
    const auto distance = forklore::distance(m_wanted, candidate);
    if (distance < m_distance && distance < candidate.size()) {
        m_distance = distance;
        m_best = candidate;
    }
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/field.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/filter/folding.h"

namespace forklore {
namespace {

bool sameWord(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, foldedAscii, foldedAscii);
}

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

/// The best so far, for as long as it is near: a third of the letters may differ.
class Nearest {
public:
    explicit Nearest(std::string_view wanted) : m_wanted(wanted), m_distance(wanted.size() / 3 + 2) {}

    void offer(std::string_view candidate)
    {
        constexpr std::size_t longest = 40; // no field's name is as long: no need to compare
        if (candidate.empty() || m_wanted.size() > longest)
            return;
        const auto distance = forklore::distance(m_wanted, candidate);
        if (distance < m_distance && distance < candidate.size()) {
            m_distance = distance;
            m_best = candidate;
        }
    }
    [[nodiscard]] std::string_view best() const { return m_best; }

private:
    std::string_view m_wanted;
    std::string_view m_best;
    std::size_t m_distance;
};

} // namespace

std::optional<std::size_t> fieldNamed(const Vocabulary &vocabulary, std::string_view name)
{
    const auto isNamed = [&](const FieldTraits &field) {
        return sameWord(field.name, name) ||
               std::ranges::any_of(field.aliases, [&](auto alias) { return sameWord(alias, name); });
    };
    const auto found = std::ranges::find_if(vocabulary, isNamed);
    return found == vocabulary.end() ? std::nullopt
                                     : std::optional(static_cast<std::size_t>(found - vocabulary.begin()));
}

std::string_view nearestField(const Vocabulary &vocabulary, std::string_view name)
{
    Nearest nearest(name);
    for (const auto &field : vocabulary) {
        nearest.offer(field.name);
        std::ranges::for_each(field.aliases, [&](auto alias) { nearest.offer(alias); });
    }
    return nearest.best();
}

std::string_view nearestWord(const FieldTraits &field, std::string_view word)
{
    Nearest nearest(word);
    for (const auto &known : field.words)
        nearest.offer(known.word);
    return nearest.best();
}

const FieldWord *wordNamed(const FieldTraits &field, std::string_view text)
{
    const auto &words = field.words;
    auto found = std::ranges::find(words, text, &FieldWord::alias);
    if (text.empty())
        return nullptr;
    if (found == words.end())
        found = std::ranges::find_if(words, [&](const auto &known) { return sameWord(known.word, text); });
    if (found == words.end()) // "stop" for stopped, "sleep" for sleeping
        found = std::ranges::find_if(words, [&](const auto &known) {
            constexpr std::size_t shortest = 3;
            return text.size() >= shortest && sameWord(known.word.substr(0, text.size()), text);
        });
    return found == words.end() ? nullptr : &*found;
}

} // namespace forklore

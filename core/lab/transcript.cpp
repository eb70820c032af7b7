// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/transcript.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/base/printable.h"

namespace forklore {
namespace {

// What is heard late is put behind what was told already. The lines of a process stand between its birth and
// its end: until() puts them one step behind the birth or before the end. So an end that is late is two steps
// behind a birth that is late as well, which leaves the step between them to the lines.
constexpr Transcript::Moment step{1};
constexpr auto lateEvent = 2 * step;
constexpr auto lateEnd = lateEvent + 2 * step;

} // namespace

void Transcript::addEvent(const Event &event, std::string text)
{
    const auto pid = event.process.id.pid;
    const bool isEnd = std::holds_alternative<Exited>(event.what);
    const auto at = std::max(event.at, m_latest + (isEnd ? lateEnd : lateEvent));
    if (std::holds_alternative<Forked>(event.what))
        m_births[pid] = at;
    if (isEnd)
        m_ends[pid] = at;
    if (!text.empty())
        m_waiting.push_back({at, pid, std::move(text)});
}

void Transcript::write(Pid pid, std::string_view bytes, Moment at)
{
    auto &text = m_unfinished[pid];
    text += bytes;
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
        const auto line = printable(std::string_view(text).substr(0, end));
        m_waiting.push_back({std::max(at, m_latest), pid, fmt::format("{} wrote \"{}\".", pid, line)});
        text.erase(0, end + 1);
    }
}

void Transcript::addLine(std::string text, Moment at)
{
    m_waiting.push_back({std::max(at, m_latest), 0, std::move(text)});
}

std::vector<Sentence> Transcript::until(Moment moment)
{
    constexpr std::size_t maxTold = 24; // a fork bomb has hundreds
    for (auto &sentence : m_waiting) {  // nobody writes before it is born, or when it has ended
        if (const auto birth = m_births.find(sentence.pid);
            birth != m_births.end() && sentence.at < birth->second)
            sentence.at = birth->second + step;
        if (const auto end = m_ends.find(sentence.pid); end != m_ends.end() && sentence.at > end->second)
            sentence.at = end->second - step;
    }
    std::ranges::stable_sort(m_waiting, {}, &Sentence::at);
    std::vector<Sentence> known;
    const auto later =
        std::ranges::find_if(m_waiting, [&](const auto &sentence) { return sentence.at > moment; });
    for (auto sentence = m_waiting.begin(); sentence != later; ++sentence) {
        if (sentence->pid == 0 || ++m_told <= maxTold)
            known.push_back(std::move(*sentence));
        else
            ++m_leftOut;
    }
    if (later != m_waiting.begin())
        m_latest = std::prev(later)->at;
    m_waiting.erase(m_waiting.begin(), later);
    return known;
}

std::size_t Transcript::countLeftOut()
{
    m_told = 0;
    return std::exchange(m_leftOut, 0);
}

} // namespace forklore

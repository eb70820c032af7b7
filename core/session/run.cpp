// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run.h"

#include <algorithm>
#include <iterator>

namespace forklore {
namespace {

/// The runs that take the place of those merged, as far as they are known.
class Merged {
public:
    explicit Merged(std::uint32_t step) : m_step(step) {}

    /// A moment on a boundary belongs to the step that ends there.
    [[nodiscard]] std::uint32_t endOfStep(std::uint32_t moment) const
    {
        return (moment + m_step - 1) / m_step * m_step;
    }
    /// From where on the next measurement speaks, when it says a mean. After a gap nobody knows, so the first
    /// one speaks for its own moment.
    [[nodiscard]] std::uint32_t knownUntil(const Run &next) const
    {
        return m_runs.empty() || m_runs.back().isGap() ? next.first : m_runs.back().last;
    }
    void add(const Run &run)
    {
        if (run.isGap() && hasGapInStepOf(run.first))
            return;
        if (!m_runs.empty() && m_runs.back().value == run.value)
            m_runs.back().last = run.last;
        else
            m_runs.push_back(run);
    }
    [[nodiscard]] bool hasGapInStepOf(std::uint32_t moment) const
    {
        const auto later = std::find_if(m_runs.rbegin(), m_runs.rend(), [&](const Run &run) {
            return run.isGap() || endOfStep(run.last) != endOfStep(moment);
        });
        return later != m_runs.rend() && later->isGap() && endOfStep(later->last) == endOfStep(moment);
    }
    [[nodiscard]] const std::vector<Run> &runs() const { return m_runs; }

private:
    std::uint32_t m_step;
    std::vector<Run> m_runs;
};

/// The measurement for a step of several.
class StepValue {
public:
    explicit StepValue(std::uint32_t knownUntil) : m_begin(knownUntil), m_end(knownUntil) {}

    void add(double value, std::uint32_t until)
    {
        m_sum += value * (until - m_end);
        m_last = value;
        m_end = until;
        ++m_count;
    }
    [[nodiscard]] bool isOne() const { return m_count == 1; }
    [[nodiscard]] Run run(bool mean) const
    {
        return {mean && m_end > m_begin ? m_sum / (m_end - m_begin) : m_last, m_end, m_end};
    }

private:
    std::uint32_t m_begin;
    std::uint32_t m_end;
    double m_sum = 0;
    double m_last = 0;
    int m_count = 0;
};

} // namespace

std::size_t mergeSteps(std::vector<Run> &runs, std::size_t merged, std::uint32_t step, std::uint32_t border,
                       bool toMean)
{
    Merged result(step);
    const std::size_t begin = merged > 0 ? merged - 1 : 0; // what follows may continue the last one
    if (merged > 0)
        result.add(runs[begin]);
    auto next = merged;
    while (next < runs.size() && result.endOfStep(runs[next].last) <= border) {
        auto &run = runs[next];
        const auto end = result.endOfStep(run.last);
        if (run.isGap()) {
            result.add(run);
            ++next;
            continue;
        }
        if (run.first + step <= end) { // the steps before the last have this value alone
            result.add({run.value, run.first, end - step});
            run.first = run.last;
        }
        StepValue value(result.knownUntil(run));
        value.add(run.value, run.last);
        const auto alone = run;
        const bool overGaps = result.hasGapInStepOf(end);
        for (++next; next < runs.size() && runs[next].first <= end; ++next) {
            auto &other = runs[next];
            if (other.isGap() && overGaps)
                continue;
            if (other.isGap())
                break;
            value.add(other.value, std::min(other.last, end));
            if (other.last > end) { // the rest of it is told by the measurement of the next step
                other.first = std::min(other.last, end + step);
                break;
            }
        }
        result.add(value.isOne() ? alone : value.run(toMean));
    }
    const auto at = runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(begin),
                               runs.begin() + static_cast<std::ptrdiff_t>(next));
    runs.insert(at, result.runs().begin(), result.runs().end());
    return begin + result.runs().size();
}

} // namespace forklore

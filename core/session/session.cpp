// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"

#include <algorithm>
#include <utility>

namespace forklore {
namespace {

/// Null: never measured, or forgotten.
const Series *seriesIn(const History &history, const ProcessId &id, Metric metric)
{
    const auto *record = history.find(id);
    return record ? record->of(metric) : nullptr;
}

} // namespace

Result<Update> Session::sample(Source &source, const SampleRequest &request)
{
    auto snapshot = source.sample(request, latest().get());
    if (!snapshot) {
        interrupt();
        return Failure(snapshot.error());
    }
    return advance(std::move(*snapshot), source.system());
}

Update Session::advance(Snapshot snapshot, const SystemInfo &system)
{
    static const Snapshot nothing;
    auto now = std::make_shared<const Snapshot>(std::move(snapshot));
    const auto before = latest();
    Update update{now, Forest(*now), difference(before ? *before : nothing, *now), system, census(*now)};
    const std::lock_guard lock(m_mutex);
    m_latest = std::move(now);
    if (m_keeps == Keeps::Past) {
        m_history.record(*m_latest, system);
        m_timelines.apply(*m_latest, update.delta);
        m_stuckStates.apply(m_latest, update.delta);
    }
    return update;
}

EventUpdate Session::append(std::vector<Event> events)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &event : events)
        m_timelines.append(event);
    return {std::move(events), m_timelines.total(), m_timelines.lost()};
}

void Session::measure(const ProcessId &id, Metric metric, double value, std::chrono::nanoseconds patience)
{
    const std::lock_guard lock(m_mutex);
    if (const auto now = m_history.now())
        m_history.record(id, metric, *now, value, patience);
}

void Session::interrupt()
{
    const std::lock_guard lock(m_mutex);
    m_history.interrupt();
}

void Session::select(const std::optional<ProcessId> &id)
{
    const std::lock_guard lock(m_mutex);
    m_timelines.select(id);
}

void Session::clearEndings()
{
    const std::lock_guard lock(m_mutex);
    m_timelines.clearEndings();
}

std::shared_ptr<const Snapshot> Session::latest() const
{
    const std::lock_guard lock(m_mutex);
    return m_latest;
}

std::optional<StuckState> Session::stuckState(const ProcessId &id) const
{
    const std::lock_guard lock(m_mutex);
    return m_stuckStates.of(id);
}

std::optional<Series> Session::series(const ProcessId &id, Metric metric, const Period &period) const
{
    const std::lock_guard lock(m_mutex);
    const auto *series = seriesIn(m_history, id, metric);
    return series ? std::optional(series->part(period)) : std::nullopt;
}

Series Session::series(Quantity quantity, const Period &period) const
{
    const std::lock_guard lock(m_mutex);
    return m_history.of(quantity).part(period);
}

std::vector<std::vector<Series::Point>> Session::lines(std::span<const ProcessId> ids, Metric metric,
                                                       const Period &period) const
{
    std::vector<std::vector<Series::Point>> lines(ids.size());
    const std::lock_guard lock(m_mutex);
    std::ranges::transform(ids, lines.begin(), [&](const ProcessId &id) {
        const auto *series = seriesIn(m_history, id, metric);
        return series ? series->between(period.from, period.to) : std::vector<Series::Point>();
    });
    return lines;
}

std::vector<unsigned> Session::cores() const
{
    const std::lock_guard lock(m_mutex);
    const auto &cores = m_history.cores();
    std::vector<unsigned> numbers(cores.size());
    std::ranges::transform(cores, numbers.begin(), [](const auto &core) { return core.first; });
    return numbers;
}

std::optional<Series> Session::core(unsigned number, const Period &period) const
{
    const std::lock_guard lock(m_mutex);
    const auto &cores = m_history.cores();
    const auto found = std::ranges::find_if(cores, [&](const auto &core) { return core.first == number; });
    return found == cores.end() ? std::nullopt : std::optional(found->second.part(period));
}

std::optional<Error> Session::missing(Quantity quantity) const
{
    const std::lock_guard lock(m_mutex);
    const auto *error = m_history.missing(quantity);
    return error ? std::optional(*error) : std::nullopt;
}

std::vector<History::Use> Session::largest(Metric metric, Moment at, std::size_t most) const
{
    const std::lock_guard lock(m_mutex);
    return m_history.largest(metric, at, most);
}

std::chrono::nanoseconds Session::step() const
{
    const std::lock_guard lock(m_mutex);
    return m_history.step();
}

std::optional<ProcessTimeline> Session::timeline(const ProcessId &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto *timeline = m_timelines.find(id);
    return timeline ? std::optional(*timeline) : std::nullopt;
}

std::optional<Exited> Session::end(const ProcessId &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto *timeline = m_timelines.find(id);
    return timeline ? timeline->end : std::nullopt;
}

std::optional<Origin> Session::origin(const ProcessId &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto *timeline = m_timelines.find(id);
    if (!timeline || !timeline->isOrphan())
        return std::nullopt;
    return Origin{*timeline->bornOf, timeline->isBirthHeard};
}

std::vector<Event> Session::events(std::uint64_t until, std::size_t most,
                                   const std::function<bool(const Event &)> &isWanted) const
{
    const std::lock_guard lock(m_mutex);
    const auto &kept = m_timelines.events();
    const auto total = m_timelines.total();
    const auto later = std::min<std::uint64_t>(total - std::min(until, total), kept.size());
    std::vector<Event> wanted;
    for (auto event = kept.rbegin() + static_cast<std::ptrdiff_t>(later);
         event != kept.rend() && wanted.size() < most; ++event) {
        if (isWanted(*event))
            wanted.push_back(*event);
    }
    std::ranges::reverse(wanted);
    return wanted;
}

Endings Session::endings() const
{
    const std::lock_guard lock(m_mutex);
    return m_timelines.endings();
}

std::optional<Moment> Session::beginning() const
{
    const std::lock_guard lock(m_mutex);
    return m_timelines.beginning();
}

Series Session::births(const Period &period) const
{
    const std::lock_guard lock(m_mutex);
    return m_timelines.births().part(period);
}

Series Session::ends(const Period &period) const
{
    const std::lock_guard lock(m_mutex);
    return m_timelines.ends().part(period);
}

} // namespace forklore

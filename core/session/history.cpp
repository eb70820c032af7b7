// SPDX-License-Identifier: GPL-3.0-or-later
//
// A sample and the list of the living are both in the order of pids, so they are walked side by side: a
// process that goes on is found without a search.
#include "core/session/history.h"

#include <algorithm>
#include <utility>

#include "core/base/rate.h"

namespace forklore {
namespace {

constexpr std::size_t countings = 64; ///< in so many samples the runs of all processes are counted once
constexpr std::chrono::nanoseconds shortestReach = std::chrono::minutes(1);

std::unique_ptr<Series> &slot(ProcessRecord &record, Metric metric)
{
    return record.series.at(static_cast<std::size_t>(metric));
}

void append(ProcessRecord &record, Metric metric, Moment at, double value)
{
    auto &series = slot(record, metric);
    if (!series)
        series = std::make_unique<Series>(
            traitsOf(metric).kind == MetricTraits::Kind::Gauge ? Series::Kind::Gauge : Series::Kind::Rate);
    series->append(at, value);
}

void interrupt(ProcessRecord &record, Metric metric)
{
    if (const auto &series = slot(record, metric))
        series->interrupt();
}

/// No value: a gap.
void measureIf(ProcessRecord &record, Metric metric, Moment at, std::optional<double> value)
{
    if (value)
        append(record, metric, at, *value);
    else
        interrupt(record, metric);
}

void interruptAll(ProcessRecord &record)
{
    for (const auto &series : record.series) {
        if (series)
            series->interrupt();
    }
}

void forgetBefore(ProcessRecord &record, Moment moment)
{
    for (const auto &series : record.series) {
        if (series)
            series->forget(moment);
    }
}

std::size_t countRuns(const ProcessRecord &record)
{
    std::size_t runs = 0;
    for (const auto &series : record.series)
        runs += series ? series->runs() : 0;
    return runs;
}

} // namespace

void History::record(const Snapshot &snapshot, const SystemInfo &system)
{
    const auto at = snapshot.sinceBoot;
    if (m_now && at <= *m_now)
        return;
    ++m_sample;
    const auto maxDistance = m_pace.maxDistance(snapshot.interval);
    if (m_now && snapshot.asleep > m_asleep + minSuspend)
        interrupt();
    m_asleep = snapshot.asleep;
    std::vector<Track *> living;
    living.reserve(snapshot.processes.size());
    auto known = m_living.begin();
    for (std::size_t position = 0; position < snapshot.processes.size(); ++position) {
        const auto &process = snapshot.processes[position];
        if (process.id.start == ProcessId::unknownStart)
            continue; // nobody knows whose past this is
        for (; known != m_living.end() && (*known)->record.id < process.id; ++known)
            end(**known, at);
        const bool goesOn = known != m_living.end() && (*known)->record.id == process.id;
        auto &track = goesOn ? **known++ : admit(process.id);
        measure(track, process, snapshot.readAtOf(position), maxDistance, system.pageBytes);
        living.push_back(&track);
    }
    std::for_each(known, m_living.end(), [&](Track *track) { end(*track, at); });
    m_living = std::move(living);

    m_machine.record(snapshot, maxDistance);
    if (m_begunAt && !m_interrupted) {
        const auto distance = at - *m_begunAt;
        m_pace.append(distance, snapshot.interval);
        if (distance <= maxDistance)
            m_step = distance;
    }
    m_begunAt = at;
    m_now = snapshot.readUntil();
    m_interrupted = false;
    forgetEnded();
    keepWithinBudget();
}

void History::record(const ProcessId &id, Metric metric, Moment at, double value,
                     std::chrono::nanoseconds patience)
{
    const auto found = m_records.find(id);
    if (found == m_records.end())
        return;
    auto &record = found->second->record;
    const auto *series = record.of(metric);
    const auto before = series ? series->last() : std::nullopt;
    if (before && at - before->at > patience)
        forklore::interrupt(record, metric);
    append(record, metric, at, value);
}

void History::interrupt()
{
    for (auto *track : m_living)
        interrupt(*track);
    m_machine.interrupt();
    m_interrupted = true;
}

void History::interrupt(Track &track)
{
    interruptAll(track.record);
    track.readAt.reset();
    for (auto &last : track.last)
        last.value.reset();
}

const ProcessRecord *History::find(const ProcessId &id) const
{
    const auto found = m_records.find(id);
    return found != m_records.end() ? &found->second->record : nullptr;
}

std::vector<History::Use> History::largest(Metric metric, Moment at, std::size_t most) const
{
    // What is read in turn is as old as sixteen samples.
    const auto patience = 20 * std::max<std::chrono::nanoseconds>(m_step, std::chrono::seconds(1));
    std::vector<Use> uses;
    for (const auto &[id, track] : m_records) {
        const auto &record = track->record;
        const auto *series = record.of(metric);
        if (!series || (record.endedBefore && *record.endedBefore <= at))
            continue;
        if (const auto value = series->at(at, patience); value && *value > 0)
            uses.push_back({id, {}, *value});
    }
    const auto end = uses.begin() + static_cast<std::ptrdiff_t>(std::min(most, uses.size()));
    std::partial_sort(uses.begin(), end, uses.end(), [](const Use &a, const Use &b) {
        return a.value != b.value ? a.value > b.value : a.id < b.id;
    });
    uses.erase(end, uses.end());
    for (auto &use : uses)
        use.comm = find(use.id)->comm;
    return uses;
}

History::Track &History::admit(const ProcessId &id)
{
    auto &track = m_records[id];
    if (!track) {
        track = std::make_unique<Track>();
        track->record.id = id;
    } else { // it was out of sight for some samples
        track->record.endedBefore.reset();
        interrupt(*track);
    }
    return *track;
}

void History::end(Track &track, Moment at)
{
    track.record.endedBefore = at;
    m_ended.push_back(track.record.id);
}

void History::measure(Track &track, const Process &process, Moment at, Moment maxDistance,
                      std::uint64_t pageBytes) const
{
    auto &record = track.record;
    const bool isTooFar = track.readAt && at - *track.readAt > maxDistance;
    if (isTooFar)
        interrupt(track);
    const bool isJoined = !m_interrupted && !isTooFar; // else a share is of a time that was not measured
    track.readAt = at;
    if (process.stat && record.comm != process.stat->comm)
        record.comm = process.stat->comm;
    for (std::size_t i = 0; i < metricCount; ++i) {
        const auto &metric = traitsOf(static_cast<Metric>(i));
        const bool isMeasured = metric.reading && (isJoined || metric.kind != MetricTraits::Kind::Share);
        if (const auto reading = isMeasured ? metric.reading(process, pageBytes) : std::nullopt)
            appendReading(track, metric, reading->value, at);
    }
}

void History::appendReading(Track &track, const MetricTraits &metric, std::optional<double> value,
                            Moment at) const
{
    auto &last = track.last.at(static_cast<std::size_t>(metric.metric));
    const bool isNext = hadItsTurn(last.sample);
    if (!isNext)
        forklore::interrupt(track.record, metric.metric);
    if (metric.kind == MetricTraits::Kind::Counter) {
        const auto earlier = std::exchange(last.value, value);
        value = isNext && earlier && value ? rate(*earlier, *value, at - last.at) : std::nullopt;
    }
    last.at = at;
    last.sample = m_sample;
    measureIf(track.record, metric.metric, at, value);
}

void History::forgetEnded()
{
    while (!m_ended.empty()) {
        const auto *record = find(m_ended.front());
        const bool stays = record && record->endedBefore && *m_now - *record->endedBefore <= keptAfterEnd;
        if (stays && m_ended.size() <= maxEnded)
            break;
        forgetFirstEnded();
    }
}

void History::forgetFirstEnded()
{
    const auto found = m_records.find(m_ended.front());
    m_ended.pop_front();
    if (found == m_records.end() || !found->second->record.endedBefore)
        return; // it came back into sight
    m_runs -= found->second->runs;
    m_records.erase(found);
}

void History::keepWithinBudget()
{
    const auto before = *m_now - m_reach;
    for (auto index = m_countings % countings; index < m_living.size(); index += countings) {
        auto &track = *m_living[index];
        if (m_reach < Series::kept)
            forgetBefore(track.record, before);
        const auto runs = countRuns(track.record);
        m_runs = m_runs - track.runs + runs;
        track.runs = runs;
    }
    if (++m_countings % countings != 0)
        return;
    if (m_runs > m_maxRuns) {
        m_reach = std::max(shortestReach, m_reach / 4 * 3);
        for (auto count = m_ended.size() / 4; count > 0; --count)
            forgetFirstEnded();
    } else if (m_runs < m_maxRuns / 2) {
        m_reach = std::min<std::chrono::nanoseconds>(Series::kept, m_reach / 3 * 4);
    }
}

} // namespace forklore

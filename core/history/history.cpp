// SPDX-License-Identifier: GPL-3.0-or-later
//
// A sample and the list of the living are both in the order of pids, so they are walked side by side: a
// process that goes on is found without a search.
#include "core/history/history.h"

#include <algorithm>

namespace forklore {
namespace {

constexpr std::array<Series::Kind, metricCount> kinds = {
    Series::Kind::Rate,  // Cpu
    Series::Kind::Gauge, // Resident
    Series::Kind::Gauge, // Proportional
    Series::Kind::Rate,  // ReadRate
    Series::Kind::Rate,  // WriteRate
    Series::Kind::Gauge, // Descriptors
    Series::Kind::Gauge, // DescriptorLimit
    Series::Kind::Gauge, // Threads
    Series::Kind::Rate,  // ContextSwitches
};

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
        series = std::make_unique<Series>(kinds.at(static_cast<std::size_t>(metric)));
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

std::optional<double> numberOf(const auto &count)
{
    return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
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
    constexpr auto briefest = std::chrono::milliseconds(100); // two clocks are not read at once
    if (m_now && snapshot.asleep > m_asleep + briefest)
        interrupt();
    m_asleep = snapshot.asleep;
    std::vector<Track *> living;
    living.reserve(snapshot.processes.size());
    auto known = m_living.begin();
    for (const auto &process : snapshot.processes) {
        if (process.id.start == ProcessId::unknownStart)
            continue; // nobody knows whose past this is
        for (; known != m_living.end() && (*known)->record.id < process.id; ++known)
            end(**known, at);
        const bool goesOn = known != m_living.end() && (*known)->record.id == process.id;
        auto &track = goesOn ? **known++ : admit(process.id);
        measure(track, process, at, system.pageBytes);
        living.push_back(&track);
    }
    std::for_each(known, m_living.end(), [&](Track *track) { end(*track, at); });
    m_living = std::move(living);

    m_machine.record(snapshot);
    if (m_now && !m_interrupted)
        m_step = at - *m_now;
    m_now = at;
    m_interrupted = false;
    forgetEnded();
    keepWithinBudget();
}

void History::record(const ProcessId &id, Metric metric, Moment at, double value)
{
    if (const auto found = m_records.find(id); found != m_records.end())
        append(found->second->record, metric, at, value);
}

void History::interrupt()
{
    for (auto *track : m_living) {
        interruptAll(track->record);
        track->io.reset();
        track->contextSwitches.reset();
    }
    m_machine.interrupt();
    m_interrupted = true;
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
        interruptAll(track->record);
    }
    return *track;
}

void History::end(Track &track, Moment at)
{
    track.record.endedBefore = at;
    track.io.reset();
    track.contextSwitches.reset();
    m_ended.push_back(track.record.id);
}

void History::measure(Track &track, const Process &process, Moment at, std::uint64_t pageBytes) const
{
    auto &record = track.record;
    if (process.stat) {
        if (record.comm != process.stat->comm)
            record.comm = process.stat->comm;
        append(record, Metric::Resident, at, static_cast<double>(process.stat->residentPages * pageBytes));
        append(record, Metric::Threads, at, process.stat->threads);
    }
    if (process.cpuShare && !m_interrupted)
        append(record, Metric::Cpu, at, *process.cpuShare);
    if (process.descriptorsCounted && process.descriptorCount)
        measureIf(record, Metric::Descriptors, at, numberOf(*process.descriptorCount));
    if (process.descriptorLimit) // unlimited is no number
        measureIf(record, Metric::DescriptorLimit, at,
                  numberOf(process.descriptorLimit->value_or(std::nullopt)));
    if (process.io)
        measureIo(track, *process.io, at);
    if (process.contextSwitches)
        measureContextSwitches(track, *process.contextSwitches, at);
}

void History::measureIo(Track &track, const Result<IoCounters> &io, Moment at)
{
    auto &before = track.io;
    if (!io) {
        measureIf(track.record, Metric::ReadRate, at, std::nullopt);
        measureIf(track.record, Metric::WriteRate, at, std::nullopt);
        before.reset();
        return;
    }
    if (before) {
        const auto elapsed = at - before->at;
        measureIf(track.record, Metric::ReadRate, at,
                  rate(before->counters.readBytes, io->readBytes, elapsed));
        measureIf(track.record, Metric::WriteRate, at,
                  rate(before->counters.writeBytes, io->writeBytes, elapsed));
    }
    before = {at, *io};
}

void History::measureContextSwitches(Track &track, const Result<std::uint64_t> &switches, Moment at)
{
    auto &before = track.contextSwitches;
    if (!switches) {
        measureIf(track.record, Metric::ContextSwitches, at, std::nullopt);
        before.reset();
        return;
    }
    if (before)
        measureIf(track.record, Metric::ContextSwitches, at,
                  rate(before->counters, *switches, at - before->at));
    before = {at, *switches};
}

void History::forgetEnded()
{
    while (!m_ended.empty()) {
        const auto *record = find(m_ended.front());
        const bool stays = record && record->endedBefore && *m_now - *record->endedBefore <= keptAfterEnd;
        if (stays && m_ended.size() <= mostEnded)
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
    if (m_runs > m_mostRuns) {
        m_reach = std::max(shortestReach, m_reach / 4 * 3);
        for (auto count = m_ended.size() / 4; count > 0; --count)
            forgetFirstEnded();
    } else if (m_runs < m_mostRuns / 2) {
        m_reach = std::min<std::chrono::nanoseconds>(Series::kept, m_reach / 3 * 4);
    }
}

} // namespace forklore

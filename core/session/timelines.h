// SPDX-License-Identifier: GPL-3.0-or-later
//
// Timelines: what has happened to the processes of the machine since Forklore was started: the latest events
// of all, and the life of each process, which outlives it.
//
// What it costs: about 300 bytes for an event, up to a kilobyte more for the command line of an exec, and
// half a kilobyte for a life of a few. All of it is bounded: the latest events, the lives of those that have
// ended, the events of one life.
//
// The lives of the last `maxEnded` are kept, and beside them those that somebody may still ask for: whoever
// is selected, has an event among the latest, stands in the endings, or is among the last `maxFailed` that
// failed. In the worst case each of the latest events is of another process: 20 000 lives more, about 20 MB.
// A life that is kept for that alone has its midst cut out, so that it holds `Life::keptBeyond` events.
#pragma once

#include <deque>
#include <memory>
#include <unordered_map>

#include "core/process/event.h"
#include "core/session/endings.h"
#include "core/session/pace.h"
#include "core/session/process_timeline.h"
#include "core/session/series.h"
#include "core/snapshot/delta.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

class Timelines {
public:
    static constexpr std::size_t maxEvents = 20'000;
    static constexpr std::size_t maxEnded = 5'000;
    static constexpr std::size_t maxFailed = 1'000;

    Timelines();

    /// Events come in the order in which they were read.
    void append(const Event &event);
    /// Gets to know the processes that were there before, and measures the rates.
    /// @param delta from the snapshot taken before to this one
    void apply(const Snapshot &snapshot, const Delta &delta);
    /// Who is being looked at: that one's life is kept. Nothing: nobody.
    void select(const std::optional<ProcessId> &id) { m_selected = id; }

    /// Null: never heard of, or forgotten.
    [[nodiscard]] const ProcessTimeline *find(const ProcessId &id) const;
    /// The latest events of all, the oldest first.
    [[nodiscard]] const std::deque<Event> &events() const { return m_events; }
    [[nodiscard]] const Endings &endings() const { return m_endings; }
    void clearEndings() { m_endings.clear(); }
    /// The moment of the first sample: of whoever started later, the birth should have been noticed.
    [[nodiscard]] const std::optional<Moment> &beginning() const { return m_beginning; }

    [[nodiscard]] std::uint64_t total() const { return m_total; }
    /// Messages that were lost; those of which nobody knows how many count as one.
    [[nodiscard]] std::uint64_t lost() const { return m_lost; }
    /// Processes a second.
    [[nodiscard]] const Series &births() const { return m_births; }
    [[nodiscard]] const Series &ends() const { return m_ends; }

private:
    using TimelinePtr =
        std::shared_ptr<ProcessTimeline>; ///< held by the map, and once more for each reason to keep it

    const TimelinePtr &timelineIn(const Event &event);
    const TimelinePtr &timelineOf(const ProcessId &id);
    void meet(const Process &process, const Snapshot &snapshot);
    void measure(const Snapshot &snapshot);
    void write(ProcessTimeline &timeline, const Event &event);
    void writeBirth(ProcessTimeline &timeline, const Event &event, const Forked &fork);
    void writeEnd(ProcessTimeline &timeline, const Event &event, const Exited &exit);
    void close(ProcessTimeline &timeline, Moment at);
    void reopen(const ProcessId &id);
    void appendToParent(const std::optional<ProcessRef> &parent, const Event &event);
    void forgetEnded();
    [[nodiscard]] bool isWanted(const ProcessId &id, const TimelinePtr &timeline) const;

    std::unordered_map<ProcessId, TimelinePtr> m_lives;
    std::deque<ProcessId> m_ended;      ///< the last of those that are known; the first to end comes first
    std::deque<ProcessId> m_keptLonger; ///< that ended before those, and were wanted when last looked at
    std::deque<Event> m_events;
    std::deque<TimelinePtr> m_listed; ///< whom each of the latest events is about; null: nobody
    std::deque<TimelinePtr> m_failed; ///< the last that failed
    std::optional<ProcessId> m_selected;
    std::optional<Moment> m_beginning;
    Endings m_endings;
    Series m_births{Series::Kind::Rate};
    Series m_ends{Series::Kind::Rate};
    Pace m_pace;
    std::optional<Moment> m_measuredAt;
    std::chrono::nanoseconds m_asleep{}; ///< until then
    std::uint64_t m_born = 0;            ///< since then
    std::uint64_t m_over = 0;
    std::uint64_t m_total = 0;
    std::uint64_t m_lost = 0;
};

} // namespace forklore

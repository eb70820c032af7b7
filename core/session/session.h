// SPDX-License-Identifier: GPL-3.0-or-later
//
// Session: one look at one host, and the only owner of what is known of it: the latest snapshot, the history,
// the timelines and the stuck states. The window, the CLI and the Lab are its readers.
//
// Two worker threads write to it: one advances it from snapshot to snapshot, one appends events. Each gets an
// immutable Update for the readers. A reader that needs more asks for it and gets a value, which stays as it
// is whatever is written later; no reference to the state leaves the session.
//
// One mutex guards all of the state. What takes long is done outside of it: reading the processes, the forest
// and the difference between two snapshots. Inside it an advance writes history and timelines. Of 10 000
// processes that takes 1.5 ms where 2 % have changed, 8 ms where most have, 16 ms for the first: so long, at
// most, a reader that paints may wait. Two copies of the state, one read while the other is written, would
// need no wait, but twice the memory.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "core/host/source.h"
#include "core/session/history.h"
#include "core/session/timelines.h"
#include "core/session/update.h"
#include "core/snapshot/stuck_states.h"

namespace forklore {

/// Whose child a process was at its birth, where that is not its parent any more.
struct Origin {
    ProcessRef bornOf;
    bool isBirthHeard = false; ///< else the parent is the first that was seen
};

class Session {
public:
    /// Latest: only the latest snapshot is kept, for a reader that asks for no past.
    enum class Keeps { Past, Latest };

    explicit Session(Keeps keeps = Keeps::Past) : m_keeps(keeps) {}

    /// Reads all processes and advances to them. A failure is a gap in the history.
    /// One thread alone samples or advances.
    [[nodiscard]] Result<Update> sample(Source &source, const SampleRequest &request);
    Update advance(Snapshot snapshot, const SystemInfo &system);
    /// @param events in the order in which they were read
    EventUpdate append(std::vector<Event> events);
    /// One measurement of now that no snapshot holds, see History::record().
    void measure(const ProcessId &id, Metric metric, double value, std::chrono::nanoseconds patience);
    /// Nothing is measured from here to the next snapshot (paused): a gap, and no rate across it.
    void interrupt();
    /// Who is being looked at: the timeline of that one is kept. Nothing: nobody.
    void select(const std::optional<ProcessId> &id);
    void clearEndings();

    /// Null before the first.
    [[nodiscard]] std::shared_ptr<const Snapshot> latest() const;
    /// Nothing: it is in no such state.
    [[nodiscard]] std::optional<StuckState> stuckState(const ProcessId &id) const;

    // Of a series only the part of a period is copied, see Series::part().

    /// Nothing: never measured, or forgotten.
    [[nodiscard]] std::optional<Series> series(const ProcessId &id, Metric metric,
                                               const Period &period = {}) const;
    [[nodiscard]] Series series(Quantity quantity, const Period &period = {}) const;
    /// The lines of many processes at once, in their order, see Series::between(); empty: never measured.
    [[nodiscard]] std::vector<std::vector<Series::Point>> lines(std::span<const ProcessId> ids, Metric metric,
                                                                const Period &period) const;
    /// The numbers of the processors that were measured, ascending.
    [[nodiscard]] std::vector<unsigned> cores() const;
    /// How busy a processor was; nothing: there is none with that number.
    [[nodiscard]] std::optional<Series> core(unsigned number, const Period &period = {}) const;
    /// Why a quantity is not measured; nothing: it is.
    [[nodiscard]] std::optional<Error> missing(Quantity quantity) const;
    /// See History::largest().
    [[nodiscard]] std::vector<History::Use> largest(Metric metric, Moment at, std::size_t most) const;
    /// See History::step().
    [[nodiscard]] std::chrono::nanoseconds step() const;

    /// Nothing: never heard of, or forgotten.
    [[nodiscard]] std::optional<ProcessTimeline> timeline(const ProcessId &id) const;
    /// How it ended; nothing: it lives, or nobody told.
    [[nodiscard]] std::optional<Exited> end(const ProcessId &id) const;
    /// Nothing: it is no orphan.
    [[nodiscard]] std::optional<Origin> origin(const ProcessId &id) const;
    /// The latest of the kept events that are wanted, the oldest first.
    /// @param until as EventUpdate::total counts them: what was appended later is left out
    /// @param isWanted asks the session nothing
    [[nodiscard]] std::vector<Event> events(std::uint64_t until, std::size_t most,
                                            const std::function<bool(const Event &)> &isWanted) const;
    [[nodiscard]] Endings endings() const;
    /// See Timelines::beginning().
    [[nodiscard]] std::optional<Moment> beginning() const;
    [[nodiscard]] Series births(const Period &period = {}) const; ///< processes a second
    [[nodiscard]] Series ends(const Period &period = {}) const;

private:
    const Keeps m_keeps;
    mutable std::mutex m_mutex; ///< guards everything below
    std::shared_ptr<const Snapshot> m_latest;
    History m_history;
    Timelines m_timelines;
    StuckStates m_stuckStates;
};

} // namespace forklore

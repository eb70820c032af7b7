// SPDX-License-Identifier: GPL-3.0-or-later
//
// History: what was measured of the machine and of each process since Forklore started. It outlives the
// processes: the past of one that has ended can still be read.
//
// What it costs: about 800 bytes for a process that stands still, and 16 bytes for each change (see Series).
// Where nothing was measured there is a gap, and no rate is counted across it: while the machine was
// suspended or Forklore paused; where two readings of a process are too far apart (see Pace); and where a
// fact that is read in turn, or only while somebody looks, missed its turn.
//
// So that a day with thousands of restless processes does not take up the memory of the machine, the
// processes' runs have a budget: when they exceed it, the past of the living reaches back less far, by a
// quarter each time, until they fit.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/host/source.h"
#include "core/host/system_info.h"
#include "core/session/machine_record.h"
#include "core/session/metric.h"
#include "core/session/pace.h"
#include "core/session/series.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// The past of one process.
struct ProcessRecord {
    ProcessId id;
    std::string comm;                                        ///< as it was last called
    std::optional<Moment> endedBefore;                       ///< the first sample without it
    std::array<std::unique_ptr<Series>, metricCount> series; ///< null: never measured

    [[nodiscard]] const Series *of(Metric metric) const
    {
        return series.at(static_cast<std::size_t>(metric)).get();
    }
};

class History {
public:
    /// Ended processes are kept this long, and at most so many of them: then the first to end goes first.
    static constexpr std::chrono::minutes keptAfterEnd{60};
    static constexpr std::size_t maxEnded = 4096;
    /// The budget of all processes together: 64 MB. The machine's own runs are few and do not count.
    static constexpr std::size_t usualRuns = 4u << 20;

    explicit History(std::size_t maxRuns = usualRuns) : m_maxRuns(maxRuns) {}

    /// What a sample tells. Samples come in the order of their moments.
    void record(const Snapshot &snapshot, const SystemInfo &system);
    /// One measurement that no sample holds.
    /// @param patience how long after the one before it may come and still be joined with it
    void record(const ProcessId &id, Metric metric, Moment at, double value,
                std::chrono::nanoseconds patience = std::chrono::nanoseconds::max());
    /// Nothing is measured from here to the next sample (paused): a gap, and no rate across it.
    void interrupt();

    /// Null: never seen, or forgotten.
    [[nodiscard]] const ProcessRecord *find(const ProcessId &id) const;
    [[nodiscard]] const Series &of(Quantity quantity) const { return m_machine.of(quantity); }
    /// How busy each processor was, user and system together, by number; a share of its time.
    [[nodiscard]] const std::vector<std::pair<unsigned, Series>> &cores() const { return m_machine.cores(); }
    /// Why a quantity is not measured, as the last sample had it; null: it is.
    [[nodiscard]] const Error *missing(Quantity quantity) const { return m_machine.missing(quantity); }
    /// When the last sample was read; nothing before the first.
    [[nodiscard]] std::optional<Moment> now() const { return m_now; }
    /// The length of the last interval between two samples with no interruption between them; 0 before there
    /// is one.
    [[nodiscard]] std::chrono::nanoseconds step() const { return m_step; }

    struct Use {
        ProcessId id;
        std::string comm;
        double value;
    };
    /// The processes with the largest values of a metric at a moment, largest first; zeros are left out.
    [[nodiscard]] std::vector<Use> largest(Metric metric, Moment at, std::size_t most) const;

    [[nodiscard]] std::size_t recordCount() const { return m_records.size(); }
    /// How far back the past of a living process reaches: Series::kept, or less when memory is short.
    [[nodiscard]] std::chrono::nanoseconds reach() const { return m_reach; }

private:
    /// What the next value of a metric is joined with.
    struct LastReading {
        Moment at{};
        std::optional<double> value; ///< of a counter: what the next rate is counted from
        std::uint32_t sample = 0;    ///< in which it was last read
    };
    struct Track {
        ProcessRecord record;
        std::optional<Moment> readAt = {};
        std::array<LastReading, metricCount> last = {};
        std::size_t runs = 0; ///< when they were last counted
    };

    Track &admit(const ProcessId &id);
    static void interrupt(Track &track);
    void end(Track &track, Moment at);
    /// @param maxDistance between two readings that are joined
    void measure(Track &track, const Process &process, Moment at, Moment maxDistance,
                 std::uint64_t pageBytes) const;
    void appendReading(Track &track, const MetricTraits &metric, std::optional<double> value,
                       Moment at) const;
    /// Whether a fact that was read in that sample had its turn since, whoever asked for it.
    [[nodiscard]] bool hadItsTurn(std::uint32_t sample) const
    {
        return m_sample - sample <= SampleRequest::turns;
    }
    void forgetEnded();
    void forgetFirstEnded();
    void keepWithinBudget();

    std::unordered_map<ProcessId, std::unique_ptr<Track>> m_records;
    std::vector<Track *> m_living; ///< by pid
    std::deque<ProcessId> m_ended; ///< the first to end comes first
    MachineRecord m_machine;
    Pace m_pace;
    std::uint32_t m_sample = 0;      ///< the number of the last one
    std::optional<Moment> m_begunAt; ///< the last sample
    std::optional<Moment> m_now;
    std::chrono::nanoseconds m_asleep{}; ///< as the last sample had it
    std::chrono::nanoseconds m_step{};
    bool m_interrupted = false; ///< since the last sample

    std::size_t m_maxRuns;
    std::size_t m_runs = 0; ///< of all processes, when they were last counted
    std::size_t m_countings = 0;
    std::chrono::nanoseconds m_reach = Series::kept;
};

} // namespace forklore

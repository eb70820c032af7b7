// SPDX-License-Identifier: GPL-3.0-or-later
//
// History: what was measured of the machine and of each process since Forklore started. It outlives the
// processes: the past of one that has ended can still be read.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/history/series.h"
#include "core/snapshot/snapshot.h"
#include "core/source/system_info.h"

namespace forklore {

/// What is measured of a process. Rates are per second.
enum class Metric {
    Cpu,             ///< share of one core, 1.0 being all of it
    Resident,        ///< bytes in RAM
    Proportional,    ///< PSS in bytes; only while somebody asks for it
    ReadRate,        ///< bytes from storage
    WriteRate,       ///< bytes to storage
    Descriptors,     ///< open ones
    DescriptorLimit, ///< the soft limit of them
    Threads,
    ContextSwitches,
};
inline constexpr std::size_t metricCount = 9;

/// What is measured of the machine. Rates are per second; CPU and pressure are shares of the time, of all
/// processors together; the rest is in bytes or a count.
enum class Quantity {
    CpuUser,   ///< nice included
    CpuSystem, ///< interrupts included
    CpuIoWait,
    CpuSteal,
    MemoryUsed,
    MemoryCache,
    MemoryFree,
    SwapUsed,
    DiskRead,
    DiskWrite,
    NetworkIn,
    NetworkOut,
    Processes,
    Forks,
    ProcessorPressure, ///< "some": at least one had to wait
    MemoryPressure,
    IoPressure,
};
inline constexpr std::size_t quantityCount = 17;

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
    static constexpr std::size_t mostEnded = 4096;

    History();

    /// What a sample tells. Samples come in the order of their moments.
    void record(const Snapshot &snapshot, const SystemInfo &system);
    /// One measurement that no sample holds.
    void record(const ProcessId &id, Metric metric, Moment at, double value);
    /// Nothing is measured from here to the next sample (paused): a gap, and no rate across it.
    void interrupt();

    /// Null: never seen, or forgotten.
    [[nodiscard]] const ProcessRecord *find(const ProcessId &id) const;
    [[nodiscard]] const Series &of(Quantity quantity) const;
    /// How busy each processor was, user and system together, by number; a share of its time.
    [[nodiscard]] const std::vector<std::pair<unsigned, Series>> &cores() const;
    /// Why a quantity is not measured, as the last sample had it; null: it is.
    [[nodiscard]] const Error *missing(Quantity quantity) const;
    /// The moment of the last sample; nothing before the first.
    [[nodiscard]] std::optional<Moment> now() const;
    /// The length of the last interval between two samples.
    [[nodiscard]] std::chrono::nanoseconds step() const;

    struct Use {
        ProcessId id;
        std::string comm;
        double value;
    };
    /// The processes with the largest values of a metric at a moment, largest first; zeros are left out.
    [[nodiscard]] std::vector<Use> largest(Metric metric, Moment at, std::size_t most) const;

    [[nodiscard]] std::size_t recordCount() const;
};

} // namespace forklore

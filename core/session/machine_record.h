// SPDX-License-Identifier: GPL-3.0-or-later
//
// MachineRecord: the past of the machine as a whole.
//
// What is summed over devices is the sum of the differences of those that are in both samples: a disk, an
// interface or a processor that has come begins with this sample, one that has gone ends with the last.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "core/session/series.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

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

/// What counters stood at, and when: the next reading makes a rate of the two.
template <class Counters>
struct Reading {
    Moment at{};
    Counters counters{};
};

class MachineRecord {
public:
    MachineRecord();

    /// @param maxDistance between two samples that are joined
    void record(const Snapshot &snapshot, Moment maxDistance = Moment::max());
    /// A gap, and no rate across it.
    void interrupt();

    [[nodiscard]] const Series &of(Quantity quantity) const { return m_series[position(quantity)]; }
    [[nodiscard]] const std::vector<std::pair<unsigned, Series>> &cores() const { return m_cores; }
    [[nodiscard]] const Error *missing(Quantity quantity) const
    {
        const auto &reason = m_missing[position(quantity)];
        return reason ? &*reason : nullptr;
    }

private:
    template <class Counters>
    using Before = std::optional<Reading<Counters>>;

    [[nodiscard]] static std::size_t position(Quantity quantity)
    {
        return static_cast<std::size_t>(quantity);
    }
    /// The same of all but the number of processes, which each sample has.
    void interruptCounters();
    void measure(Quantity quantity, Moment at, std::optional<double> value);
    void measureFigure(Quantity quantity, Moment at, const Result<std::uint64_t> &amount);
    template <class T>
    bool isMeasured(std::initializer_list<Quantity> quantities, const Result<T> &fact);
    void recordProcessor(Moment at, const Result<ProcessorCounts> &counts);
    void recordShares(Moment at, const Result<CpuTicks> &spent);
    [[nodiscard]] Result<CpuTicks> recordCores(Moment at, const ProcessorCounts &counts);
    void recordMemory(Moment at, const Result<MemoryState> &memory);
    void recordDevices(Moment at, const Result<Devices> &now, Before<Devices> &before, Quantity in,
                       Quantity out);
    void recordPressure(Moment at, const Result<Pressure> &now, Before<Pressure> &before, Quantity quantity);

    std::optional<Moment> m_at;        ///< of the last sample
    std::optional<Moment> m_countedAt; ///< of the last one with counters
    std::vector<Series> m_series;      ///< by Quantity
    std::vector<std::pair<unsigned, Series>> m_cores;
    std::array<std::optional<Error>, quantityCount> m_missing;
    Before<ProcessorCounts> m_processor;
    Before<Devices> m_disks;
    Before<Devices> m_interfaces;
    Before<Pressure> m_processorPressure;
    Before<Pressure> m_memoryPressure;
    Before<Pressure> m_ioPressure;
};

} // namespace forklore

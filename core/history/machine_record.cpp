// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/machine_record.h"

#include <algorithm>

namespace forklore {
namespace {

constexpr Series::Kind kindOf(Quantity quantity)
{
    switch (quantity) {
    case Quantity::MemoryUsed:
    case Quantity::MemoryCache:
    case Quantity::MemoryFree:
    case Quantity::SwapUsed:
    case Quantity::Processes:
        return Series::Kind::Gauge;
    default:
        return Series::Kind::Rate;
    }
}

constexpr std::array parts = {&CpuTicks::user,           &CpuTicks::nice,   &CpuTicks::system,
                              &CpuTicks::idle,           &CpuTicks::ioWait, &CpuTicks::interrupts,
                              &CpuTicks::softInterrupts, &CpuTicks::steal};

std::uint64_t sum(const CpuTicks &ticks)
{
    std::uint64_t all = 0;
    for (const auto part : parts)
        all += ticks.*part;
    return all;
}

/// How a processor spent the time between; nothing where its counters were set back. The kernel lets idle and
/// ioWait shrink by a few ticks now and then: that is no time.
std::optional<CpuTicks> spent(const CpuTicks &before, const CpuTicks &now)
{
    if (sum(now) < sum(before))
        return std::nullopt;
    CpuTicks ticks;
    for (const auto part : parts)
        ticks.*part = now.*part - std::min(now.*part, before.*part);
    return ticks;
}

double share(std::uint64_t ticks, const CpuTicks &all)
{
    return static_cast<double>(ticks) / static_cast<double>(sum(all));
}

std::uint64_t systemTicks(const CpuTicks &ticks)
{
    return ticks.system + ticks.interrupts + ticks.softInterrupts;
}

} // namespace

MachineRecord::MachineRecord()
{
    m_series.reserve(quantityCount);
    for (std::size_t i = 0; i < quantityCount; ++i)
        m_series.emplace_back(kindOf(static_cast<Quantity>(i)));
}

void MachineRecord::record(const Snapshot &snapshot)
{
    const auto at = snapshot.sinceBoot;
    measure(Quantity::Processes, at, static_cast<double>(snapshot.processes.size()));
    if (!snapshot.machine)
        return;
    const auto &machine = *snapshot.machine;
    recordProcessor(at, machine.processor);
    recordMemory(at, machine.memory);
    recordThroughput(at, machine.disks, m_disks, Quantity::DiskRead, Quantity::DiskWrite);
    recordThroughput(at, machine.network, m_network, Quantity::NetworkIn, Quantity::NetworkOut);
    recordPressure(at, machine.processorPressure, m_processorPressure, Quantity::ProcessorPressure);
    recordPressure(at, machine.memoryPressure, m_memoryPressure, Quantity::MemoryPressure);
    recordPressure(at, machine.ioPressure, m_ioPressure, Quantity::IoPressure);
}

void MachineRecord::interrupt()
{
    std::ranges::for_each(m_series, &Series::interrupt);
    for (auto &[number, series] : m_cores)
        series.interrupt();
    m_processor.reset();
    m_disks.reset();
    m_network.reset();
    m_processorPressure.reset();
    m_memoryPressure.reset();
    m_ioPressure.reset();
}

/// No value: a gap.
void MachineRecord::measure(Quantity quantity, Moment at, std::optional<double> value)
{
    if (value)
        m_series[position(quantity)].append(at, *value);
    else
        m_series[position(quantity)].interrupt();
}

/// Whether a fact could be read; where it could not, its quantities have a gap and a reason.
template <class T>
bool MachineRecord::isMeasured(std::initializer_list<Quantity> quantities, const Result<T> &fact)
{
    for (const auto quantity : quantities) {
        auto &missing = m_missing.at(position(quantity));
        if (fact) {
            missing.reset();
        } else {
            missing = fact.error();
            m_series[position(quantity)].interrupt();
        }
    }
    return fact.has_value();
}

void MachineRecord::recordProcessor(Moment at, const Result<ProcessorCounts> &counts)
{
    using enum Quantity;
    if (!isMeasured({CpuUser, CpuSystem, CpuIoWait, CpuSteal, Forks}, counts)) {
        m_processor.reset();
        for (auto &[number, series] : m_cores)
            series.interrupt();
        return;
    }
    if (m_processor) {
        const auto ticks = spent(m_processor->counters.total, counts->total);
        const auto measureShare = [&](Quantity quantity, auto part) {
            if (!ticks)
                measure(quantity, at, std::nullopt);
            else if (sum(*ticks) > 0) // none: the samples are closer than a tick
                measure(quantity, at, share(part(*ticks), *ticks));
        };
        measureShare(CpuUser, [](const CpuTicks &of) { return of.user + of.nice; });
        measureShare(CpuSystem, systemTicks);
        measureShare(CpuIoWait, [](const CpuTicks &of) { return of.ioWait; });
        measureShare(CpuSteal, [](const CpuTicks &of) { return of.steal; });
        measure(Forks, at, rate(m_processor->counters.forks, counts->forks, at - m_processor->at));
    }
    recordCores(at, *counts);
    m_processor = {at, *counts};
}

void MachineRecord::recordCores(Moment at, const ProcessorCounts &counts)
{
    using Core = std::pair<unsigned, CpuTicks>;
    for (auto &[number, series] : m_cores) {
        if (std::ranges::find(counts.cores, number, &Core::first) == counts.cores.end())
            series.interrupt(); // offline
    }
    for (const auto &[number, now] : counts.cores) {
        auto known =
            std::ranges::lower_bound(m_cores, number, {}, [](const auto &core) { return core.first; });
        if (known == m_cores.end() || known->first != number)
            known = m_cores.insert(known, {number, Series(Series::Kind::Rate)});
        if (!m_processor)
            continue;
        const auto &earlier = m_processor->counters.cores;
        const auto before = std::ranges::find(earlier, number, &Core::first);
        if (before == earlier.end())
            continue;
        const auto ticks = spent(before->second, now);
        if (!ticks)
            known->second.interrupt();
        else if (sum(*ticks) > 0)
            known->second.append(at, share(ticks->user + ticks->nice + systemTicks(*ticks), *ticks));
    }
}

void MachineRecord::recordMemory(Moment at, const Result<MemoryState> &memory)
{
    using enum Quantity;
    if (!isMeasured({MemoryUsed, MemoryCache, MemoryFree, SwapUsed}, memory))
        return;
    const auto bytes = [&](Quantity quantity, std::uint64_t amount) {
        measure(quantity, at, static_cast<double>(amount));
    };
    bytes(MemoryUsed, memory->used());
    bytes(MemoryCache, memory->cache);
    bytes(MemoryFree, memory->free);
    bytes(SwapUsed, memory->swapTotal - std::min(memory->swapTotal, memory->swapFree));
}

void MachineRecord::recordThroughput(Moment at, const Result<Throughput> &now, Before<Throughput> &before,
                                     Quantity in, Quantity out)
{
    if (!isMeasured({in, out}, now)) {
        before.reset();
        return;
    }
    if (before) {
        measure(in, at, rate(before->counters.in, now->in, at - before->at));
        measure(out, at, rate(before->counters.out, now->out, at - before->at));
    }
    before = {at, *now};
}

void MachineRecord::recordPressure(Moment at, const Result<Pressure> &now, Before<Pressure> &before,
                                   Quantity quantity)
{
    if (!isMeasured({quantity}, now)) {
        before.reset();
        return;
    }
    if (before) {
        const auto waited = now->some - before->counters.some;
        const auto part = seconds(waited) / seconds(at - before->at);
        // The kernel counts on a clock of its own: all of the time may come out as a little more.
        measure(quantity, at, waited.count() < 0 ? std::nullopt : std::optional(std::min(part, 1.0)));
    }
    before = {at, *now};
}

} // namespace forklore

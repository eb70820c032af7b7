// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/machine_record.h"

#include <algorithm>

#include "core/base/rate.h"

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

constexpr std::array parts = {&CpuTicks::user, &CpuTicks::nice, &CpuTicks::system, &CpuTicks::idle};
constexpr std::array laterParts = {&CpuTicks::ioWait, &CpuTicks::interrupts, &CpuTicks::softInterrupts,
                                   &CpuTicks::steal};

std::uint64_t sum(const CpuTicks &ticks)
{
    std::uint64_t all = 0;
    for (const auto part : parts)
        all += ticks.*part;
    for (const auto part : laterParts)
        all += (ticks.*part).value_or(0);
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
    for (const auto part : laterParts) {
        if (now.*part && before.*part)
            ticks.*part = *(now.*part) - std::min(*(now.*part), *(before.*part));
    }
    return ticks;
}

void add(CpuTicks &all, const CpuTicks &ticks)
{
    for (const auto part : parts)
        all.*part += ticks.*part;
    for (const auto part : laterParts) {
        if (ticks.*part)
            all.*part = (all.*part).value_or(0) + *(ticks.*part);
    }
}

double share(std::uint64_t ticks, const CpuTicks &all)
{
    return static_cast<double>(ticks) / static_cast<double>(sum(all));
}

std::uint64_t systemTicks(const CpuTicks &ticks)
{
    return ticks.system + ticks.interrupts.value_or(0) + ticks.softInterrupts.value_or(0);
}

Failure setBack()
{
    return failure(ErrorKind::Unsupported, "the counters were set back");
}

/// The bytes that went over those devices that are in both; nothing where none is.
std::optional<Throughput> passed(const Devices &before, const Devices &now)
{
    std::optional<Throughput> sum;
    auto expected = before.begin(); // they come in the same order, as a rule
    for (const auto &device : now) {
        if (expected == before.end() || expected->name != device.name)
            expected = std::ranges::find(before, device.name, &DeviceCounts::name);
        if (expected == before.end())
            continue; // it has come
        const auto &earlier = expected++->bytes;
        // One that counts less than before was taken out and put in again: it has come, too.
        if (!device.bytes || !earlier || device.bytes->in < earlier->in || device.bytes->out < earlier->out)
            continue;
        if (!sum)
            sum.emplace();
        sum->in += device.bytes->in - earlier->in;
        sum->out += device.bytes->out - earlier->out;
    }
    return sum;
}

/// Why devices are not measured, all or one of them: the sum is without it.
std::optional<Error> missingAmong(const Result<Devices> &devices)
{
    if (!devices)
        return devices.error();
    if (devices->empty())
        return Error{ErrorKind::Unsupported, "there is none here"};
    const auto odd = std::ranges::find_if(*devices, [](const auto &device) { return !device.bytes; });
    return odd != devices->end() ? std::optional(odd->bytes.error()) : std::nullopt;
}

} // namespace

MachineRecord::MachineRecord()
{
    m_series.reserve(quantityCount);
    for (std::size_t i = 0; i < quantityCount; ++i)
        m_series.emplace_back(kindOf(static_cast<Quantity>(i)));
}

void MachineRecord::record(const Snapshot &snapshot, Moment maxDistance)
{
    auto at = snapshot.sinceBoot;
    if (snapshot.machine && snapshot.machine->readAt.count() > 0)
        at = snapshot.machine->readAt;
    if (m_at && at - *m_at > maxDistance)
        interrupt();
    m_at = at;
    measure(Quantity::Processes, at, static_cast<double>(snapshot.processes.size()));
    if (!snapshot.machine)
        return;
    if (m_countedAt && at - *m_countedAt > maxDistance)
        interruptCounters();
    m_countedAt = at;
    const auto &machine = *snapshot.machine;
    recordProcessor(at, machine.processor);
    recordMemory(at, machine.memory);
    recordDevices(at, machine.disks, m_disks, Quantity::DiskRead, Quantity::DiskWrite);
    recordDevices(at, machine.interfaces, m_interfaces, Quantity::NetworkIn, Quantity::NetworkOut);
    recordPressure(at, machine.processorPressure, m_processorPressure, Quantity::ProcessorPressure);
    recordPressure(at, machine.memoryPressure, m_memoryPressure, Quantity::MemoryPressure);
    recordPressure(at, machine.ioPressure, m_ioPressure, Quantity::IoPressure);
}

void MachineRecord::interrupt()
{
    m_series[position(Quantity::Processes)].interrupt();
    interruptCounters();
}

void MachineRecord::interruptCounters()
{
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        if (i != position(Quantity::Processes))
            m_series[i].interrupt();
    }
    for (auto &[number, series] : m_cores)
        series.interrupt();
    m_processor.reset();
    m_disks.reset();
    m_interfaces.reset();
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

void MachineRecord::measureFigure(Quantity quantity, Moment at, const Result<std::uint64_t> &amount)
{
    if (isMeasured({quantity}, amount))
        measure(quantity, at, static_cast<double>(*amount));
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
    auto ticks = recordCores(at, *counts);
    if (counts->cores.empty() && isMeasured({CpuUser, CpuSystem, CpuIoWait, CpuSteal}, counts->total) &&
        m_processor && m_processor->counters.total) {
        const auto total = spent(*m_processor->counters.total, *counts->total);
        ticks = total ? Result<CpuTicks>(*total) : setBack();
    }
    if (m_processor)
        recordShares(at, ticks);
    if (isMeasured({Forks}, counts->forks) && m_processor && m_processor->counters.forks)
        measure(Forks, at, rate(*m_processor->counters.forks, *counts->forks, at - m_processor->at));
    m_processor = {at, *counts};
}

void MachineRecord::recordShares(Moment at, const Result<CpuTicks> &spent)
{
    using enum Quantity;
    const auto measureShare = [&](Quantity quantity, std::optional<std::uint64_t> ticks) {
        if (!spent || !ticks)
            measure(quantity, at, std::optional<double>());
        else if (sum(*spent) > 0) // none: the samples are closer than a tick
            measure(quantity, at, share(*ticks, *spent));
        if (spent && !ticks)
            m_missing.at(position(quantity)) = Error{ErrorKind::Unsupported, "this kernel does not count it"};
    };
    const auto ticks = spent.value_or(CpuTicks());
    measureShare(CpuUser, ticks.user + ticks.nice);
    measureShare(CpuSystem, systemTicks(ticks));
    measureShare(CpuIoWait, ticks.ioWait);
    measureShare(CpuSteal, ticks.steal);
}

/// What the processors that are in both samples spent together.
Result<CpuTicks> MachineRecord::recordCores(Moment at, const ProcessorCounts &counts)
{
    using Core = std::pair<unsigned, CpuTicks>;
    for (auto &[number, series] : m_cores) {
        if (std::ranges::find(counts.cores, number, &Core::first) == counts.cores.end())
            series.interrupt(); // offline
    }
    Result<CpuTicks> all = setBack();
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
        if (!ticks) {
            known->second.interrupt();
            continue;
        }
        if (!all)
            all = CpuTicks();
        add(*all, *ticks);
        if (sum(*ticks) > 0)
            known->second.append(at, share(ticks->user + ticks->nice + systemTicks(*ticks), *ticks));
    }
    return all;
}

void MachineRecord::recordMemory(Moment at, const Result<MemoryState> &memory)
{
    using enum Quantity;
    if (!isMeasured({MemoryUsed, MemoryCache, MemoryFree, SwapUsed}, memory))
        return;
    measureFigure(MemoryUsed, at, memory->used());
    measureFigure(MemoryCache, at, memory->cache());
    measureFigure(MemoryFree, at, memory->free);
    measureFigure(SwapUsed, at, memory->swapUsed());
}

void MachineRecord::recordDevices(Moment at, const Result<Devices> &now, Before<Devices> &before, Quantity in,
                                  Quantity out)
{
    for (const auto quantity : {in, out})
        m_missing.at(position(quantity)) = missingAmong(now);
    const auto bytes = now && before ? passed(before->counters, *now) : std::nullopt;
    const auto measureRate = [&](Quantity quantity, std::uint64_t Throughput::*part) {
        measure(quantity, at,
                bytes ? std::optional(static_cast<double>((*bytes).*part) / seconds(at - before->at))
                      : std::nullopt);
    };
    measureRate(in, &Throughput::in);
    measureRate(out, &Throughput::out);
    before.reset();
    if (now)
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

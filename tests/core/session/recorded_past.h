// SPDX-License-Identifier: GPL-3.0-or-later
//
// Samples to record, and what the history then has of a process or of the machine, as text.
#pragma once

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include <QByteArray>

#include "core/session/history.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/series_text.h"

namespace forklore::recorded_past {

inline const SystemInfo &system()
{
    static const SystemInfo info;
    return info;
}

inline Snapshot sampleAt(std::chrono::nanoseconds at, std::vector<Process> processes)
{
    auto snapshot = snapshotOf(std::move(processes));
    snapshot.sinceBoot = at;
    return snapshot;
}

inline Process withCpu(Process process, double share)
{
    process.cpuShare = share;
    return process;
}

inline Process withIo(Process process, std::uint64_t read, std::uint64_t written)
{
    process.io = IoCounters{.readBytes = read, .writeBytes = written};
    return process;
}

inline QByteArray past(const History &history, const ProcessId &id, Metric metric)
{
    const auto *record = history.find(id);
    return record ? textOf(record->of(metric)) : QByteArray("nobody");
}

inline QByteArray past(const History &history, Quantity quantity)
{
    return textOf(history.of(quantity));
}

} // namespace forklore::recorded_past

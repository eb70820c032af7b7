// SPDX-License-Identifier: GPL-3.0-or-later
//
// Machine: the counters of the machine as a whole at one moment. What happened between two moments is the
// difference of two of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace forklore {

/// Since boot, in clock ticks (SystemInfo::ticksPerSecond), proc_stat(5). guest is within user, as the kernel
/// counts it.
struct CpuTicks {
    std::uint64_t user = 0;
    std::uint64_t nice = 0;
    std::uint64_t system = 0;
    std::uint64_t idle = 0;
    std::uint64_t ioWait = 0; ///< idle, with I/O under way
    std::uint64_t interrupts = 0;
    std::uint64_t softInterrupts = 0;
    std::uint64_t steal = 0; ///< taken by the hypervisor

    bool operator==(const CpuTicks &) const = default;
};

struct ProcessorCounts {
    CpuTicks total;
    std::vector<std::pair<unsigned, CpuTicks>> cores; ///< by number; those that are online
    std::uint64_t forks = 0; ///< since boot; threads count as well, as the kernel does

    bool operator==(const ProcessorCounts &) const = default;
};

/// In bytes, proc_meminfo(5).
struct MemoryState {
    std::uint64_t total = 0;
    std::uint64_t free = 0;
    /// Page cache, buffers and slabs that can be given back; tmpfs and shared memory too, which cannot.
    std::uint64_t cache = 0;
    std::uint64_t swapTotal = 0;
    std::uint64_t swapFree = 0;

    /// What is neither free nor cache.
    [[nodiscard]] std::uint64_t used() const { return total - std::min(total, free + cache); }
    bool operator==(const MemoryState &) const = default;
};

/// Bytes since boot, over all disks or all interfaces.
struct Throughput {
    std::uint64_t in = 0;  ///< read from disks; received
    std::uint64_t out = 0; ///< written; sent

    bool operator==(const Throughput &) const = default;
};

/// Time since boot in which somebody had to wait for a resource: proc_pressure(5).
struct Pressure {
    std::chrono::microseconds some{};

    bool operator==(const Pressure &) const = default;
};

struct Machine {
    Result<ProcessorCounts> processor = ProcessorCounts();
    Result<MemoryState> memory = MemoryState();
    Result<Throughput> disks = Throughput();   ///< whole disks: no partitions, no loop, RAM or mapped devices
    Result<Throughput> network = Throughput(); ///< of the reader's network namespace, without loopback
    Result<Pressure> processorPressure = Pressure();
    Result<Pressure> memoryPressure = Pressure();
    Result<Pressure> ioPressure = Pressure();

    bool operator==(const Machine &) const = default;
};

} // namespace forklore

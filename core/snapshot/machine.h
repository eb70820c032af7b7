// SPDX-License-Identifier: GPL-3.0-or-later
//
// Machine: the counters of the machine as a whole at one moment. What happened between two moments is the
// difference of two of them. Each figure is a value or the reason why there is none.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/snapshot/machine_memory.h"

namespace forklore {

/// Since boot, in clock ticks (SystemInfo::ticksPerSecond), proc_stat(5). guest is within user, as the kernel
/// counts it. Empty: this kernel does not count it, and has it within another one.
struct CpuTicks {
    std::uint64_t user = 0;
    std::uint64_t nice = 0;
    std::uint64_t system = 0;
    std::uint64_t idle = 0;
    std::optional<std::uint64_t> ioWait = {}; ///< idle, with I/O under way
    std::optional<std::uint64_t> interrupts = {};
    std::optional<std::uint64_t> softInterrupts = {};
    std::optional<std::uint64_t> steal = {}; ///< taken by the hypervisor

    bool operator==(const CpuTicks &) const = default;
};

struct ProcessorCounts {
    /// Of all processors, whether they are online or not. When one goes or comes, the kernel counts its idle
    /// time in another way, so that the total may jump: what is spent is found from those in both samples.
    Result<CpuTicks> total = CpuTicks();
    std::vector<std::pair<unsigned, CpuTicks>> cores = {}; ///< by number; those that are online
    Result<std::uint64_t> forks = 0; ///< since boot; threads count as well, as the kernel does

    bool operator==(const ProcessorCounts &) const = default;
};

/// Bytes since boot.
struct Throughput {
    std::uint64_t in = 0;  ///< read from a disk; received
    std::uint64_t out = 0; ///< written; sent

    bool operator==(const Throughput &) const = default;
};

/// A disk or a network interface. One that comes back under the same name counts from 0 again.
struct DeviceCounts {
    std::string name;
    Result<Throughput> bytes;

    bool operator==(const DeviceCounts &) const = default;
};
using Devices = std::vector<DeviceCounts>;

/// Time since boot in which somebody had to wait for a resource: proc_pressure(5).
struct Pressure {
    std::chrono::microseconds some{};

    bool operator==(const Pressure &) const = default;
};

struct Machine {
    std::chrono::nanoseconds readAt{}; ///< since boot; 0: with the sample
    Result<ProcessorCounts> processor = ProcessorCounts();
    Result<MemoryState> memory = MemoryState();
    Result<Devices> disks = Devices();      ///< whole disks: no partitions, no loop, RAM or mapped devices
    Result<Devices> interfaces = Devices(); ///< of the reader's network namespace, each byte counted once
    Result<Pressure> processorPressure = Pressure();
    Result<Pressure> memoryPressure = Pressure();
    Result<Pressure> ioPressure = Pressure();

    bool operator==(const Machine &) const = default;
};

} // namespace forklore

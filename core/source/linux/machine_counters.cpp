// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/machine_counters.h"

#include "core/source/linux/arcstats.h"
#include "core/source/linux/diskstats.h"
#include "core/source/linux/machine_stat.h"
#include "core/source/linux/meminfo.h"
#include "core/source/linux/net_dev.h"
#include "core/source/linux/pressure.h"
#include "core/source/linux/swaps.h"

namespace forklore {
namespace {

std::optional<Directory> classNet(bool isLive)
{
    if (!isLive)
        return std::nullopt;
    auto directory = Directory::open("/sys/class/net");
    return directory ? std::optional(std::move(*directory)) : std::nullopt;
}

Result<MemoryState> readMemory(const Directory &root)
{
    auto memory = readMeminfo(root);
    if (memory) {
        memory->zramSwap = readSwapOnZram(root);
        memory->zfs = readArcstats(root);
    }
    return memory;
}

} // namespace

MachineCounters::MachineCounters(bool isLive) : m_interfaces(classNet(isLive)) {}

Machine MachineCounters::read(const Directory &root)
{
    return {.processor = readMachineStat(root),
            .memory = readMemory(root),
            .disks = readDiskstats(root),
            .interfaces = readNetDev(root).map(
                [this](Devices interfaces) { return m_interfaces.among(std::move(interfaces)); }),
            .processorPressure = readPressure(root, "cpu"),
            .memoryPressure = readPressure(root, "memory"),
            .ioPressure = readPressure(root, "io")};
}

} // namespace forklore

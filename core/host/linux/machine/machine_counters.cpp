// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/machine_counters.h"

#include "core/host/linux/machine/arcstats.h"
#include "core/host/linux/machine/diskstats.h"
#include "core/host/linux/machine/machine_stat.h"
#include "core/host/linux/machine/meminfo.h"
#include "core/host/linux/machine/net_dev.h"
#include "core/host/linux/machine/pressure.h"
#include "core/host/linux/machine/swaps.h"

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

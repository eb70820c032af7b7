// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/machine_counters.h"

#include "core/source/linux/diskstats.h"
#include "core/source/linux/machine_stat.h"
#include "core/source/linux/meminfo.h"
#include "core/source/linux/net_dev.h"
#include "core/source/linux/pressure.h"

namespace forklore {

Machine readMachine(const Directory &root)
{
    return {.processor = readMachineStat(root),
            .memory = readMeminfo(root),
            .disks = readDiskstats(root),
            .network = readNetDev(root),
            .processorPressure = readPressure(root, "cpu"),
            .memoryPressure = readPressure(root, "memory"),
            .ioPressure = readPressure(root, "io")};
}

} // namespace forklore

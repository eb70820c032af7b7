// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a /proc tells of the machine as a whole.
#pragma once

#include "core/base/file.h"
#include "core/host/linux/machine/own_interfaces.h"
#include "core/snapshot/machine.h"

namespace forklore {

class MachineCounters {
public:
    /// @param isLive the /proc is this machine's, so that its /sys tells what the network interfaces are
    explicit MachineCounters(bool isLive);

    /// Nine files; what one of them lacks does not spoil the others.
    [[nodiscard]] Machine read(const Directory &root);

private:
    OwnInterfaces m_interfaces;
};

} // namespace forklore

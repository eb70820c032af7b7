// SPDX-License-Identifier: GPL-3.0-or-later
//
// In whose name and with which powers a process acts, from its status.
#pragma once

#include "core/host/linux/proc/pid_status.h"
#include "core/host/linux/sampling/process_files.h"
#include "core/process/rights.h"

namespace forklore {

/// @param offered all capabilities that the kernel has
[[nodiscard]] Rights rightsOf(const PidStatus &status, CapabilitySet offered);

[[nodiscard]] Result<Rights> readRights(const ProcessFiles &files, CapabilitySet offered);

/// From /proc/sys/kernel/cap_last_cap; those that Forklore knows where it cannot be read (before Linux 3.2).
[[nodiscard]] CapabilitySet readOfferedCapabilities(const Directory &root);

} // namespace forklore

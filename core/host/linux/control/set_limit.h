// SPDX-License-Identifier: GPL-3.0-or-later
//
// Changes a resource limit of a process, prlimit(2).
#pragma once

#include "core/host/linux/control/target.h"
#include "core/operation/limit_change.h"

namespace forklore {

/// @return the limit as the kernel has it afterwards. Unsupported: a soft limit above the hard one, which the
/// kernel would refuse. Denied: a hard limit is raised, or the process is another user's, without
/// CAP_SYS_RESOURCE.
///
/// prlimit(2) knows pids alone. The target is compared before, and looked after afterwards: that its pid is
/// given to another process between two system calls takes a whole round of all pids in that time.
[[nodiscard]] Result<Limit> setLimit(const Target &target, Resource resource, const LimitChange &change);

} // namespace forklore

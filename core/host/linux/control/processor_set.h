// SPDX-License-Identifier: GPL-3.0-or-later
//
// On which processors a thread may run, sched_setaffinity(2), on machines of any size: cpu_set_t ends at
// 1 024, and the kernel refuses a set that is smaller than its own.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include <sched.h>
#include <sys/types.h>

#include <tl/expected.hpp>

#include "core/operation/processor_list.h"

namespace forklore {

/// As sched_getaffinity(2); another one stands for a machine that is not at hand.
using ReadAffinity = std::function<int(pid_t thread, std::size_t bytes, cpu_set_t *set)>;

/// Ascending; or an errno.
[[nodiscard]] tl::expected<std::vector<int>, int> processorsOf(int thread,
                                                               const ReadAffinity &read = &sched_getaffinity);

/// @return 0, or an errno: EINVAL where none of them can be used
[[nodiscard]] int setProcessors(int thread, const std::vector<int> &processors);

} // namespace forklore

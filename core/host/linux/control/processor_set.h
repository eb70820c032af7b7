// SPDX-License-Identifier: GPL-3.0-or-later
//
// On which processors a thread may run, sched_setaffinity(2), on machines of any size: cpu_set_t ends at
// 1 024, and the kernel refuses a set that is smaller than its own.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sched.h>
#include <sys/types.h>

#include <tl/expected.hpp>

namespace forklore {

/// More than any kernel can be built for.
constexpr int maxProcessors = 1 << 16;

/// As sched_getaffinity(2); another one stands for a machine that is not at hand.
using ReadAffinity = std::function<int(pid_t thread, std::size_t bytes, cpu_set_t *set)>;

/// Ascending; or an errno.
[[nodiscard]] tl::expected<std::vector<int>, int> processorsOf(int thread,
                                                               const ReadAffinity &read = &sched_getaffinity);

/// @return 0, or an errno: EINVAL where none of them can be used
[[nodiscard]] int setProcessors(int thread, const std::vector<int> &processors);

/// "0-2,8", the list format of cpuset(7): short, however many there are.
/// @param processors ascending
[[nodiscard]] std::string processorList(const std::vector<int> &processors);
/// Nothing: it is no such list, is empty, or is not ascending.
[[nodiscard]] std::optional<std::vector<int>> parseProcessorList(std::string_view text);

} // namespace forklore

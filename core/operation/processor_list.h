// SPDX-License-Identifier: GPL-3.0-or-later
//
// Processors as a list of text, as cpuset(7) has them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace forklore {

/// More than any kernel can be built for.
constexpr int maxProcessors = 1 << 16;

/// "0-2,8", the list format of cpuset(7): short, however many there are.
/// @param processors ascending
[[nodiscard]] std::string processorList(const std::vector<int> &processors);
/// Nothing: it is no such list, is empty, or is not ascending.
[[nodiscard]] std::optional<std::vector<int>> parseProcessorList(std::string_view text);

} // namespace forklore

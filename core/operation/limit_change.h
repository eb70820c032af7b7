// SPDX-License-Identifier: GPL-3.0-or-later
//
// LimitChange: what a resource limit of a process is to become, and how its values are written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/process/resources/limit.h"

namespace forklore {

/// What one side of a limit shall be; nothing: unlimited.
using LimitValue = std::optional<std::uint64_t>;

struct LimitChange {
    std::optional<LimitValue> soft = {}; ///< not named: it stays
    std::optional<LimitValue> hard = {};

    bool operator==(const LimitChange &) const = default;
};

/// "unlimited", or a number in the resource's unit; of bytes with K, M, G … too, all of 1024. Nothing when it
/// is none of them.
[[nodiscard]] std::optional<LimitValue> parseLimitValue(std::string_view text, Resource resource);
/// "512", "unlimited".
[[nodiscard]] std::string limitValueText(const LimitValue &value);

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/limit_change.h"

#include <algorithm>
#include <cctype>
#include <limits>

#include <fmt/format.h>

#include "core/base/text_cursor.h"

namespace forklore {

std::optional<LimitValue> parseLimitValue(std::string_view text, Resource resource)
{
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    if (upper == "UNLIMITED")
        return LimitValue();
    text = upper;
    constexpr std::string_view powers = "KMGTPE";
    std::uint64_t factor = 1;
    if (traits(resource).unit == LimitUnit::Bytes) {
        for (const std::string_view suffix : {"IB", "B"}) {
            if (text.size() > suffix.size() && text.ends_with(suffix)) {
                text.remove_suffix(suffix.size());
                break;
            }
        }
        const auto power = text.empty() ? std::string_view::npos : powers.find(text.back());
        if (power != std::string_view::npos) {
            text.remove_suffix(1);
            factor = std::uint64_t(1) << (10 * (power + 1));
        }
        if (text.ends_with(' '))
            text.remove_suffix(1);
    }
    constexpr auto unlimited = std::numeric_limits<std::uint64_t>::max(); // as the kernel has it
    const auto number = TextCursor::toNumber<std::uint64_t>(text);
    if (!number || *number > (unlimited - 1) / factor)
        return std::nullopt;
    return LimitValue(*number * factor);
}

std::string limitValueText(const LimitValue &value)
{
    return value ? fmt::format("{}", *value) : "unlimited";
}

} // namespace forklore

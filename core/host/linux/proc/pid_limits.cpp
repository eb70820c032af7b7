// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_limits.h"

#include <algorithm>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

/// Nothing when the word is neither a number nor "unlimited".
std::optional<std::optional<std::uint64_t>> limitValue(std::string_view word)
{
    if (word == "unlimited")
        return std::optional<std::uint64_t>();
    if (const auto number = TextCursor::toNumber<std::uint64_t>(word))
        return number;
    return std::nullopt;
}

std::optional<Limit> parseLine(const ResourceTraits &traits, std::string_view line)
{
    if (!line.starts_with(traits.procLabel))
        return std::nullopt;
    TextCursor cursor(line.substr(traits.procLabel.size()));
    const auto soft = limitValue(cursor.word());
    const auto hard = limitValue(cursor.word());
    if (!soft || !hard)
        return std::nullopt;
    return Limit{traits.resource, *soft, *hard};
}

Result<Limit> findLine(const ResourceTraits &traits, std::string_view text)
{
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        if (const auto limit = parseLine(traits, cursor.until('\n')))
            return *limit;
    }
    return failure(ErrorKind::Malformed, "limits: no good line \"" + std::string(traits.procLabel) + '"');
}

} // namespace

Result<Limits> parsePidLimits(std::string_view text)
{
    Limits limits;
    for (const auto &traits : resources())
        limits.push_back(findLine(traits, text));
    const auto isGood = [](const Result<Limit> &limit) { return limit.has_value(); };
    if (std::ranges::none_of(limits, isGood))
        return failure(ErrorKind::Malformed, "limits: none of the lines of proc_pid_limits(5)");
    return limits;
}

Result<std::optional<std::uint64_t>> parseSoftLimit(std::string_view text, Resource resource)
{
    return findLine(traits(resource), text).map([](const Limit &limit) { return limit.soft; });
}

Result<Limits> readPidLimits(const Directory &process)
{
    return process.read("limits").and_then([](const std::string &text) { return parsePidLimits(text); });
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/pid_autogroup.h"

#include "core/base/text_cursor.h"

namespace forklore {

Result<std::optional<Autogroup>> parsePidAutogroup(std::string_view text)
{
    constexpr std::string_view prefix = "/autogroup-";
    constexpr std::string_view separator = " nice ";
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (text.empty())
        return std::nullopt;
    const auto middle = text.find(separator);
    const auto malformed = failure(ErrorKind::Malformed, "autogroup: not as sched(7) promises");
    if (!text.starts_with(prefix) || middle == std::string_view::npos || middle < prefix.size())
        return malformed;
    const auto number =
        TextCursor::toNumber<std::uint64_t>(text.substr(prefix.size(), middle - prefix.size()));
    const auto nice = TextCursor::toNumber<int>(text.substr(middle + separator.size()));
    if (!number || !nice || *nice < -20 || *nice > 19)
        return malformed;
    return Autogroup{*number, *nice};
}

Result<std::optional<Autogroup>> readPidAutogroup(const Directory &proc, const char *name)
{
    const auto enabled = proc.readRecord("sys/kernel/sched_autogroup_enabled");
    if (!enabled)
        return enabled.error().kind == ErrorKind::Gone // the kernel was built without
                   ? Result<std::optional<Autogroup>>(std::nullopt)
                   : Failure(enabled.error());
    if (enabled->starts_with('0'))
        return std::nullopt;
    return proc.readRecord(name).and_then([](const std::string &text) { return parsePidAutogroup(text); });
}

} // namespace forklore

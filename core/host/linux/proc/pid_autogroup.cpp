// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_autogroup.h"

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

namespace {

/// False: the kernel was built without, too.
Result<bool> isEnabled(const Directory &proc)
{
    const auto enabled = proc.readRecord("sys/kernel/sched_autogroup_enabled");
    if (!enabled)
        return enabled.error().kind == ErrorKind::Gone ? Result<bool>(false) : Failure(enabled.error());
    return !enabled->starts_with('0');
}

Result<std::optional<Autogroup>> readFrom(const Directory &proc, const Directory &place, const char *name)
{
    const auto enabled = isEnabled(proc);
    if (!enabled)
        return Failure(enabled.error());
    if (!*enabled)
        return std::nullopt;
    return place.readRecord(name).and_then([](const std::string &text) { return parsePidAutogroup(text); });
}

} // namespace

Result<std::optional<Autogroup>> readPidAutogroup(const Directory &proc, const char *name)
{
    return readFrom(proc, proc, name);
}

Result<std::optional<Autogroup>> readPidAutogroup(const Directory &proc, const Directory &process)
{
    return readFrom(proc, process, "autogroup");
}

} // namespace forklore

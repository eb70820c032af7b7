// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/context_switches.h"

#include <optional>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/host/linux/proc/pid_task.h"

namespace forklore {
namespace {

/// The number after "\nKEY:"; nobody can put a line of his own there, as Name has its newlines escaped.
std::optional<std::uint64_t> numberAfter(std::string_view text, std::string_view key)
{
    const auto at = text.rfind(key);
    if (at == std::string_view::npos)
        return std::nullopt;
    TextCursor line(text.substr(at + key.size()));
    return TextCursor(line.until('\n')).number<std::uint64_t>();
}

} // namespace

Result<std::uint64_t> parseContextSwitches(std::string_view status)
{
    const auto own = numberAfter(status, "\nvoluntary_ctxt_switches:");
    const auto forced = numberAfter(status, "\nnonvoluntary_ctxt_switches:");
    if (!own || !forced || *own > UINT64_MAX - *forced)
        return failure(ErrorKind::Malformed, "status: no good lines on context switches");
    return *own + *forced;
}

Result<std::uint64_t> readContextSwitches(const Directory &root, Pid pid)
{
    const auto tasks = fmt::format("{}/task", pid);
    const auto threads = root.numbersIn(tasks.c_str());
    if (!threads)
        return Failure(threads.error());
    if (threads->size() > maxThreadsRead)
        return failure(
            ErrorKind::Unsupported,
            fmt::format("more than {} threads: too many to count the switches of", maxThreadsRead));
    std::optional<std::uint64_t> sum;
    for (const auto thread : *threads) {
        const auto status = root.read(fmt::format("{}/{}/status", tasks, thread).c_str());
        if (!status && status.error().kind == ErrorKind::Gone)
            continue; // it ended since
        auto switches = status.and_then([](const std::string &text) { return parseContextSwitches(text); });
        if (!switches)
            return switches;
        sum = sum.value_or(0) + *switches;
    }
    if (!sum)
        return failure(ErrorKind::Gone, "the last thread has ended");
    return *sum;
}

} // namespace forklore

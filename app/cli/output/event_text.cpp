// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/event_text.h"

#include <algorithm>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/cli/output/text.h"
#include "core/process/event_time.h"
#include "core/process/names/name_text.h"

namespace forklore::cli {
namespace {

bool isFailure(const Event &event)
{
    const auto *exit = std::get_if<Exited>(&event.what);
    return exit != nullptr && exit->status && exit->status->isFailure();
}

std::string timeOfDay(WallTime time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
    const auto whole = std::chrono::floor<std::chrono::seconds>(milliseconds);
    const auto local = fmt::localtime(std::chrono::system_clock::to_time_t(whole));
    return fmt::format("{:%H:%M:%S}.{:03}", local, (milliseconds - whole).count());
}

/// Filled up with blanks; what is longer stays whole.
std::string padded(std::string text, std::size_t columns)
{
    const auto used = columnsOf(text);
    return text.append(columns - std::min(columns, used), ' ');
}

} // namespace

std::string sourceText(const EventCoverage &coverage, const std::string &shortcoming)
{
    auto lines = fmt::format("# source: {} ({}): {}\n", name(coverage.kind),
                             coverage.isComplete() ? "complete" : "incomplete", printable(coverage.why));
    const auto add = [&](std::string_view about, const std::string &text) {
        if (!text.empty())
            lines += fmt::format("# {}: {}\n", about, printable(text));
    };
    add("misses", coverage.misses);
    add("remedy", coverage.remedy);
    add("shortcoming", shortcoming);
    return lines;
}

std::string eventLine(const Event &event, WallTime boot, bool color)
{
    constexpr std::size_t kindColumns = 11; // "credentials"
    constexpr std::size_t nameColumns = 15; // the longest comm of a program
    const bool isOfNobody = std::holds_alternative<Lost>(event.what);
    auto kind = padded(std::string(kindOf(event)), kindColumns);
    if (color)
        kind = fmt::format("\x1b[{}m{}\x1b[0m", isFailure(event) || isOfNobody ? "1;31" : "1", kind);
    const auto &[id, comm] = event.process;
    const auto pid = isOfNobody ? std::string() : std::to_string(id.pid);
    // Of one that has renamed itself to nothing the name is known.
    const bool isKnown = !comm.empty() || std::holds_alternative<Renamed>(event.what);
    const auto name = isOfNobody ? std::string() : isKnown ? nameText(comm) : "?";
    return fmt::format("{}  {}  {:>7}  {}  {}{}\n", timeOfDay(boot + event.at), kind, pid,
                       padded(name, nameColumns), text(event), isTimeExact(event) ? "" : " (then or before)");
}

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/rows.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "app/cli/output/fact_cells.h"
#include "app/cli/output/text.h"
#include "core/process/names/arguments.h"
#include "core/process/names/name_text.h"

namespace forklore::cli {
namespace {

/// As ps has it.
std::string cpuTimeCell(const Process &, const FactValue &value, const std::string &text)
{
    const auto *number = std::get_if<NumberValue>(&value);
    return number != nullptr ? cpuTimeText(number->value) : text;
}

std::string stateCell(const Process &process, const FactValue &, const std::string &)
{
    return stateText(process);
}

/// The arguments, or [comm] where there are none.
std::string commandCell(const Process &process, const FactValue &, const std::string &text)
{
    if (process.stat && process.commandLine) {
        const auto arguments = argumentsOf(*process.stat, *process.commandLine);
        if (!arguments.empty())
            return text;
    }
    // Without a program the brackets are ps's; where the arguments were not told, the question mark is ours.
    const auto *unknown = process.hasProgram() && !process.commandLine ? "? " : "";
    return fmt::format("{}[{}]", unknown, nameText(nameOf(process)));
}

struct Cell {
    std::string_view fact;
    /// @param text what the fact says by itself
    std::string (*text)(const Process &process, const FactValue &value, const std::string &text);
};
constexpr Cell cells[] = {{.fact = "time", .text = cpuTimeCell},
                          {.fact = "state", .text = stateCell},
                          {.fact = "cmd", .text = commandCell}};

} // namespace

std::string stateText(const Process &process)
{
    if (!process.stat)
        return "?";
    if (process.stat->leaderEnded())
        return "leader ended";
    if (process.exitStatus && *process.exitStatus)
        return "zombie, " + text(**process.exitStatus);
    return std::string(process.frozen && !process.isZombie() ? "frozen" : text(process.stat->state));
}

std::string cellText(const Fact &fact, const FactValue &value, const Process &process)
{
    auto text = factText(fact, value);
    const auto *const found = std::ranges::find(cells, fact.id, &Cell::fact);
    return found == std::end(cells) ? text : found->text(process, value, text);
}

Json jsonTerminal(const Process &process, const Inspector &inspector)
{
    const auto name = process.stat ? inspector.terminal(process.stat->ttyDevice.value_or(0)) : std::nullopt;
    return name ? Json(*name) : Json(nullptr);
}

} // namespace forklore::cli

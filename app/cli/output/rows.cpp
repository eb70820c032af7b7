// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/rows.h"

#include <fmt/format.h>

#include "app/cli/output/text.h"
#include "core/base/byte_size.h"
#include "core/base/clocks.h"
#include "core/process/names/arguments.h"
#include "core/process/names/name_text.h"

namespace forklore::cli {
namespace {

const std::string unknown = "?";

template <class Value>
std::string cell(const Result<Stat> &stat, Value value)
{
    return stat ? value(*stat) : unknown;
}

/// A field that may be missing alone.
template <class T>
std::string numberCell(const std::optional<T> &field)
{
    return field ? fmt::format("{}", *field) : unknown;
}

} // namespace

std::string ProcessRow::pid() const
{
    return fmt::format("{}", m_process.id.pid);
}

std::string ProcessRow::ppid() const
{
    return cell(m_process.stat, [](const Stat &stat) { return fmt::format("{}", stat.ppid); });
}

std::string ProcessRow::user() const
{
    if (!m_process.credentials)
        return "?";
    return printable(m_survey.users.nameOrNumber(m_process.credentials->uid.effective));
}

std::string ProcessRow::state() const
{
    return cell(m_process.stat, [&](const Stat &stat) {
        if (stat.leaderEnded())
            return std::string("leader ended");
        if (m_process.exitStatus && *m_process.exitStatus)
            return "zombie, " + text(**m_process.exitStatus);
        if (m_process.frozen && !stat.isZombie())
            return std::string("frozen");
        return std::string(text(stat.state));
    });
}

std::string ProcessRow::cpuTime() const
{
    return cell(m_process.stat, [&](const Stat &stat) {
        const auto ticks = stat.cpuTicks();
        return ticks ? cpuTimeText(seconds(m_survey.system.duration(*ticks))) : unknown;
    });
}

std::string ProcessRow::memory() const
{
    return cell(m_process.stat, [&](const Stat &stat) {
        if (!stat.hasProgram())
            return std::string("-");
        return stat.residentPages ? byteSizeText(*stat.residentPages * m_survey.system.pageBytes) : unknown;
    });
}

std::string ProcessRow::threads() const
{
    return cell(m_process.stat, [](const Stat &stat) { return numberCell(stat.threads); });
}

std::string ProcessRow::descriptors() const
{
    if (!m_process.descriptorCount || !*m_process.descriptorCount)
        return "?";
    return m_process.hasProgram() ? fmt::format("{}", **m_process.descriptorCount) : "-";
}

std::string ProcessRow::command() const
{
    if (m_process.stat && m_process.commandLine) {
        const auto arguments = argumentsOf(*m_process.stat, *m_process.commandLine);
        if (!arguments.empty())
            return argumentLine(arguments);
    }
    // Without a program the brackets are ps's; where the arguments were not told, the question mark is ours.
    const auto *unknown = m_process.hasProgram() && !m_process.commandLine ? "? " : "";
    return fmt::format("{}[{}]", unknown, nameText(nameOf(m_process)));
}

Json jsonTerminal(const Process &process, const Inspector &inspector)
{
    const auto name = process.stat ? inspector.terminal(process.stat->ttyDevice.value_or(0)) : std::nullopt;
    return name ? Json(*name) : Json(nullptr);
}

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/process_columns.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "ui/models/filter_context.h"
#include "ui/models/process_cells.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

const Fact *fact(std::string_view id)
{
    const auto *found = factNamed(id);
    Q_ASSERT(found != nullptr && found->id == id);
    return found;
}

std::chrono::nanoseconds lengthOf(double seconds)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

QString numberText(const Fact &fact, double number)
{
    switch (fact.kind) {
    case FactKind::Bytes:
        return fact.isRate ? throughputText(number) : bytesText(static_cast<std::uint64_t>(number));
    case FactKind::Duration:
        return durationText(lengthOf(number));
    case FactKind::Share:
        return percentText(number / 100);
    case FactKind::Time:
        return dateTimeText(WallTime(lengthOf(number)));
    default:
        return QString::number(static_cast<qint64>(number));
    }
}

/// A measure of one that has ended: blank.
bool isOver(const ProcessColumn &column, const Process &process)
{
    return process.hasEnded && column.fact->isOfLiving && !column.isKeptAtEnd;
}

FactValue valueIn(const ProcessColumn &column, const Process &process, const RowContext &context)
{
    const auto facts = filterContext(context.sample);
    return column.isKeptAtEnd ? column.fact->value(process, facts) : valueOf(*column.fact, process, facts);
}

QString countOf(double number)
{
    return countText(static_cast<std::uint64_t>(number));
}

QString cpuTimeOf(double number)
{
    return cpuTimeText(lengthOf(number));
}

/// What is the same for all facts of a kind.
ProcessColumn withDefaults(ProcessColumn column)
{
    const auto &fact = *column.fact;
    if (column.id == nullptr)
        column.id = fact.id.data(); // of a literal, so it ends with a NUL
    if (column.title.isEmpty())
        column.title = wordOf(fact.title);
    if (column.tip.isEmpty())
        column.tip = wordOf(fact.meaning);
    if (fact.kind == FactKind::Text || fact.kind == FactKind::Word)
        column.align = ProcessColumn::Align::Left;
    if (fact.kind == FactKind::Bytes || fact.isRate)
        column.largestFirst = true;
    return column;
}

/// The usual ones, then the other facts.
std::vector<ProcessColumn> makeColumns()
{
    const auto memory = u"memory of its own"_s;
    constexpr auto left = ProcessColumn::Align::Left;
    std::vector<ProcessColumn> columns = {
        {.fact = fact("name"),
         .id = "process",
         .title = u"Process"_s,
         .tip = u"The process's name, below its parent"_s,
         .width = 210,
         .shown = true,
         .ownText = cell::nameText,
         .ownKey = cell::nameKey,
         .ownReason = cell::nameReason},
        {.fact = fact("pid"), .width = 62, .shown = true},
        {.fact = fact("ppid"), .width = 62},
        {.fact = fact("user"),
         .tip = u"Effective user: whose rights it has"_s,
         .width = 78,
         .shown = true,
         .ownText = cell::userText,
         .ownKey = cell::userKey},
        {.fact = fact("real-user"),
         .tip = u"Real user: who started it"_s,
         .width = 78,
         .ownText = cell::realUserText,
         .ownKey = cell::realUserKey},
        {.fact = fact("state"),
         .tip = u"What the scheduler says it does"_s,
         .width = 118,
         .shown = true,
         .ownText = cell::stateCell,
         .ownKey = cell::stateKey,
         .ownReason = cell::stateReason},
        {.fact = fact("exit"),
         .id = "status",
         .title = u"Status"_s,
         .tip = u"How it ended, and after how long; blank while it lives"_s,
         .align = left,
         .width = 190,
         .largestFirst = true,
         .ownText = cell::statusCell,
         .ownKey = cell::statusKey,
         .ownReason = cell::statusReason},
        {.fact = fact("cpu"),
         .id = "cpu-graph",
         .title = u"CPU"_s,
         .tip = u"CPU over the last minute; full height is one core, or the most it used"_s,
         .align = left,
         .width = 68,
         .shown = true,
         .ownText = cell::graphText,
         .ownKey = cell::cpuKey,
         .ownReason = cell::cpuReason,
         .graph = Metric::Cpu},
        {.fact = fact("cpu"),
         .tip = u"CPU time over the last interval; View says what 100 % is"_s,
         .width = 58,
         .shown = true,
         .ownText = cell::cpuText,
         .ownKey = cell::cpuKey,
         .ownReason = cell::cpuReason,
         .sums = true},
        {.fact = fact("time"),
         .id = "cpu-time",
         .tip = u"CPU time since its start, user and system"_s,
         .width = 74,
         .largestFirst = true,
         .isKeptAtEnd = true,
         .write = cpuTimeOf},
        {.fact = fact("mem"),
         .id = "memory-graph",
         .title = u"RAM"_s,
         .tip = u"Memory in RAM over the last minute; full height is a little more than its most"_s,
         .align = left,
         .width = 76,
         .lacks = memory,
         .ownText = cell::graphText,
         .graph = Metric::Resident},
        {.fact = fact("mem"),
         .id = "memory",
         .tip = u"Resident set: memory in RAM, shared pages included, huge pages (HugetlbPages) not"_s,
         .width = 78,
         .shown = true,
         .lacks = memory,
         .sums = true},
        {.fact = fact("virtual"), .width = 78, .lacks = memory},
        {.fact = fact("threads"), .width = 70, .largestFirst = true, .sums = true},
        {.fact = fact("unit"), .width = 150},
        {.fact = fact("swap"), .lacks = memory},
        {.fact = fact("oom-score"), .largestFirst = true, .lacks = memory},
        {.fact = fact("faults"), .largestFirst = true},
        {.fact = fact("disk-read")},
        {.fact = fact("disk-write")},
        {.fact = fact("fds"),
         .id = "descriptors",
         .tip = u"Number of open file descriptors"_s,
         .width = 48,
         .shown = true,
         .largestFirst = true,
         .lacks = u"open files"_s,
         .write = countOf},
        {.fact = fact("nice"), .width = 44, .isKeptAtEnd = true},
        {.fact = fact("pgid"), .width = 62},
        {.fact = fact("sid"), .width = 62},
        {.fact = fact("tty"),
         .tip = u"Controlling terminal; blank without one"_s,
         .width = 70,
         .ownText = cell::terminalText,
         .ownKey = cell::terminalKey},
        {.fact = fact("foreground"),
         .tip = u"The terminal's foreground process group; blank without a terminal"_s,
         .width = 78},
        {.fact = fact("started"),
         .width = 62,
         .shown = true,
         .ownText = cell::startedCell,
         .ownKey = cell::startedKey},
        {.fact = fact("age"),
         .width = 90,
         .isKeptAtEnd = true,
         .ownText = cell::ageCell,
         .ownKey = cell::ageKey},
        {.fact = fact("cmd"),
         .id = "command",
         .tip = u"Its arguments, or the title it wrote over them"_s,
         .width = 150,
         .shown = true,
         .dim = true,
         .ownText = cell::commandText,
         .ownKey = cell::commandKey,
         .ownReason = cell::commandReason},
    };
    for (const auto &other : processFacts()) {
        const bool isPresented = std::ranges::find(columns, &other, &ProcessColumn::fact) != columns.end();
        if (!isPresented && other.keyedBy.empty())
            columns.push_back({.fact = &other, .isRare = true});
    }
    std::ranges::transform(columns, columns.begin(), withDefaults);
    return columns;
}

} // namespace

QString ProcessColumn::text(const Process &process, const RowContext &context) const
{
    if (ownText != nullptr)
        return ownText(process, context);
    const auto value = valueIn(*this, process, context);
    if (const auto *number = std::get_if<NumberValue>(&value))
        return write ? write(number->value) : numberText(*fact, number->value);
    if (const auto *text = std::get_if<TextValue>(&value))
        return displayText(text->isList || text->texts.empty()
                               ? fmt::format("{}", fmt::join(text->texts, " "))
                               : text->texts.front());
    const auto *notKnown = std::get_if<NotKnown>(&value);
    return notKnown && notKnown->reason && !isOver(*this, process) ? cell::unknown : QString();
}

SortKey ProcessColumn::key(const Process &process, const RowContext &context) const
{
    if (ownKey != nullptr)
        return ownKey(process, context);
    auto value = valueIn(*this, process, context);
    if (const auto *number = std::get_if<NumberValue>(&value))
        return cell::numberKey(number->value);
    if (auto *text = std::get_if<TextValue>(&value); text && !text->texts.empty())
        return {.known = true, .own = std::move(text->texts.front())};
    return {};
}

QString ProcessColumn::reason(const Process &process, const RowContext &context) const
{
    if (ownReason != nullptr)
        return ownReason(process, context);
    const auto value = valueIn(*this, process, context);
    if (std::holds_alternative<NoValue>(value))
        return lacks.isEmpty() ? QString() : cell::withoutProgram(process, lacks);
    const auto *notKnown = std::get_if<NotKnown>(&value);
    if (notKnown == nullptr)
        return {};
    if (isOver(*this, process))
        return u"It has ended"_s;
    if (notKnown->reason)
        return displayText(notKnown->reason->message);
    return fact->isRate ? u"Known from the second sample on: a rate is counted between two"_s
                        : u"Not read yet: it comes with the next sample"_s;
}

const std::vector<ProcessColumn> &processColumns()
{
    static const auto columns = makeColumns();
    return columns;
}

int processColumn(std::string_view id)
{
    const auto &columns = processColumns();
    const auto found = std::ranges::find(
        columns, id, [](const ProcessColumn &column) { return std::string_view(column.id); });
    Q_ASSERT(found != columns.end());
    return static_cast<int>(found - columns.begin());
}

} // namespace forklore

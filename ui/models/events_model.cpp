// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/events_model.h"

#include <algorithm>

#include "core/process/names/arguments.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/event_text.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

constexpr int eventProcess = 2;
constexpr int endedProgram = 2;
constexpr int endedParent = 5;

bool isLost(const EventRow &row)
{
    return std::holds_alternative<Lost>(row.event.what);
}

/// An end that was a failure, or a hole in the account.
bool isWrong(const EventRow &row)
{
    const auto *exit = std::get_if<Exited>(&row.event.what);
    return isLost(row) || (exit && exit->status && exit->status->isFailure());
}

QString processText(const EventRow &row)
{
    if (isLost(row))
        return {};
    // Of one that has renamed itself to nothing the name is known.
    const bool isKnown = std::holds_alternative<Renamed>(row.event.what);
    return isKnown ? refText(row.event.process) : heardProcessRefText(row.event.process);
}

QString whatText(const EventRow &row)
{
    auto what = lineOf(text(row.event));
    const auto *exec = std::get_if<Executed>(&row.event.what);
    if (exec && exec->commandLine && !exec->commandLine->empty()) {
        const auto arguments = splitArguments(*exec->commandLine);
        if (arguments.size() > 1)
            what += u": "_s + lineOf(argumentLine({arguments.begin() + 1, arguments.end()}));
    }
    return what;
}

QString whatReason(const EventRow &row)
{
    auto tip = whatText(row);
    if (const auto *exit = std::get_if<Exited>(&row.event.what); exit && !exit->status)
        tip += u"\n\n"_s + lineOf(exit->status.error().message);
    if (const auto doubt = timeDoubt(row.event, row.at); !doubt.isEmpty())
        tip += u"\n\n"_s + doubt;
    return tip;
}

QString endedStatus(const EndingRow &row)
{
    return row.group.status ? lineOf(text(*row.group.status)) : u"not known"_s;
}

QString commandText(const EndedGroup &group)
{
    return group.commandLine.empty() ? u"?"_s : lineOf(argumentLine(splitArguments(group.commandLine)));
}

} // namespace

EventsModel *makeEventsModel(QObject *parent)
{
    const auto left = Qt::AlignLeft;
    const auto number = [](const EventRow &row) { return QVariant(qlonglong(row.number)); };
    std::vector<RowColumn<EventRow>> columns = {
        {u"Time"_s, u"When it happened"_s, left, 112, true,
         [](const EventRow &row) { return eventTimeText(row.event, row.at); }, number,
         [](const EventRow &row) { return eventTimeTip(row.event, row.at); }},
        {u"Event"_s, u"What kind of event"_s, left, 84, false,
         [](const EventRow &row) { return wordOf(kindOf(row.event)); }, nullptr, nullptr, nullptr, isLost},
        {u"Process"_s, u"Who it happened to; a click goes to it"_s, left, 170, false, processText, nullptr,
         nullptr, [](const EventRow &row) { return !isLost(row); }},
        {u"What"_s, u"What happened"_s, left, 360, false, whatText, nullptr, whatReason, nullptr, isWrong},
    };
    const auto key = [](const EventRow &row) { return row.number; };
    return new EventsModel(std::move(columns), key, parent);
}

std::optional<ProcessId> processIn(const EventRow &row, int column)
{
    return column == eventProcess ? std::optional(row.event.process.id) : std::nullopt;
}

EndingsModel *makeEndingsModel(QObject *parent)
{
    const auto left = Qt::AlignLeft;
    const auto right = Qt::AlignRight;
    std::vector<RowColumn<EndingRow>> columns = {
        {u"Failed"_s, u"How many ended with a code other than 0, or by a signal"_s, right, 68, false,
         [](const EndingRow &row) { return row.group.failed > 0 ? countText(row.group.failed) : QString(); },
         [](const EndingRow &row) { // of as many failures, those of which more have ended
             constexpr double more = 1e9;
             return QVariant(static_cast<double>(row.group.failed) * more +
                             static_cast<double>(row.group.ended));
         },
         [](const EndingRow &row) {
             return row.group.unknown > 0 ? u"How %1 of them ended is not known"_s.arg(row.group.unknown)
                                          : QString();
         },
         nullptr, [](const EndingRow &row) { return row.group.failed > 0; }},
        {u"Ended"_s, u"How many have ended, since Forklore listens or since the list was cleared"_s, right,
         56, false, [](const EndingRow &row) { return countText(row.group.ended); },
         [](const EndingRow &row) { return QVariant(qulonglong(row.group.ended)); }},
        {u"Program"_s, u"The name they had; a click goes to the last one, or the last that failed"_s, left,
         92, false,
         [](const EndingRow &row) { return row.group.comm.empty() ? u"?"_s : nameLine(row.group.comm); },
         nullptr, nullptr, [](const EndingRow &) { return true; }},
        {u"Last status"_s, u"How the last one ended, or the last that failed"_s, left, 118, false,
         endedStatus, nullptr, nullptr, nullptr,
         [](const EndingRow &row) { return row.group.status && row.group.status->isFailure(); }},
        {u"Lived"_s, u"How long that one lived"_s, right, 62, false,
         [](const EndingRow &row) {
             return row.group.lifetime ? lineOf(lengthText(*row.group.lifetime)) : u"?"_s;
         },
         [](const EndingRow &row) {
             return QVariant(qlonglong(row.group.lifetime.value_or(std::chrono::nanoseconds()).count()));
         }},
        {u"Parent"_s, u"Whose child it was when it was last seen; a click goes to it"_s, left, 110, false,
         [](const EndingRow &row) {
             return row.group.parent ? heardProcessRefText(*row.group.parent) : u"?"_s;
         },
         nullptr, nullptr, [](const EndingRow &row) { return row.group.parent.has_value(); }},
        {u"Last"_s, u"When the last one ended"_s, left, 82, true,
         [](const EndingRow &row) {
             const auto time = timeOfDayText(row.lastAt);
             return row.group.isLastAtKnown ? time : u"by "_s + time;
         },
         nullptr,
         [](const EndingRow &row) {
             const auto time = dateTimeText(row.lastAt);
             return row.group.isLastAtKnown ? time : u"At this time or before: "_s + time;
         }},
        {u"Command line"_s, u"Of that one, if anybody could read it"_s, left, 200, true,
         [](const EndingRow &row) { return commandText(row.group); }, nullptr,
         [](const EndingRow &row) { return commandText(row.group); }},
    };
    const auto key = [](const EndingRow &row) { return row.group.number; };
    return new EndingsModel(std::move(columns), key, parent);
}

std::vector<EndingRow> endingRows(const Endings &endings, WallTime boot)
{
    std::vector<EndingRow> rows;
    rows.reserve(endings.groups().size());
    for (const auto &group : endings.groups())
        rows.push_back({group, boot + group.lastAt});
    return rows;
}

std::optional<ProcessId> processIn(const EndingRow &row, int column)
{
    if (column == endedProgram)
        return row.group.id;
    return column == endedParent && row.group.parent ? std::optional(row.group.parent->id) : std::nullopt;
}

} // namespace forklore

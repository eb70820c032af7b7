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
    return isKnown ? refText(row.event.process) : processRefText(row.event.process);
}

QString whatText(const EventRow &row)
{
    auto what = displayText(text(row.event));
    const auto *exec = std::get_if<Executed>(&row.event.what);
    if (exec && exec->commandLine && !exec->commandLine->empty()) {
        const auto arguments = splitArguments(*exec->commandLine);
        if (arguments.size() > 1)
            what += u": "_s + displayText(argumentLine({arguments.begin() + 1, arguments.end()}));
    }
    return what;
}

QString whatReason(const EventRow &row)
{
    auto tip = whatText(row);
    if (const auto *exit = std::get_if<Exited>(&row.event.what); exit && !exit->status)
        tip += u"\n\n"_s + displayText(exit->status.error().message);
    if (const auto doubt = timeDoubt(row.event, row.at); !doubt.isEmpty())
        tip += u"\n\n"_s + doubt;
    return tip;
}

QString endedStatus(const EndingRow &row)
{
    return row.group.status ? displayText(text(*row.group.status)) : u"not known"_s;
}

QString commandText(const EndedGroup &group)
{
    return group.commandLine.empty() ? u"?"_s : displayText(argumentLine(splitArguments(group.commandLine)));
}

} // namespace

EventsModel *makeEventsModel(QObject *parent)
{
    const auto number = [](const EventRow &row) { return QVariant(qlonglong(row.number)); };
    std::vector<RowColumn<EventRow>> columns = {
        {.title = u"Time"_s,
         .tip = u"When it happened"_s,
         .width = 112,
         .dim = true,
         .text = [](const EventRow &row) { return eventTimeText(row.event, row.at); },
         .key = number,
         .reason = [](const EventRow &row) { return eventTimeTip(row.event, row.at); }},
        {.title = u"Event"_s,
         .tip = u"What kind of event"_s,
         .width = 84,
         .text = [](const EventRow &row) { return wordOf(kindOf(row.event)); },
         .wrong = isLost},
        {.title = u"Process"_s,
         .tip = u"Who it happened to; a click goes to it"_s,
         .width = 170,
         .text = processText,
         .link = [](const EventRow &row) { return !isLost(row); }},
        {.title = u"What"_s,
         .tip = u"What happened"_s,
         .width = 360,
         .text = whatText,
         .reason = whatReason,
         .wrong = isWrong},
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
    const auto right = Qt::AlignRight;
    std::vector<RowColumn<EndingRow>> columns = {
        {.title = u"Failed"_s,
         .tip = u"How many ended with a code other than 0, or by a signal"_s,
         .align = right,
         .width = 68,
         .text =
             [](const EndingRow &row) {
                 return row.group.failed > 0 ? countText(row.group.failed) : QString();
             },
         .key =
             [](const EndingRow &row) { // of as many failures, those of which more have ended
                 constexpr double more = 1e9;
                 return QVariant(static_cast<double>(row.group.failed) * more +
                                 static_cast<double>(row.group.ended));
             },
         .reason =
             [](const EndingRow &row) {
                 return row.group.unknown > 0 ? u"How %1 of them ended is not known"_s.arg(row.group.unknown)
                                              : QString();
             },
         .wrong = [](const EndingRow &row) { return row.group.failed > 0; }},
        {.title = u"Ended"_s,
         .tip = u"How many have ended, since Forklore was started or since the list was cleared"_s,
         .align = right,
         .width = 56,
         .text = [](const EndingRow &row) { return countText(row.group.ended); },
         .key = [](const EndingRow &row) { return QVariant(qulonglong(row.group.ended)); }},
        {.title = u"Program"_s,
         .tip = u"The name they had; a click goes to the last one, or the last that failed"_s,
         .width = 92,
         .text =
             [](const EndingRow &row) { return row.group.comm.empty() ? u"?"_s : nameLine(row.group.comm); },
         .link = [](const EndingRow &) { return true; }},
        {.title = u"Last status"_s,
         .tip = u"How the last one ended, or the last that failed"_s,
         .width = 118,
         .text = endedStatus,
         .wrong = [](const EndingRow &row) { return row.group.status && row.group.status->isFailure(); }},
        {.title = u"Lifetime"_s,
         .tip = u"How long that one lived"_s,
         .align = right,
         .width = 62,
         .text =
             [](const EndingRow &row) {
                 return row.group.lifetime ? displayText(lengthText(*row.group.lifetime)) : u"?"_s;
             },
         .key =
             [](const EndingRow &row) {
                 return QVariant(qlonglong(row.group.lifetime.value_or(std::chrono::nanoseconds()).count()));
             }},
        {.title = u"Parent"_s,
         .tip = u"Whose child it was when it was last seen; a click goes to it"_s,
         .width = 110,
         .text =
             [](const EndingRow &row) {
                 return row.group.parent ? processRefText(*row.group.parent) : u"?"_s;
             },
         .link = [](const EndingRow &row) { return row.group.parent.has_value(); }},
        {.title = u"Last"_s,
         .tip = u"When the last one ended"_s,
         .width = 82,
         .dim = true,
         .text =
             [](const EndingRow &row) {
                 const auto time = timeOfDayText(row.lastAt);
                 return row.group.isLastAtKnown ? time : u"by "_s + time;
             },
         .reason =
             [](const EndingRow &row) {
                 const auto time = dateTimeText(row.lastAt);
                 return row.group.isLastAtKnown ? time : u"At this time or before: "_s + time;
             }},
        {.title = u"Command line"_s,
         .tip = u"Of that one, if anybody could read it"_s,
         .width = 200,
         .dim = true,
         .text = [](const EndingRow &row) { return commandText(row.group); },
         .reason = [](const EndingRow &row) { return commandText(row.group); }},
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

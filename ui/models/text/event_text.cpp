// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/event_text.h"

#include <QStringList>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

QString sourceName(const EventCoverage &coverage)
{
    switch (coverage.kind) {
    case EventCoverage::Kind::ProcConnector:
        return u"proc connector"_s;
    case EventCoverage::Kind::Pidfd:
        return u"pidfds"_s;
    case EventCoverage::Kind::Polling:
        break;
    }
    return u"samples"_s;
}

QString sourceText(const EventCoverage &coverage, const QString &lacks)
{
    QStringList lines;
    switch (coverage.kind) {
    case EventCoverage::Kind::ProcConnector:
        lines += u"The kernel reports every fork, exec and exit as it happens (proc connector)."_s;
        break;
    case EventCoverage::Kind::Pidfd:
        lines += u"Starts are seen with the next sample, ends at once (pidfds), because %1."_s.arg(
            displayText(coverage.why));
        break;
    case EventCoverage::Kind::Polling:
        lines +=
            u"Only what differs between two samples is known, because %1."_s.arg(displayText(coverage.why));
        break;
    }
    if (!coverage.misses.empty())
        lines += u"Not seen: %1."_s.arg(displayText(coverage.misses));
    if (!lacks.isEmpty())
        lines += lacks + u'.';
    if (!coverage.remedy.empty())
        lines += u"To see all: %1."_s.arg(displayText(coverage.remedy));
    return lines.join(u' ');
}

WallTime steadyBoot(WallTime known, WallTime told)
{
    constexpr auto maxDifference = std::chrono::milliseconds(20);
    return std::chrono::abs(told - known) < maxDifference ? known : told;
}

QString timeDoubt(const Event &event, WallTime at)
{
    if (isTimeExact(event))
        return {};
    if (!event.notBefore)
        return u"Not heard as it happened, but found out later: it was at this time or before"_s;
    return u"Not heard as it happened: two samples differ. It was between %1 and %2"_s.arg(
        preciseTimeText(at - event.at + *event.notBefore), preciseTimeText(at));
}

QString eventTimeText(const Event &event, WallTime at)
{
    const auto time = preciseTimeText(at);
    return isTimeExact(event) ? time : u"by "_s + time;
}

QString eventTimeTip(const Event &event, WallTime at)
{
    const auto doubt = timeDoubt(event, at);
    return doubt.isEmpty() ? dateTimeText(at) : dateTimeText(at) + u"\n\n"_s + doubt;
}

Process asProcess(const ProcessTimeline &timeline)
{
    Process process;
    process.id = timeline.id;
    process.stat->pid = timeline.id.pid;
    process.stat->comm = timeline.comm.empty() ? "?" : timeline.comm;
    process.stat->ppid = timeline.parent ? timeline.parent->id.pid : 0;
    process.stat->start = timeline.id.start;
    if (timeline.commandLine.empty())
        process.commandLine = failure(ErrorKind::Gone, "the command line was not read while it lived");
    else
        process.commandLine = timeline.commandLine;
    process.credentials = failure(ErrorKind::Gone, "only its events are known: its user is not among them");
    process.hasEnded = timeline.ended.has_value(); // else the next sample will show it
    if (process.hasEnded)
        process.stat->state = State::Dead;
    if (timeline.end) {
        process.exitStatus = timeline.end->status;
        process.lifetime = timeline.end->lifetime;
    }
    return process;
}

} // namespace forklore

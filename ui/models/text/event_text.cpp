// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/event_text.h"

#include <QStringList>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

QString sourceName(const SourceAccount &account)
{
    switch (account.kind) {
    case SourceAccount::Kind::ProcConnector:
        return u"proc connector"_s;
    case SourceAccount::Kind::Pidfd:
        return u"pidfds"_s;
    case SourceAccount::Kind::Polling:
        break;
    }
    return u"samples"_s;
}

QString sourceText(const SourceAccount &account, const QString &lacks)
{
    QStringList lines;
    switch (account.kind) {
    case SourceAccount::Kind::ProcConnector:
        lines += u"The kernel tells of every fork, exec and exit as it happens (proc connector)."_s;
        break;
    case SourceAccount::Kind::Pidfd:
        lines += u"Births are seen with the next sample, ends are heard at once (pidfds), because %1."_s.arg(
            lineOf(account.why));
        break;
    case SourceAccount::Kind::Polling:
        lines += u"Only what differs between two samples is known, because %1."_s.arg(lineOf(account.why));
        break;
    }
    if (!account.misses.empty())
        lines += u"Not seen: %1."_s.arg(lineOf(account.misses));
    if (!lacks.isEmpty())
        lines += lacks + u'.';
    if (!account.remedy.empty())
        lines += u"To see all: %1."_s.arg(lineOf(account.remedy));
    return lines.join(u' ');
}

WallTime steadyBoot(WallTime known, WallTime told)
{
    constexpr auto most = std::chrono::milliseconds(20);
    return std::chrono::abs(told - known) < most ? known : told;
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

Process asProcess(const Life &life)
{
    Process process;
    process.id = life.id;
    process.stat->pid = life.id.pid;
    process.stat->comm = life.comm.empty() ? "?" : life.comm;
    process.stat->ppid = life.parent ? life.parent->id.pid : 0;
    process.stat->start = life.id.start;
    if (life.commandLine.empty())
        process.commandLine = failure(ErrorKind::Gone, "the command line was not read while it lived");
    else
        process.commandLine = life.commandLine;
    process.credentials = failure(ErrorKind::Gone, "only its events are known: its user is not among them");
    process.hasEnded = life.ended.has_value(); // else the next sample will show it
    if (process.hasEnded)
        process.stat->state = State::Dead;
    if (life.end) {
        process.exitStatus = life.end->status;
        process.lifetime = life.end->lifetime;
    }
    return process;
}

} // namespace forklore

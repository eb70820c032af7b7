// SPDX-License-Identifier: GPL-3.0-or-later
//
// Listeners to each source of events that this machine has for this user.
#pragma once

#include <utility>
#include <variant>

#include <QByteArray>
#include <QtGlobal>

#include "core/host/linux/events/open_events.h"
#include "tests/live/stage/event_listener.h"

namespace forklore::listeners {

using Kind = EventCoverage::Kind;

inline EventProbes probesFor(Kind kind)
{
    EventProbes probes;
    if (kind != Kind::ProcConnector)
        probes.connector = [] {
            return Result<ProcConnector>(failure(ErrorKind::Denied, "not in this test"));
        };
    if (kind == Kind::Polling)
        probes.pidfd = [] { return PidfdWatch::Ability::None; };
    return probes;
}

inline EventListener listenerOf(Kind kind)
{
    auto source = openEvents("/proc", probesFor(kind));
    if (!source)
        qFatal("%s", source.error().message.c_str());
    return EventListener(std::move(*source));
}

inline bool hasConnector()
{
    static const auto closed = ProcConnector::open().map([](const ProcConnector &) { return true; });
    if (!closed)
        qInfo("no process connector here (%s): only the other sources are tested",
              closed.error().message.c_str());
    return closed.has_value();
}

template <class What>
EventListener::Wanted isOf(Pid pid)
{
    return [pid](const Event &event) {
        return event.process.id.pid == pid && std::holds_alternative<What>(event.what);
    };
}

inline QByteArray told(const Result<ExitStatus> &status)
{
    return status ? QByteArray::fromStdString(text(*status))
                  : QByteArray::fromStdString(status.error().message);
}

} // namespace forklore::listeners

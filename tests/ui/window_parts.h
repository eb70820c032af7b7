// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parts of a main window, for tests that look at them or act on them as the user does.
#pragma once

#include <QSignalSpy>
#include <QTest>

#include "tests/ui/staged_events.h"
#include "ui/window/main_window.h"

namespace forklore {

[[nodiscard]] inline ProcessView &viewOf(const MainWindow &window)
{
    return *window.findChild<ProcessView *>();
}

[[nodiscard]] inline ProcessTreeModel &modelOf(const MainWindow &window)
{
    return *static_cast<ProcessTreeModel *>(viewOf(window).model());
}

[[nodiscard]] inline DetailsView &detailsOf(const MainWindow &window)
{
    return *window.findChild<DetailsView *>();
}

[[nodiscard]] inline Sampler &samplerOf(const MainWindow &window)
{
    return *window.findChild<Sampler *>();
}

/// Of the processes: the events have one, too.
[[nodiscard]] inline FilterField &filterFieldOf(const MainWindow &window)
{
    return window.findChild<FilterBar *>()->field();
}

[[nodiscard]] inline ProcessActions &actionsOf(const MainWindow &window)
{
    return *window.findChild<ProcessActions *>();
}

[[nodiscard]] inline EventsView &eventsOf(const MainWindow &window)
{
    return *window.findChild<EventsView *>();
}

/// Null: nobody has opened it yet.
[[nodiscard]] inline LabView *labOf(const MainWindow &window)
{
    return window.findChild<LabView *>();
}

/// Something happens, and the window hears of it.
inline void emitEvents(const MainWindow &window, EventStage &stage, std::vector<Event> events)
{
    QSignalSpy heard(window.findChild<EventStream *>(), &EventStream::received);
    stage.emitEvents(std::move(events));
    QTRY_VERIFY(heard.count() > 0);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is heard of a worker, its shell and init, and the marks and rows of its timeline.
#pragma once

#include <chrono>
#include <ctime>
#include <memory>
#include <vector>

#include <QRegularExpression>
#include <QStringList>
#include <QTest>

#include "core/session/session.h"
#include "tests/ui/staged_events.h"
#include "ui/models/text/timeline_text.h"

namespace forklore::marked_timeline {

using namespace std::chrono_literals;

inline const ProcessRef initial = {{1, 1}, "init"};
inline const ProcessRef bash = {{4711, 90'000}, "bash"};
inline const ProcessRef worker = {{4800, 100'000}, "worker"}; // 1000 s after the boot

/// A look at it 10 s after its birth.
inline TimelineContext contextAt(Moment now = 1010s)
{
    return {now, WallTime(1'700'000'000s), 1000s, QStringLiteral("sleeping"), 1001s};
}

/// A line a mark: what stands there, and what passed until the next.
inline QStringList told(const std::vector<TimelineMark> &marks)
{
    QStringList lines;
    for (const auto &mark : marks) {
        auto line = mark.about.isEmpty() ? mark.title : mark.title + QStringLiteral(": ") + mark.about;
        if (!mark.passed.isEmpty())
            line += QStringLiteral(", ") + mark.passed;
        if (mark.isEnd)
            line += mark.hasFailed ? QStringLiteral(" (failed)") : QStringLiteral(" (end)");
        lines += line;
    }
    return lines;
}

inline QStringList titlesOf(const std::vector<TimelineMark> &marks)
{
    QStringList titles;
    for (const auto &mark : marks)
        titles += mark.title;
    return titles;
}

class MarkedTimeline : public QObject {
protected:
    /// Times are those of UTC.
    static void setZone();
    /// Nothing was heard.
    void begin();
    void append(const std::vector<Event> &events);
    [[nodiscard]] std::vector<TimelineMark> marks(Moment now = 1010s) const;
    [[nodiscard]] std::vector<TimelineRow> rows(const TimelineContext &context = contextAt()) const;

    std::unique_ptr<Session> m_session;
};

inline void MarkedTimeline::setZone()
{
    qputenv("TZ", "UTC");
    tzset();
}

inline void MarkedTimeline::begin()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
    m_session = std::make_unique<Session>();
}

inline void MarkedTimeline::append(const std::vector<Event> &events)
{
    m_session->append(events);
}

inline std::vector<TimelineMark> MarkedTimeline::marks(Moment now) const
{
    return timelineMarks(m_session->timeline(worker.id).value(), contextAt(now));
}

inline std::vector<TimelineRow> MarkedTimeline::rows(const TimelineContext &context) const
{
    return timelineRows(m_session->timeline(worker.id).value(), context);
}

} // namespace forklore::marked_timeline

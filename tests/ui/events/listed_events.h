// SPDX-License-Identifier: GPL-3.0-or-later
//
// A view of all events, what it hears, and its rows as text.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QStringList>
#include <QTest>

#include "core/session/session.h"
#include "tests/ui/samples.h"
#include "tests/ui/staged_events.h"
#include "ui/events/events_view.h"

namespace forklore::listed_events {

using namespace std::chrono_literals;

inline constexpr auto onlyFailures = "kind=exit and status!=0";
inline constexpr int whoColumn = 2;

inline const ProcessRef bash = {{4711, 90'000}, "bash"};
inline const ProcessRef worker = {{4800, 100'000}, "worker"};

/// That many processes that are renamed to their numbers, the first number being given.
inline std::vector<Event> renamed(std::size_t count, std::size_t first = 0)
{
    std::vector<Event> events;
    for (std::size_t i = first; i < first + count; ++i)
        events.push_back(
            eventOf(1000s, {{static_cast<Pid>(i + 2), 1}, "n" + std::to_string(i)}, Renamed{"x"}));
    return events;
}

/// The rows without their times.
inline QStringList rowsIn(const EventsModel &model)
{
    QStringList lines;
    for (const auto &line : dumpCells(model))
        lines += line.section(QStringLiteral(" | "), 1);
    return lines;
}

class ListedEvents : public QObject {
protected:
    /// Shows the view without any event.
    void begin();
    void append(const std::vector<Event> &events);
    [[nodiscard]] SectionTable *table(const char *name) const;
    [[nodiscard]] QPushButton *button(const char *text) const;
    [[nodiscard]] QStringList words() const;
    [[nodiscard]] QStringList rows() const { return rowsIn(m_view->events()); }

    std::unique_ptr<Session> m_session;
    std::unique_ptr<ChartCursor> m_cursor;
    std::unique_ptr<EventsView> m_view;
};

inline void ListedEvents::begin()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
    m_view.reset();
    m_session = std::make_unique<Session>();
    m_cursor = std::make_unique<ChartCursor>();
    m_view = std::make_unique<EventsView>(*m_session, *m_cursor);
    connect(m_view.get(), &EventsView::clearWanted, this, [this] { m_session->clearEndings(); });
    m_view->resize(1400, 300);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

inline void ListedEvents::append(const std::vector<Event> &events)
{
    m_view->append(m_session->append(events));
}

inline SectionTable *ListedEvents::table(const char *name) const
{
    for (auto *table : m_view->findChildren<SectionTable *>()) {
        if (table->accessibleName() == QLatin1String(name))
            return table;
    }
    return nullptr;
}

inline QPushButton *ListedEvents::button(const char *text) const
{
    for (auto *button : m_view->findChildren<QPushButton *>()) {
        if (button->text() == QLatin1String(text))
            return button;
    }
    return nullptr;
}

/// All that it says beside its tables.
inline QStringList ListedEvents::words() const
{
    QStringList words;
    for (const auto *label : m_view->findChildren<QLabel *>()) {
        if (label->isVisible())
            words += label->text();
    }
    return words;
}

} // namespace forklore::listed_events

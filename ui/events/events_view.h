// SPDX-License-Identifier: GPL-3.0-or-later
//
// EventsView: all that happens to processes, as it is heard: a list that follows or is held, filtered in the
// filter language; beside it how many are born and end, and which programs ended, failures first.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QSplitter>

#include "core/filter/event_filter.h"
#include "core/session/session.h"
#include "ui/charts/time_chart.h"
#include "ui/details/section_table.h"
#include "ui/models/events_model.h"
#include "ui/tree/filter_field.h"

namespace forklore {

class EventsView : public QWidget {
    Q_OBJECT

public:
    /// @param session outlives the view
    EventsView(const Session &session, ChartCursor &cursor, QWidget *parent = nullptr);

    /// How the events come here, or why they do not.
    void setSource(const QString &line);
    /// What was appended to the session. All updates come here, in their order.
    void append(const EventUpdate &update);
    void applySample(const SamplePtr &sample);

    [[nodiscard]] const EventsModel &events() const { return *m_model; }
    [[nodiscard]] const EndingsModel &endings() const { return *m_endingsModel; }
    [[nodiscard]] FilterField &filterField() { return *m_filterField; }
    void setHeld(bool held) { m_hold->setChecked(held); }
    [[nodiscard]] bool isFollowing() const { return m_follow->isChecked(); }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void processLinked(const forklore::ProcessId &id);
    /// The list of those that have ended shall begin anew.
    void clearWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeTools();
    void makeEndings(ChartCursor &cursor);
    void applyFilter(const QString &text, const Expression &expression);
    void holdChanged(bool held);
    /// All that is kept and matches, anew; while it is held, without what has come since.
    void refill();
    [[nodiscard]] bool isWanted(const Event &event) const;
    [[nodiscard]] std::vector<EventRow> rowsOf(const std::vector<Event> &events);
    void trim();
    void followNewest();
    void countRows();
    void refreshEndings();

    const Session &m_session;
    EventFilter m_filter;
    EventsModel *m_model;
    SectionTable *m_table;
    EndingsModel *m_endingsModel;
    SectionTable *m_endingsTable;
    TimeChart *m_rates;
    QWidget *m_tools;
    QPushButton *m_hold;
    QPushButton *m_follow;
    FilterField *m_filterField;
    QLabel *m_count;
    QLabel *m_source;
    QWidget *m_beside; ///< rates and endings
    QSplitter *m_splitter;
    std::int64_t m_next = 0;   ///< the number of the next row
    bool m_isFilled = false;   ///< what is kept was taken over; hidden, nothing is
    std::uint64_t m_total = 0; ///< events until the last update; the session may have more already
    std::uint64_t m_lost = 0;
    std::uint64_t m_missed = 0; ///< while it is held
    WallTime m_boot;            ///< when the events' clock was 0
};

} // namespace forklore

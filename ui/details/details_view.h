// SPDX-License-Identifier: GPL-3.0-or-later
//
// DetailsView: the selected process: its name, its ancestors, and one pane a section. Only the visible pane
// is read.
#pragma once

#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QLabel>
#include <QTabWidget>
#include <QWidget>

#include "core/session/session.h"
#include "ui/charts/chart_cursor.h"
#include "ui/details/pane.h"
#include "ui/details/panes/overview_pane.h"
#include "ui/details/panes/timeline_pane.h"
#include "ui/details/section_panes.h"
#include "ui/models/sample.h"

namespace forklore {

class DetailsView : public QWidget {
    Q_OBJECT

public:
    /// @param session outlives the view
    DetailsView(const Session &session, ChartCursor &cursor, QWidget *parent = nullptr);

    /// @param process as it was last seen; it may have ended
    void showProcess(const Process &process) { setProcess(process, true); }
    /// One that no sample holds any more: only its events are known.
    void showUnsampled(const Process &process) { setProcess(process, false); }
    /// None is selected any more.
    void showNothing();
    void applySample(const SamplePtr &sample);
    void applyInspection(const Inspection &inspection);
    /// Something was heard of processes, the selected one perhaps.
    void applyEvents(const std::vector<Event> &events);

    [[nodiscard]] std::optional<ProcessId> process() const { return m_id; }
    /// The pane with the id, where there is one.
    void showPane(const QString &id);
    /// Points at a field of a process in the pane with that id, and at none elsewhere.
    /// @param field empty: points at none
    void setMark(const ProcessId &id, const QString &pane, const QString &field);
    /// Whether the field that is pointed at is in sight.
    [[nodiscard]] bool hasMark() const { return pane()->hasMark(); }
    [[nodiscard]] QString shownPane() const { return pane()->id(); }
    [[nodiscard]] QStringList paneIds() const;
    /// Whether a pane offers to change what it shows.
    void setEditable(bool editable) { m_limits->setEditable(editable); }
    /// Whether the visible pane shows the process that is selected.
    [[nodiscard]] bool isFilled() const;

protected:
    void changeEvent(QEvent *event) override;

signals:
    /// All that a sample tells is shown, or is being read.
    void sampleShown();
    /// Another one is shown; nothing: none.
    void processChanged(const std::optional<forklore::ProcessId> &id);
    void inspectionWanted(const forklore::InspectionRequest &request);
    void processLinked(const forklore::ProcessId &id);
    /// The limit is to be changed.
    void limitEditWanted(const forklore::ProcessId &id, const forklore::LimitUsage &limit);
    /// A measurement for the history that no sample holds.
    void measured(const forklore::ProcessId &id, forklore::Metric metric, double value,
                  std::chrono::nanoseconds patience);

private:
    void addPane(Pane *pane);
    void applyMark();
    void ask();
    void askForAddition(Section addition);
    void setProcess(const Process &process, bool wasSampled);
    void showHeading();
    void showEnd();
    [[nodiscard]] QString headlineOf(const Process &process) const;
    [[nodiscard]] Past pastOf(const ProcessId &id) const;
    [[nodiscard]] QString endedLine() const;
    [[nodiscard]] QString ancestryOf(const Process &process) const;
    [[nodiscard]] Pane *pane() const;

    const Session &m_session;
    QLabel *m_name;
    QLabel *m_summary;
    QLabel *m_ancestry;
    QTabWidget *m_tabs;
    QWidget *m_empty;
    OverviewPane *m_overview;
    LimitsPane *m_limits;
    TimelinePane *m_timeline;
    std::vector<Pane *> m_panes;
    std::optional<Section>
        m_addition; ///< what was last asked for beside the pane's own section, of whom, and when
    ProcessId m_additionOf;
    QElapsedTimer m_sinceAddition;
    SamplePtr m_sample;
    WallTime m_boot; ///< when the events' clock was 0
    std::optional<ProcessId> m_id;
    std::optional<Process> m_last; ///< as it was when last seen
    bool m_wasSampled = true;
    Moment m_selectedAt{}; ///< on the clock of the events
    QString m_ancestryText;
    ProcessId m_ancestryOf;   ///< whose ancestors are shown
    Pane *m_marked = nullptr; ///< the one that points at something
    ProcessId m_markOf;
    QString m_markPane;
    QString m_markField;
};

} // namespace forklore

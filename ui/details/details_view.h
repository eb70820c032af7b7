// SPDX-License-Identifier: GPL-3.0-or-later
//
// DetailsView: the selected process: its name, its lineage, and one pane a section. Only the visible pane is
// read.
#pragma once

#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QLabel>
#include <QTabWidget>
#include <QWidget>

#include "core/snapshot/recollection.h"
#include "ui/details/overview_pane.h"
#include "ui/details/pane.h"
#include "ui/models/sample.h"

namespace forklore {

class DetailsView : public QWidget {
    Q_OBJECT

public:
    explicit DetailsView(QWidget *parent = nullptr);

    /// @param process as it was last seen; it may have ended
    void showProcess(const Process &process);
    void takeSample(const SamplePtr &sample);
    void takeInspection(const Inspection &inspection);
    void setColors(const Palette &palette);

    [[nodiscard]] std::optional<ProcessId> process() const { return m_id; }
    void setCurrentPane(int pane) { m_tabs->setCurrentIndex(pane); }
    [[nodiscard]] int currentPane() const { return m_tabs->currentIndex(); }
    [[nodiscard]] int paneCount() const { return m_tabs->count(); }
    /// Whether the visible pane shows the process that is selected.
    [[nodiscard]] bool isFilled() const;

signals:
    void inspectionWanted(const forklore::InspectionRequest &request);
    void processLinked(const forklore::ProcessId &id);

private:
    void addPane(Pane *pane);
    void ask();
    void askForChain();
    void showHeading();
    [[nodiscard]] QString headlineOf(const Process &process) const;
    [[nodiscard]] Pane *pane() const;

    QLabel *m_name;
    QLabel *m_summary;
    QLabel *m_lineage;
    QTabWidget *m_tabs;
    QWidget *m_empty;
    OverviewPane *m_overview;
    std::vector<Pane *> m_panes;
    QElapsedTimer m_sinceChain; ///< since the chain of m_chainOf was asked for
    ProcessId m_chainOf;
    SamplePtr m_sample;
    Recollection m_recollection;
    std::optional<ProcessId> m_id;
    std::optional<Process> m_last; ///< as it was when last seen
    ProcessId m_lineageOf;         ///< whose lineage is shown
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// MainWindow: puts the rooms together. It wires; it knows nothing of processes itself.
#pragma once

#include <memory>
#include <optional>

#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>

#include "core/host/host.h"
#include "core/session/session.h"
#include "ui/actions/process_actions.h"
#include "ui/charts/system_charts.h"
#include "ui/details/details_view.h"
#include "ui/events/events_view.h"
#include "ui/find/who_has_window.h"
#include "ui/lab/lab_view.h"
#include "ui/live/event_stream.h"
#include "ui/live/helper/helper.h"
#include "ui/live/helper/protected_details.h"
#include "ui/live/inspections.h"
#include "ui/live/sampler.h"
#include "ui/models/process_tree_model.h"
#include "ui/models/settings.h"
#include "ui/tree/filter_bar.h"
#include "ui/tree/process_view.h"
#include "ui/window/appearance.h"
#include "ui/window/system_status.h"

namespace forklore {

enum class DetailsPlace { Below, Beside, Hidden };

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// @param source the host's, for the samples
    /// @param settings where the window remembers how it was left; outlives it
    MainWindow(std::shared_ptr<const Host> host, std::unique_ptr<Source> source, Settings &settings);
    ~MainWindow() override;

    void selectPid(Pid pid) { m_view->setWanted(pid); }
    void setInterval(std::chrono::milliseconds interval);
    void setAppearance(Appearance appearance);
    /// Takes the first sample.
    void start();

    [[nodiscard]] QStringList paneIds() const { return m_details->paneIds(); }
    /// Of the selected process: the pane with the id, where there is one.
    void showPane(const QString &id) { m_details->showPane(id); }
    /// Hears what happens to processes from here on.
    void openEvents(EventStream::Open open);
    /// @param program where forklore-lab is
    void setLab(const QString &program) { m_labProgram = program; }
    /// Opens the Lab at a demo; empty: at the one that it shows.
    void showLab(const QString &demo);
    /// @param program where forklore-helper is: asked where the user's own rights do not reach. Not for
    /// root.
    void setHelper(const QString &program);
    /// Nothing can be done to processes, nor allowed to in this run, which the settings do not remember.
    void forceReadOnly(const QString &why);

signals:
    /// Two samples were taken and the visible pane shows the selected process.
    void filled();
    /// The process that was to be selected does not exist.
    void pidMissing(forklore::Pid pid);
    /// There is no sample, and why.
    void failed(const QString &reason);

protected:
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut();
    void shareOutSplitter();
    [[nodiscard]] bool isLabBesideCharts() const;
    void handleLabVisibility();
    void widenLab();
    void resetLayout();
    void resetColumns();
    void makeChartsDock();
    void makeOperationsDock();
    void makeEventsDock();
    void makeLabDock();
    void makeLab();
    void showLook();
    void connectAll();
    void connectSamples();
    void makeToolBar();
    void makeFileMenu();
    void makeViewMenu();
    void makeProcessMenu();
    void makeDemosMenu();
    void makeHelpMenu();
    void applySample(const SamplePtr &sample);
    void applyEvents(const EventBatch &events);
    void unlockDetails(bool unlocked);
    void setReadOnly(bool readOnly);
    /// In the status bar, for as long as it takes to read.
    void showMessage(const QString &text);
    void appendOperations(const std::vector<OperationRecord> &records);
    void applyFilter(const QString &text, const Expression &expression);
    void showMatches();
    void clearFilter();
    void copyPid();
    void copyCommandLine();
    void checkFilled();
    void setPaused(bool paused);
    void setShape(ProcessTreeModel::Shape shape);
    void setDetailsPlace(DetailsPlace place);
    void showColumnMenu(const QPoint &at);
    void showProcessMenu(const QPoint &at);
    void showWhoHas();
    void goTo(const ProcessId &id);
    void setEndedStay(std::optional<std::chrono::milliseconds> stay);
    void fillColumnMenu(QMenu &menu);
    void copyRows();
    void about();
    void restoreSettings();
    void keepSettings();
    void saveSettings();

    Settings &m_settings;
    std::shared_ptr<Session> m_session; ///< of the threads that write to it, too: one may be left behind
    ChartCursor m_chartCursor;
    ProcessTreeModel m_model;
    std::shared_ptr<const Host> m_host;
    Sampler m_sampler;
    Inspections m_inspections;
    ProtectedDetails m_protected;
    Appearance m_appearance = Appearance::System;
    DetailsPlace m_detailsPlace = DetailsPlace::Below;
    int m_samples = 0;
    bool m_filledOnce = false;

    ProcessView *m_view;
    DetailsView *m_details;
    SystemCharts *m_charts;
    QDockWidget *m_chartsDock;
    Helper *m_helper = nullptr;
    ProcessActions *m_actions;
    OperationsModel *m_operations;
    SectionTable *m_operationsTable;
    QDockWidget *m_operationsDock;
    EventsView *m_events;
    QDockWidget *m_eventsDock;
    QString m_labProgram;
    QDockWidget *m_labDock;
    LabView *m_lab = nullptr;
    bool m_labOpen = false;
    int m_labWidth = 0;      ///< when it was closed; 0: not in this run
    int m_chartsWidth = 0;   ///< of the system charts before the Lab was opened; 0: not known
    QByteArray m_firstState; ///< of the docks, before the user has moved them
    /// What a demo points at, until a sample shows it.
    struct WantedLook {
        ProcessId id;
        QString pane;
        QString field;
    };
    std::optional<WantedLook> m_wantedLook;
    QSplitter *m_splitter;
    FilterBar *m_filter;
    QLabel *m_problem; ///< why there are no samples
    SystemStatus *m_status;
    QTimer m_messageDelay;
    QTimer m_saveTimer;

    QAction *m_pause = nullptr;
    QAction *m_list = nullptr;
    QActionGroup *m_intervals = nullptr;
    QActionGroup *m_places = nullptr;
    QActionGroup *m_appearances = nullptr;
    QActionGroup *m_scales = nullptr;
    QActionGroup *m_endedStays = nullptr;
    QAction *m_branchSums = nullptr;
    QAction *m_readOnly = nullptr;
    QString m_readOnlyWhy; ///< where the user cannot switch it off
    QAction *m_unlock = nullptr;
    QMenu *m_processMenu = nullptr;
    WhoHasWindow *m_whoHas = nullptr;
    QToolButton *m_intervalButton = nullptr;
    QToolButton *m_shapeButton = nullptr;
};

} // namespace forklore

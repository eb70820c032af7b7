// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QHeaderView>

#include "ui/models/filter_context.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

MainWindow::MainWindow(std::shared_ptr<const Host> host, std::unique_ptr<Source> source, Settings &settings)
    : m_settings(settings),
      m_session(std::make_shared<Session>()),
      m_host(std::move(host)),
      m_sampler(std::move(source), m_host->userNames(), m_session, this),
      m_inspections(*m_host),
      m_view(new ProcessView(m_model)),
      m_details(new DetailsView(*m_session, m_chartCursor)),
      m_charts(new SystemCharts(*m_session, m_chartCursor)),
      m_chartsDock(new QDockWidget(tr("System"), this)),
      m_actions(new ProcessActions(m_host->control(), *m_view, m_model, *this)),
      m_operations(makeOperationsModel(nullptr)),
      m_operationsTable(new SectionTable(m_operations)),
      m_operationsDock(new QDockWidget(tr("Action log"), this)),
      m_events(new EventsView(*m_session, m_chartCursor)),
      m_eventsDock(new QDockWidget(tr("Events"), this)),
      m_labDock(new QDockWidget(tr("Lab"), this)),
      m_splitter(new QSplitter(Qt::Vertical)),
      m_filter(new FilterBar),
      m_problem(new QLabel),
      m_status(new SystemStatus)
{
    setWindowTitle(QStringLiteral("Forklore"));
    layOut();
    makeChartsDock();
    makeOperationsDock();
    makeEventsDock();
    makeLabDock();
    makeToolBar();
    makeFileMenu();
    makeViewMenu();
    makeProcessMenu();
    makeDemosMenu();
    makeHelpMenu();
    connectAll();
    m_firstState = saveState();
    shareOutSplitter();
    restoreSettings();
    if (const auto operations = m_host->capabilities().operations; !operations)
        forceReadOnly(displayText(operations.error().message));
}

MainWindow::~MainWindow()
{
    m_labDock->disconnect(this); // it is hidden when this is no MainWindow any more
}

void MainWindow::connectAll()
{
    m_model.setSession(*m_session);
    connect(m_details, &DetailsView::limitEditWanted, m_actions, &ProcessActions::editLimit);
    connect(m_actions, &ProcessActions::performed, this, &MainWindow::appendOperations);
    connect(m_actions, &ProcessActions::messageWanted, this, &MainWindow::showMessage);
    m_view->setSession(*m_session);
    connect(m_details, &DetailsView::measured, this,
            [this](const ProcessId &id, Metric metric, double value, std::chrono::nanoseconds patience) {
                m_session->measure(id, metric, value, patience);
            });
    connect(m_details, &DetailsView::processChanged, this,
            [this](const std::optional<ProcessId> &id) { m_session->select(id); });
    connectSamples();
    connect(m_details, &DetailsView::inspectionWanted, &m_inspections, &Inspections::ask);
    connect(&m_inspections, &Inspections::inspected, &m_protected, &ProtectedDetails::handle);
    connect(&m_protected, &ProtectedDetails::lockedAgain, this, [this](const QString &why) {
        m_unlock->setChecked(false);
        showMessage(tr("Protected details stay hidden: %1").arg(why));
    });
    connect(&m_protected, &ProtectedDetails::inspected, this, [this](const Inspection &inspection) {
        m_details->applyInspection(inspection);
        checkFilled();
    });
    connect(m_view, &ProcessView::chosenChanged, m_details, &DetailsView::showProcess);
    connect(m_view, &ProcessView::nothingChosen, m_details, &DetailsView::showNothing);
    connect(m_view, &ProcessView::messageWanted, this, &MainWindow::showMessage);
    connect(m_details, &DetailsView::processLinked, this, &MainWindow::goTo);
    connect(m_view, &ProcessView::menuWanted, this, &MainWindow::showProcessMenu);
    connect(m_view->header(), &QHeaderView::customContextMenuRequested, this, &MainWindow::showColumnMenu);

    auto &field = m_filter->field();
    connect(&field, &FilterField::applied, this, &MainWindow::applyFilter);
    connect(&field, &FilterField::errorChanged, this, &MainWindow::showMatches);
    connect(&field, &FilterField::left, m_view, qOverload<>(&QWidget::setFocus));
    field.setValues([this](std::size_t asked) {
        const auto sample = m_model.sample();
        return sample ? valuesAmong(sample->snapshot->processes, asked, filterContext(*sample))
                      : std::vector<std::string>();
    });
    connect(m_filter, &FilterBar::savedChanged, this, [this] { m_filter->saved().write(m_settings); });

    constexpr auto readingTime = std::chrono::seconds(3);
    m_messageDelay.setSingleShot(true);
    m_messageDelay.setInterval(readingTime);
    connect(&m_messageDelay, &QTimer::timeout, this, &MainWindow::showMatches);
    connect(m_view, &ProcessView::searching, this, [this](const QString &text, bool found) {
        m_status->showMessage(found ? tr("Find: %1").arg(text)
                                    : tr("Find: %1 (no process begins with it)").arg(text));
        m_messageDelay.start();
    });
}

/// A sample goes to the model. Who shows some of it as well is connected to applied(), when the rows are
/// those of the sample; who needs the details of it, to sampleShown().
void MainWindow::connectSamples()
{
    m_sampler.setRequest([this] {
        auto request = m_view->request();
        request.machine = true;
        // So that every process has a past.
        request.inTurn = {.descriptorCount = true, .io = true, .contextSwitches = true};
        request.watched = m_details->process();
        return request;
    });
    connect(&m_sampler, &Sampler::sampled, m_problem, &QWidget::hide);
    connect(&m_sampler, &Sampler::sampled, this, &MainWindow::applySample);
    connect(&m_model, &ProcessTreeModel::applied, m_view, &ProcessView::selectAtStart);
    connect(&m_model, &ProcessTreeModel::applied, m_details, &DetailsView::applySample);
    connect(&m_model, &ProcessTreeModel::applied, m_charts, &SystemCharts::applySample);
    connect(&m_model, &ProcessTreeModel::applied, m_events, &EventsView::applySample);
    connect(&m_model, &ProcessTreeModel::applied, m_status, &SystemStatus::applySample);
    connect(&m_model, &ProcessTreeModel::applied, m_actions, &ProcessActions::applySample);
    connect(&m_model, &ProcessTreeModel::applied, this, [this] {
        if (!m_messageDelay.isActive())
            showMatches();
    });
    connect(m_details, &DetailsView::sampleShown, this, &MainWindow::showLook);
    connect(m_details, &DetailsView::sampleShown, this, &MainWindow::checkFilled);
    connect(m_view, &ProcessView::wantedMissing, this, [this](Pid pid) {
        showMessage(tr("There is no process %1").arg(pid));
        emit pidMissing(pid);
    });
    connect(&m_sampler, &Sampler::failed, this, &MainWindow::failed);
    connect(&m_sampler, &Sampler::failed, this, [this](const QString &reason) {
        m_problem->setText(tr("The processes cannot be listed: %1").arg(reason));
        m_problem->show();
    });
    connect(&m_sampler, &Sampler::late, this, [this](WallTime since) {
        m_problem->setText(tr("The processes have not been read since %1: the machine is very slow, or /proc "
                              "does not answer.")
                               .arg(timeOfDayText(since)));
        m_problem->show();
    });
}

void MainWindow::start()
{
    keepSettings();
    const auto refreshSoon = [this] { // a first rate wants a second sample
        QTimer::singleShot(std::chrono::milliseconds(300), &m_sampler, &Sampler::refresh);
    };
    connect(&m_sampler, &Sampler::sampled, this, refreshSoon, Qt::SingleShotConnection);
    m_sampler.refresh();
}

void MainWindow::applySample(const SamplePtr &sample)
{
    ++m_samples;
    m_model.apply(sample, m_view->isPointedAt());
}

void MainWindow::appendOperations(const std::vector<OperationRecord> &records)
{
    for (const auto &record : records)
        addOperation(*m_operations, wallClock(), record);
    m_sampler.refresh(); // what came of it is seen at once
}

void MainWindow::showMessage(const QString &text)
{
    m_status->showMessage(text);
    m_messageDelay.start();
}

void MainWindow::setHelper(const QString &program)
{
    if (m_host->inspector()->system().viewer.isRoot())
        return;
    m_helper = new Helper(program, this);
    m_actions->setHelper(m_helper);
    m_protected.setHelper(m_helper);
    m_unlock->setVisible(m_host->capabilities().operations.has_value());
}

void MainWindow::unlockDetails(bool unlocked)
{
    const auto obstacle = unlocked && m_helper ? m_helper->obstacle() : QString();
    if (!obstacle.isEmpty()) {
        m_unlock->setChecked(false);
        return showMessage(
            tr("Protected details stay hidden: %1; start Forklore as root to see them").arg(obstacle));
    }
    m_protected.setUnlocked(unlocked);
    m_sampler.refresh(); // the pane asks anew
}

void MainWindow::setReadOnly(bool readOnly)
{
    const auto why = !readOnly ? QString()
                     : m_readOnly->isEnabled()
                         ? tr("Read-only: switch off File → Read-only to act on processes")
                         : tr("Read-only: %1").arg(m_readOnlyWhy);
    m_actions->setReadOnly(why);
    m_details->setEditable(!readOnly);
    m_status->setReadOnly(why);
    setWindowTitle(readOnly ? tr("Read-only") : QStringLiteral("Forklore"));
}

void MainWindow::forceReadOnly(const QString &why)
{
    m_readOnlyWhy = why;
    m_readOnly->setEnabled(false);
    m_readOnly->setChecked(true);
    setReadOnly(true); // with this reason, also where it was chosen before
}

void MainWindow::checkFilled()
{
    const bool shown =
        m_detailsPlace == DetailsPlace::Hidden || !m_details->process() || m_details->isFilled();
    if (m_filledOnce || m_samples < 2 || !shown)
        return;
    m_filledOnce = true;
    emit filled();
}

void MainWindow::applyFilter(const QString &text, const Expression &expression)
{
    const ProcessFilter filter(text.toStdString(), expression);
    if (filter == m_model.filter())
        return;
    m_model.setFilter(filter);
    if (filter.needs() != FactNeeds()) // which the sample that is shown may not hold
        m_sampler.refresh();
    m_view->setFiltered(!filter.isEmpty());
    // The process whose details are shown may have been hidden by the filter before: it is selected again.
    if (m_view->chosen().isValid())
        m_view->reveal();
    else if (m_details->process())
        m_view->select(*m_details->process());
    showMatches();
}

void MainWindow::showMatches()
{
    const auto count = static_cast<std::uint64_t>(m_model.matchCount());
    if (const int column = m_filter->field().errorColumn(); column > 0)
        m_status->showMessage(tr("Wrong at column %1: the last filter stands").arg(column));
    else if (m_model.filter().isEmpty())
        m_status->showMessage({});
    else
        m_status->showMessage(count == 1 ? tr("1 process matches")
                                         : tr("%1 processes match").arg(countText(count)));
}

void MainWindow::setInterval(std::chrono::milliseconds interval)
{
    m_sampler.setInterval(interval);
    m_intervalButton->setText(tr("%1 s").arg(std::chrono::duration<double>(interval).count()));
    for (auto *action : m_intervals->actions())
        action->setChecked(action->data().toLongLong() == interval.count());
}

void MainWindow::setPaused(bool paused)
{
    m_sampler.setPaused(paused);
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    if (!paused)
        m_sampler.refresh();
}

void MainWindow::setShape(ProcessTreeModel::Shape shape)
{
    const bool list = shape == ProcessTreeModel::Shape::List;
    m_list->setChecked(list);
    m_shapeButton->setText(list ? tr("List") : tr("Tree"));
    m_view->setRootIsDecorated(!list);
    m_model.setShape(shape);
    if (m_view->chosen().isValid())
        m_view->reveal();
}

void MainWindow::setAppearance(Appearance appearance)
{
    m_appearance = appearance;
    applyAppearance(appearance);
    for (auto *action : m_appearances->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(appearance));
}

void MainWindow::showWhoHas()
{
    if (!m_whoHas) {
        m_whoHas = new WhoHasWindow(m_host->inspector(), this);
        connect(m_whoHas, &WhoHasWindow::processLinked, this, &MainWindow::goTo);
    }
    m_whoHas->show();
    m_whoHas->raise();
    m_whoHas->activateWindow();
}

void MainWindow::copyRows()
{
    const auto text = m_view->selectedText();
    if (text.isEmpty())
        return showMessage(m_actions->whyNoneSelected());
    QApplication::clipboard()->setText(text);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveSettings();
    m_settings.finish();
    QMainWindow::closeEvent(event);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QHeaderView>
#include <QMenu>
#include <QScreen>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

MainWindow::MainWindow(std::unique_ptr<Source> source, Inspector inspector, QSettings &settings)
    : m_settings(settings),
      m_sampler(std::move(source)),
      m_inspections(std::move(inspector)),
      m_palette(Palette::light()),
      m_view(new ProcessView(m_model)),
      m_details(new DetailsView),
      m_splitter(new QSplitter(Qt::Vertical)),
      m_filter(new QLineEdit),
      m_problem(new QLabel),
      m_status(new SystemStatus)
{
    setWindowTitle(QStringLiteral("Forklore"));
    layOut();
    makeToolBar();
    makeFileMenu();
    makeViewMenu();
    makeProcessMenu();
    makeHelpMenu();
    connectAll();
    restoreSettings();
}

MainWindow::~MainWindow() = default;

void MainWindow::layOut()
{
    m_problem->setWordWrap(true);
    m_problem->setMargin(10);
    m_problem->hide();
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_details);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_view->setMinimumSize(200, 120);
    m_details->setMinimumSize(260, 120);

    auto *central = new QWidget;
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_problem);
    column->addWidget(m_splitter, 1);
    setCentralWidget(central);
    setStatusBar(m_status);
    constexpr QSize usual(1280, 800);
    constexpr QSize frame(0, 40); // what a window manager adds
    resize(usual.boundedTo(screen()->availableSize() - frame));
}

void MainWindow::connectAll()
{
    m_sampler.setRequest([this] { return m_view->request(); });
    connect(&m_sampler, &Sampler::sampled, this, &MainWindow::takeSample);
    connect(&m_sampler, &Sampler::failed, this, [this](const QString &reason) {
        m_problem->setText(tr("The processes cannot be listed: %1").arg(reason));
        m_problem->show();
    });
    connect(m_details, &DetailsView::inspectionWanted, &m_inspections, &Inspections::ask);
    connect(&m_inspections, &Inspections::inspected, this, [this](const Inspection &inspection) {
        m_details->takeInspection(inspection);
        checkFilled();
    });
    connect(m_view, &ProcessView::currentProcessChanged, m_details, &DetailsView::showProcess);
    connect(m_details, &DetailsView::processLinked, m_view, &ProcessView::select);
    connect(m_view, &ProcessView::customContextMenuRequested, this, &MainWindow::showProcessMenu);
    connect(m_view->header(), &QHeaderView::customContextMenuRequested, this, &MainWindow::showColumnMenu);

    constexpr auto typingPause = std::chrono::milliseconds(120);
    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(typingPause);
    connect(&m_filterDelay, &QTimer::timeout, this, &MainWindow::applyFilter);
    connect(m_filter, &QLineEdit::textChanged, &m_filterDelay, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        applyFilter();
        m_view->setFocus();
    });

    constexpr auto readingTime = std::chrono::seconds(3);
    m_sayDelay.setSingleShot(true);
    m_sayDelay.setInterval(readingTime);
    connect(&m_sayDelay, &QTimer::timeout, this, &MainWindow::applyFilter);
    connect(m_view, &ProcessView::searching, this, [this](const QString &text, bool found) {
        m_status->say(found ? tr("Find: %1").arg(text)
                            : tr("Find: %1 (no process begins with it)").arg(text));
        m_sayDelay.start();
    });
}

void MainWindow::start()
{
    m_sampler.refresh();
}

void MainWindow::takeSample(const SamplePtr &sample)
{
    const bool first = m_samples++ == 0;
    m_problem->hide();
    m_model.setHeld(m_view->isPointedAt());
    m_model.apply(sample);
    if (first || m_wantedPid)
        selectFirst();
    m_details->takeSample(sample);
    m_status->takeSample(sample);
    if (first) // a first rate wants a second sample: soon, not after a whole interval
        QTimer::singleShot(std::chrono::milliseconds(300), &m_sampler, &Sampler::refresh);
    checkFilled();
}

void MainWindow::selectFirst()
{
    const auto *wanted = m_wantedPid ? m_model.sample()->snapshot->withPid(*m_wantedPid) : nullptr;
    if (m_wantedPid && !wanted) {
        m_status->say(tr("There is no process %1").arg(*m_wantedPid));
        m_sayDelay.start();
    }
    m_wantedPid.reset();
    const auto first = m_model.index(0, 0);
    if (wanted)
        m_view->select(wanted->id);
    else if (first.isValid() && !m_view->currentIndex().isValid())
        m_view->setCurrentIndex(first);
}

void MainWindow::checkFilled()
{
    const bool shown = m_detailsPlace == DetailsPlace::Hidden || m_details->isFilled();
    if (m_filledOnce || m_samples < 2 || !shown)
        return;
    m_filledOnce = true;
    emit filled();
}

void MainWindow::applyFilter()
{
    const ProcessFilter filter(m_filter->text());
    m_filterDelay.stop();
    if (!filter.isEmpty())
        m_view->setFiltered(true);
    m_model.setFilter(filter);
    m_view->setFiltered(!filter.isEmpty());
    const auto current = m_view->currentIndex();
    if (current.isValid())
        m_view->scrollTo(current);
    m_status->say(
        filter.isEmpty()
            ? QString()
            : tr("%1 of them match").arg(countText(static_cast<std::uint64_t>(m_model.matchCount()))));
}

void MainWindow::setInterval(std::chrono::milliseconds interval)
{
    m_sampler.setInterval(interval);
    m_intervalButton->setText(interval < std::chrono::seconds(1)
                                  ? tr("%1 s").arg(static_cast<double>(interval.count()) / 1000)
                                  : tr("%1 s").arg(interval.count() / 1000));
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
    const auto current = m_view->currentIndex();
    if (current.isValid())
        m_view->select(ProcessTreeModel::node(current).id);
}

void MainWindow::setDetailsPlace(DetailsPlace place)
{
    m_detailsPlace = place;
    m_details->setVisible(place != DetailsPlace::Hidden);
    m_splitter->setOrientation(place == DetailsPlace::Beside ? Qt::Horizontal : Qt::Vertical);
    for (auto *action : m_places->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(place));
}

void MainWindow::setAppearance(Appearance appearance)
{
    m_appearance = appearance;
    m_palette = applyAppearance(appearance);
    m_view->setColors(m_palette);
    m_details->setColors(m_palette);
    styleWindow(*this, m_palette);
    m_splitter->setStyleSheet(
        QStringLiteral("QSplitter::handle { background: %1; }").arg(m_palette.line.name()));
    m_problem->setStyleSheet(
        QStringLiteral("background: %1; color: %2;").arg(m_palette.endedRow.name(), m_palette.text.name()));
    for (auto *action : m_appearances->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(appearance));
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        styleWindow(*this, m_palette);
    QMainWindow::changeEvent(event);
}

void MainWindow::copyRows()
{
    auto rows = m_view->selectionModel()->selectedRows();
    QStringList lines;
    for (const auto &row : rows) {
        QStringList cells;
        for (int visual = 0; visual < m_view->header()->count(); ++visual) {
            const int column = m_view->header()->logicalIndex(visual);
            if (!m_view->isColumnHidden(column))
                cells += m_model.cellText(ProcessTreeModel::node(row), column);
        }
        lines += cells.join(QLatin1Char('\t'));
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void MainWindow::restoreSettings()
{
    restoreGeometry(m_settings.value(QStringLiteral("window/geometry")).toByteArray());
    setDetailsPlace(static_cast<DetailsPlace>(
        std::clamp(m_settings.value(QStringLiteral("window/details")).toInt(), 0, 2)));
    m_splitter->restoreState(m_settings.value(QStringLiteral("window/splitter")).toByteArray());
    setDetailsPlace(m_detailsPlace);
    m_details->setCurrentPane(
        std::clamp(m_settings.value(QStringLiteral("window/pane")).toInt(), 0, m_details->paneCount() - 1));
    setAppearance(static_cast<Appearance>(
        std::clamp(m_settings.value(QStringLiteral("window/appearance")).toInt(), 0, 2)));
    const auto interval = m_settings.value(QStringLiteral("sampling/interval"), 1000).toLongLong();
    setInterval(std::chrono::milliseconds(std::clamp(interval, 100LL, 60'000LL)));
    const bool ofMachine = m_settings.value(QStringLiteral("tree/cpu-of-machine")).toBool();
    m_scales->actions().at(ofMachine ? 1 : 0)->trigger();
    for (int column = 1; column < m_model.columnCount(); ++column) {
        const auto &about = processColumns()[static_cast<std::size_t>(column)];
        const auto id = QLatin1String(about.id);
        m_view->setColumnShown(column,
                               m_settings.value(QStringLiteral("columns/%1").arg(id), about.shown).toBool());
    }
    if (m_settings.value(QStringLiteral("tree/list")).toBool())
        setShape(ProcessTreeModel::Shape::List);
}

void MainWindow::saveSettings()
{
    m_settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_settings.setValue(QStringLiteral("window/splitter"), m_splitter->saveState());
    m_settings.setValue(QStringLiteral("window/details"), static_cast<int>(m_detailsPlace));
    m_settings.setValue(QStringLiteral("window/pane"), m_details->currentPane());
    m_settings.setValue(QStringLiteral("window/appearance"), static_cast<int>(m_appearance));
    m_settings.setValue(QStringLiteral("sampling/interval"),
                        static_cast<qlonglong>(m_sampler.interval().count()));
    m_settings.setValue(QStringLiteral("tree/cpu-of-machine"), m_model.cpuScale() == CpuScale::Machine);
    m_settings.setValue(QStringLiteral("tree/list"), m_model.shape() == ProcessTreeModel::Shape::List);
    for (int column = 1; column < m_model.columnCount(); ++column) {
        const auto id = QLatin1String(processColumns()[static_cast<std::size_t>(column)].id);
        m_settings.setValue(QStringLiteral("columns/%1").arg(id), !m_view->isColumnHidden(column));
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveSettings();
    QMainWindow::closeEvent(event);
}

} // namespace forklore

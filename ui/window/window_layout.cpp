// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the parts of the main window are, and how large.
#include <QActionGroup>
#include <QScreen>
#include <QVBoxLayout>

#include "ui/window/main_window.h"

namespace forklore {
namespace {

constexpr int roomForBoth = 1100; // for the tree and the system charts beside it

} // namespace

void MainWindow::layOut()
{
    m_problem->setObjectName(QStringLiteral("noSamples")); // for the style
    m_problem->setTextFormat(Qt::PlainText);               // it may name a path
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

void MainWindow::makeChartsDock()
{
    m_chartsDock->setObjectName(QStringLiteral("system-charts"));
    m_chartsDock->setWidget(m_charts);
    addDockWidget(Qt::RightDockWidgetArea, m_chartsDock);
    const auto orient = [this] {
        const auto area = dockWidgetArea(m_chartsDock);
        const bool row = !m_chartsDock->isFloating() &&
                         (area == Qt::TopDockWidgetArea || area == Qt::BottomDockWidgetArea);
        m_charts->setOrientation(row ? Qt::Horizontal : Qt::Vertical);
        if (m_chartsDock->isFloating())
            m_chartsDock->resize(m_chartsDock->size().boundedTo(screen()->availableSize()));
    };
    connect(m_chartsDock, &QDockWidget::dockLocationChanged, this, orient);
    connect(m_chartsDock, &QDockWidget::topLevelChanged, this, orient);
    connect(m_charts, &SystemCharts::processLinked, this, &MainWindow::goTo);
    m_chartsDock->installEventFilter(this); // for its width
    m_chartsDock->setVisible(width() >= roomForBoth);
}

void MainWindow::makeOperationsDock()
{
    m_operationsDock->setObjectName(QStringLiteral("operations"));
    m_operationsTable->setAccessibleName(tr("Action log"));
    m_operationsDock->setWidget(m_operationsTable);
    addDockWidget(Qt::BottomDockWidgetArea, m_operationsDock);
    m_operationsDock->hide();
    connect(m_operationsTable, &SectionTable::followed, this, [this](const QModelIndex &index) {
        goTo(m_operations->rows()[static_cast<std::size_t>(index.row())].record.process.id);
    });
}

void MainWindow::setDetailsPlace(DetailsPlace place)
{
    m_detailsPlace = place;
    m_details->setVisible(place != DetailsPlace::Hidden);
    const auto orientation = place == DetailsPlace::Beside ? Qt::Horizontal : Qt::Vertical;
    if (m_splitter->orientation() != orientation) {
        m_splitter->setOrientation(orientation);
        shareOutSplitter();
    }
    for (auto *action : m_places->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(place));
}

void MainWindow::shareOutSplitter()
{
    // Parts, not pixels: it shares out what it has.
    m_splitter->setSizes(m_splitter->orientation() == Qt::Vertical ? QList<int>{width(), width()}
                                                                   : QList<int>{3 * width(), 2 * width()});
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    // As wide as it is while the Lab does not share its place.
    if (watched == m_chartsDock && event->type() == QEvent::Resize && m_labDock->isHidden() && !m_labOpen)
        m_chartsWidth = m_chartsDock->width();
    return QMainWindow::eventFilter(watched, event);
}

bool MainWindow::isLabBesideCharts() const
{
    const auto area = dockWidgetArea(m_labDock);
    const bool beside = area == Qt::LeftDockWidgetArea || area == Qt::RightDockWidgetArea;
    return beside && area == dockWidgetArea(m_chartsDock) && !m_labDock->isFloating() &&
           !m_chartsDock->isFloating();
}

void MainWindow::handleLabVisibility()
{
    const bool open = !m_labDock->isHidden();
    if (open)
        makeLab();
    if (m_labOpen == open)
        return;
    if (open && m_samples > 0) // else it is as it was left
        widenLab();
    if (!open) {
        m_labWidth = m_labDock->width();
        if (isLabBesideCharts() && !m_chartsDock->isHidden())
            resizeDocks({m_chartsDock}, {m_chartsWidth > 0 ? m_chartsWidth : m_charts->sizeHint().width()},
                        Qt::Horizontal);
    }
    m_labOpen = open;
}

void MainWindow::widenLab()
{
    const int usual = std::min(m_lab->sizeHint().width(), width() / 2);
    resizeDocks({m_labDock}, {m_labWidth > 0 ? m_labWidth : usual}, Qt::Horizontal);
}

void MainWindow::resetLayout()
{
    restoreState(m_firstState);
    for (auto *dock : {m_chartsDock, m_labDock, m_eventsDock, m_operationsDock})
        dock->setVisible(dock == m_chartsDock && width() >= roomForBoth);
    m_labWidth = 0;
    resizeDocks({m_chartsDock}, {m_charts->sizeHint().width()}, Qt::Horizontal);
    setDetailsPlace(DetailsPlace::Below);
    shareOutSplitter();
    resetColumns();
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The menus and the tool bar of the main window.
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QToolBar>

#include "core/process/names/arguments.h"
#include "ui/models/text/bytes.h"
#include "ui/tree/filter_help.h"
#include "ui/window/main_window.h"

namespace forklore {
namespace {

QAction *addChoice(QMenu &menu, QActionGroup &group, const QString &text, const QVariant &value)
{
    auto *action = menu.addAction(text);
    action->setCheckable(true);
    action->setData(value);
    group.addAction(action);
    return action;
}

QToolButton *menuButton(const QString &text, const QString &tip, QMenu *menu)
{
    auto *button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

void MainWindow::makeToolBar()
{
    auto *bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);

    m_pause = bar->addAction(tr("Pause"));
    m_pause->setCheckable(true);
    m_pause->setShortcut(Qt::CTRL | Qt::Key_P);
    m_pause->setToolTip(tr("Stop refreshing and keep what is shown (Ctrl+P)"));
    connect(m_pause, &QAction::toggled, this, &MainWindow::setPaused);

    auto *intervals = new QMenu(this);
    m_intervals = new QActionGroup(this);
    for (const int milliseconds : {500, 1000, 2000, 5000, 10000})
        addChoice(*intervals, *m_intervals, tr("Every %1 s").arg(milliseconds / 1000.0), milliseconds);
    connect(m_intervals, &QActionGroup::triggered, this, [this](const QAction *action) {
        setInterval(std::chrono::milliseconds(action->data().toInt()));
    });
    m_intervalButton = menuButton({}, tr("How often the processes are read"), intervals);
    bar->addWidget(m_intervalButton);

    bar->addWidget(m_filter);

    auto *shapes = new QMenu(this);
    m_list = shapes->addAction(tr("Flat list"));
    m_list->setCheckable(true);
    m_list->setShortcut(Qt::Key_F4);
    connect(m_list, &QAction::toggled, this, [this](bool list) {
        setShape(list ? ProcessTreeModel::Shape::List : ProcessTreeModel::Shape::Tree);
    });
    const auto setExpanded = [this](bool expanded) {
        m_view->setEverythingExpanded(expanded);
        if (m_model.shape() == ProcessTreeModel::Shape::List)
            showMessage(tr("A flat list has no branches: they are seen in the tree (F4)"));
    };
    shapes->addAction(tr("Expand all"), Qt::CTRL | Qt::Key_Plus, this, [=] { setExpanded(true); });
    shapes->addAction(tr("Collapse all"), Qt::CTRL | Qt::Key_Minus, this, [=] { setExpanded(false); });
    m_shapeButton = menuButton(tr("Tree"), tr("Parents and children, or a flat list (F4)"), shapes);
    bar->addWidget(m_shapeButton);

    auto *places = new QMenu(this);
    m_places = new QActionGroup(this);
    addChoice(*places, *m_places, tr("Below the tree"), static_cast<int>(DetailsPlace::Below));
    addChoice(*places, *m_places, tr("Beside the tree"), static_cast<int>(DetailsPlace::Beside));
    addChoice(*places, *m_places, tr("Hidden"), static_cast<int>(DetailsPlace::Hidden));
    connect(m_places, &QActionGroup::triggered, this, [this](const QAction *action) {
        setDetailsPlace(static_cast<DetailsPlace>(action->data().toInt()));
    });
    bar->addWidget(
        menuButton(tr("Details"), tr("Where the details of the selected process are shown"), places));
}

void MainWindow::makeFileMenu()
{
    auto *menu = menuBar()->addMenu(tr("&File"));
    m_readOnly = menu->addAction(tr("&Read-only"));
    m_readOnly->setCheckable(true);
    m_readOnly->setToolTip(tr("Disables all operations on processes"));
    connect(m_readOnly, &QAction::toggled, this, &MainWindow::setReadOnly);
    connect(m_status, &SystemStatus::writableWanted, this, [this] {
        if (m_readOnly->isEnabled())
            m_readOnly->setChecked(false);
        else
            showMessage(tr("Read-only: %1").arg(m_readOnlyWhy));
    });
    menu->addSeparator();
    menu->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
}

void MainWindow::makeViewMenu()
{
    auto *menu = menuBar()->addMenu(tr("&View"));
    menu->addAction(m_pause);
    menu->addAction(tr("&Refresh now"), Qt::Key_F5, &m_sampler, &Sampler::refresh);
    auto *interval = menu->addMenu(tr("&Interval"));
    interval->addActions(m_intervals->actions());
    menu->addSeparator();
    menu->addAction(tr("&Filter"), QKeySequence::Find, this, [this] {
        m_filter->field().setFocus();
        m_filter->field().selectAll();
    });
    menu->addAction(tr("Who &has it open?"), Qt::CTRL | Qt::SHIFT | Qt::Key_F, this, &MainWindow::showWhoHas);
    menu->addAction(tr("C&lear the filter"), Qt::Key_Escape, this, &MainWindow::clearFilter);
    menu->addSeparator();
    menu->addActions(m_shapeButton->menu()->actions());
    auto *columns = menu->addMenu(tr("&Columns"));
    connect(columns, &QMenu::aboutToShow, this, [this, columns] {
        qDeleteAll(columns->findChildren<QMenu *>(Qt::FindDirectChildrenOnly)); // clear() leaves them
        columns->clear();
        fillColumnMenu(*columns);
    });

    auto *scale = menu->addMenu(tr("100 % CP&U is"));
    m_scales = new QActionGroup(this);
    addChoice(*scale, *m_scales, tr("One core"), static_cast<int>(CpuScale::OneCore));
    addChoice(*scale, *m_scales, tr("The whole machine"), static_cast<int>(CpuScale::Machine));
    connect(m_scales, &QActionGroup::triggered, this, [this](const QAction *action) {
        m_model.setCpuScale(static_cast<CpuScale>(action->data().toInt()));
    });
    auto *stay = menu->addMenu(tr("&Ended processes stay"));
    m_endedStays = new QActionGroup(this);
    for (const int seconds : {3, 5, 15, 60, 300})
        addChoice(*stay, *m_endedStays,
                  seconds < 60 ? tr("%1 s").arg(seconds) : tr("%1 min").arg(seconds / 60), seconds * 1000);
    addChoice(*stay, *m_endedStays, tr("Until they are dismissed"), 0);
    connect(m_endedStays, &QActionGroup::triggered, this, [this](const QAction *action) {
        const auto chosen = std::chrono::milliseconds(action->data().toInt());
        setEndedStay(chosen.count() > 0 ? std::optional(chosen) : std::nullopt);
    });
    stay->addSeparator();
    stay->addAction(tr("&Dismiss them now"), Qt::CTRL | Qt::Key_D, this, [this] {
        if (!m_model.dismissEnded())
            showMessage(tr("No process that has ended is shown"));
    });
    m_branchSums = menu->addAction(tr("&Sums of closed branches"));
    m_branchSums->setCheckable(true);
    connect(m_branchSums, &QAction::toggled, m_view, &ProcessView::setBranchSums);
    menu->addSeparator();
    auto *charts = m_chartsDock->toggleViewAction();
    charts->setText(tr("System c&harts"));
    charts->setShortcut(Qt::Key_F6);
    menu->addAction(charts);
    auto *events = m_eventsDock->toggleViewAction();
    events->setText(tr("E&vents"));
    events->setShortcut(Qt::Key_F7);
    menu->addAction(events);
    auto *operations = m_operationsDock->toggleViewAction();
    operations->setText(tr("&Action log"));
    menu->addAction(operations);
    m_unlock = menu->addAction(tr("Show &protected details"));
    m_unlock->setCheckable(true);
    m_unlock->setToolTip(tr("Files, environment, I/O and memory maps of other users' processes, for this "
                            "session: asks for the administrator's password"));
    m_unlock->setVisible(false); // until there is a helper
    connect(m_unlock, &QAction::toggled, this, &MainWindow::unlockDetails);
    auto *details = menu->addMenu(tr("&Details"));
    details->addActions(m_places->actions());
    auto *reset = menu->addAction(tr("Reset la&yout"), this, &MainWindow::resetLayout);
    reset->setToolTip(tr("Panels and columns are where they are at the first start"));
    auto *appearance = menu->addMenu(tr("&Appearance"));
    m_appearances = new QActionGroup(this);
    addChoice(*appearance, *m_appearances, tr("As the desktop"), static_cast<int>(Appearance::System));
    addChoice(*appearance, *m_appearances, tr("Light"), static_cast<int>(Appearance::Light));
    addChoice(*appearance, *m_appearances, tr("Dark"), static_cast<int>(Appearance::Dark));
    connect(m_appearances, &QActionGroup::triggered, this, [this](const QAction *action) {
        setAppearance(static_cast<Appearance>(action->data().toInt()));
    });
}

void MainWindow::makeProcessMenu()
{
    m_processMenu = menuBar()->addMenu(tr("&Process"));
    m_actions->addTo(*m_processMenu);
    m_processMenu->addSeparator();
    auto *parent =
        m_processMenu->addAction(tr("Go to &parent"), Qt::ALT | Qt::Key_Up, m_view, &ProcessView::goToParent);
    m_processMenu->addSeparator();
    auto *copy = m_processMenu->addAction(tr("&Copy row"), QKeySequence::Copy, this, &MainWindow::copyRows);
    copy->setShortcutContext(Qt::WidgetShortcut); // elsewhere Ctrl+C copies what has the focus
    m_view->addAction(copy);
    auto *pid = m_processMenu->addAction(tr("Copy p&id"), this, &MainWindow::copyPid);
    auto *line = m_processMenu->addAction(tr("Copy command &line"), this, &MainWindow::copyCommandLine);
    const QList<QAction *> ofOne = {parent, copy, pid, line};
    connect(m_processMenu, &QMenu::aboutToShow, this, [this, ofOne] {
        for (auto *action : ofOne)
            action->setEnabled(m_view->chosen().isValid());
    });
    connect(m_processMenu, &QMenu::aboutToHide, this, [ofOne] { // or their keys would stay dead
        for (auto *action : ofOne)
            action->setEnabled(true);
    });
}

void MainWindow::copyPid()
{
    const auto index = m_view->chosen();
    if (!index.isValid())
        return showMessage(m_actions->whyNoneSelected());
    QApplication::clipboard()->setText(QString::number(ProcessTreeModel::node(index).id.pid));
}

void MainWindow::copyCommandLine()
{
    const auto index = m_view->chosen();
    if (!index.isValid())
        return showMessage(m_actions->whyNoneSelected());
    const auto &process = *ProcessTreeModel::node(index).process;
    if (!process.stat || !process.commandLine) {
        const auto &error = process.stat ? process.commandLine.error() : process.stat.error();
        return showMessage(tr("Nothing was copied: %1").arg(displayText(error.message)));
    }
    const auto arguments = argumentsOf(*process.stat, *process.commandLine);
    if (arguments.empty())
        return showMessage(tr("Nothing was copied: process %1 has no command line").arg(process.id.pid));
    QApplication::clipboard()->setText(asShellLine(arguments));
}

void MainWindow::clearFilter()
{
    // Escape in another field is meant for that one.
    if (auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        field && field != &m_filter->field()) {
        field->clear();
        return;
    }
    m_filter->field().setFilter({});
    m_view->setFocus();
}

void MainWindow::makeHelpMenu()
{
    auto *menu = menuBar()->addMenu(tr("&Help"));
    menu->addAction(tr("&Keys"), QKeySequence::HelpContents, this, [this] {
        QMessageBox keys(
            QMessageBox::NoIcon, tr("Keys"),
            tr("<table cellspacing=\"6\">"
               "<tr><td><b>letters, digits</b></td><td>find a process by name or pid</td></tr>"
               "<tr><td><b>Ctrl+F</b></td><td>filter; Esc clears it</td></tr>"
               "<tr><td><b>Ctrl+Shift+F</b></td><td>find who has a file, a port or the like open</td></tr>"
               "<tr><td><b>F4</b></td><td>tree or flat list</td></tr>"
               "<tr><td><b>← →</b></td><td>close and open a branch</td></tr>"
               "<tr><td><b>Alt+↑</b></td><td>go to the parent</td></tr>"
               "<tr><td><b>Ctrl++ Ctrl+−</b></td><td>expand all, collapse all</td></tr>"
               "<tr><td><b>F6</b></td><td>system charts</td></tr>"
               "<tr><td><b>F7</b></td><td>events: all that happens to processes</td></tr>"
               "<tr><td><b>F8</b></td><td>the Lab: demos of what processes are</td></tr>"
               "<tr><td><b>Ctrl+D</b></td><td>dismiss the rows of those that have ended</td></tr>"
               "<tr><td><b>Ctrl+P</b></td><td>pause and resume</td></tr>"
               "<tr><td><b>F5</b></td><td>refresh now</td></tr>"
               "<tr><td><b>Del, Shift+Del</b></td><td>terminate, kill: asks first</td></tr>"
               "<tr><td><b>Ctrl+C</b></td><td>copy the selected rows, cells between tabs</td></tr></table>"),
            QMessageBox::Ok, this);
        keys.exec();
    });
    menu->addAction(tr("Filter &language"), this, [this] { showFilterHelp(this); });
    menu->addSeparator();
    menu->addAction(tr("About &Forklore"), this, &MainWindow::about);
    menu->addAction(tr("About &Qt"), qApp, &QApplication::aboutQt);
}

void MainWindow::about()
{
    QMessageBox::about(
        this, tr("About Forklore"),
        tr("<h3>Forklore %1</h3><p>Shows what a process is: its ids and parents, files, limits, "
           "environment, arguments and names.</p><p>Free software under the GNU General Public License, "
           "version 3 or later.</p>")
            .arg(QApplication::applicationVersion()));
}

void MainWindow::fillColumnMenu(QMenu &menu)
{
    auto *rare = new QMenu(tr("&More columns"), &menu);
    for (auto *part : {&menu, rare})
        part->setToolTipsVisible(true);
    for (int column = 1; column < m_model.columnCount(); ++column) { // the first is the tree itself
        const auto &about = processColumns()[static_cast<std::size_t>(column)];
        auto *action = (about.isRare ? rare : &menu)->addAction(about.title);
        action->setToolTip(about.tip);
        action->setCheckable(true);
        action->setChecked(!m_view->isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_view->setColumnShown(column, shown);
            m_sampler.refresh();
        });
    }
    menu.addSeparator();
    menu.addMenu(rare);
}

void MainWindow::showColumnMenu(const QPoint &at)
{
    QMenu menu(this);
    const int column = m_view->header()->logicalIndexAt(at);
    if (column >= 0) {
        menu.addAction(tr("Fit the width"), this, [this, column] { m_view->fitColumn(column); });
        menu.addSeparator();
    }
    fillColumnMenu(menu);
    menu.exec(m_view->header()->mapToGlobal(at));
}

void MainWindow::showProcessMenu(const QPoint &at)
{
    if (m_view->indexAt(at).isValid())
        m_processMenu->exec(m_view->viewport()->mapToGlobal(at));
}

} // namespace forklore

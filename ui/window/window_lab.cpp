// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the main window does with the Lab: it opens it, and shows in tree and details what a demo points at.
#include <QMenuBar>

#include "core/lab/catalogue/catalogue.h"
#include "ui/models/text/bytes.h"
#include "ui/window/main_window.h"

namespace forklore {

using namespace Qt::StringLiterals;

void MainWindow::makeLabDock()
{
    m_labDock->setObjectName(QStringLiteral("lab"));
    addDockWidget(Qt::RightDockWidgetArea, m_labDock);
    tabifyDockWidget(m_chartsDock, m_labDock);
    m_labDock->hide();
    connect(m_labDock, &QDockWidget::visibilityChanged, this, &MainWindow::handleLabVisibility);
}

/// Not before it is wanted: it has a thread of its own.
void MainWindow::makeLab()
{
    if (m_lab)
        return;
    auto *stage = new LabStage(m_labProgram, this);
    m_lab = new LabView(*stage);
    m_lab->setDone(m_settings.value(u"lab/done"_s).toStringList());
    m_labDock->setWidget(m_lab);
    connect(m_lab, &LabView::processLinked, this, &MainWindow::goTo);
    connect(m_lab, &LabView::momentCame, this, [this](const QHash<ProcessId, QString> &marked) {
        m_view->setMarks(marked);
        m_wantedLook.reset();
        m_details->setMark({}, {}, {});
        m_sampler.refresh(); // what the demo points at is in the tree at once
    });
    connect(m_lab, &LabView::lookWanted, this,
            [this](const ProcessId &id, const QString &pane, const QString &field) {
                m_wantedLook = {id, pane, field};
                m_sampler.refresh();
            });
}

void MainWindow::showLab(const QString &demo)
{
    const bool isNew = !m_lab;
    makeLab();
    m_labDock->show();
    if (isNew)
        widenLab();
    m_labDock->raise();
    QTimer::singleShot(0, m_labDock, &QWidget::raise); // tabs that are not laid out yet forget it
    if (!demo.isEmpty())
        m_lab->showDemo(demo);
    m_lab->page().focusRun();
}

/// As soon as a sample has the process, or it is known to have ended: a sample may have begun before it did.
void MainWindow::showLook()
{
    if (!m_wantedLook || m_wantedLook->id.start == ProcessId::unknownStart)
        return;
    const auto timeline = m_session->timeline(m_wantedLook->id);
    if (!m_model.sample()->snapshot->find(m_wantedLook->id) && !(timeline && timeline->ended))
        return m_sampler.refresh();
    const auto look = *std::exchange(m_wantedLook, std::nullopt);
    goTo(look.id);
    m_view->fitCurrentName();
    if (!look.pane.isEmpty())
        m_details->showPane(look.pane);
    m_details->setMark(look.id, look.pane, look.field);
}

void MainWindow::makeDemosMenu()
{
    auto *menu = menuBar()->addMenu(tr("&Demos"));
    auto *dock = m_labDock->toggleViewAction();
    dock->setText(tr("&Lab"));
    dock->setShortcut(Qt::Key_F8);
    menu->addAction(dock);
    connect(dock, &QAction::triggered, this, [this](bool shown) {
        if (shown)
            showLab({});
    });
    menu->addAction(tr("&Try it yourself"), this, [this] {
        showLab({});
        m_lab->showTryPage();
    });
    menu->addSeparator();
    QHash<QString, QMenu *> themes;
    for (const auto &demo : demos()) {
        auto *&theme = themes[displayText(demo.theme)];
        if (!theme)
            theme = menu->addMenu(displayText(demo.theme));
        theme->addAction(displayText(demo.text.title), this,
                         [this, name = displayText(demo.name)] { showLab(name); });
    }
    if (!m_host->capabilities().lab) {
        menu->setEnabled(false);
        dock->setEnabled(false);
    }
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is shown, what is chosen and what is acted on are one process, whatever keys lead there; and an action
// that does nothing says why.
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

#include "core/host/linux/control/linux_control.h"
#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/actions/process_actions.h"
#include "ui/details/details_view.h"

using namespace forklore;

namespace {

std::vector<Process> family()
{
    std::vector<Process> processes = {processOf(1, 0, 1, "init")};
    for (Pid pid = 101; pid <= 105; ++pid)
        processes.push_back(processOf(pid, 1, 50, "job"));
    return processes;
}

} // namespace

class TestSelection : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_model = std::make_unique<ProcessTreeModel>();
        m_view = new ProcessView(*m_model, m_window.get());
        m_details = new DetailsView(m_session, m_cursor, m_window.get());
        m_actions =
            std::make_unique<ProcessActions>(std::make_shared<LinuxControl>(), *m_view, *m_model, *m_window);
        m_actions->addTo(m_menu);
        connect(m_view, &ProcessView::chosenChanged, m_details, &DetailsView::showProcess);
        connect(m_view, &ProcessView::nothingChosen, m_details, &DetailsView::showNothing);
        m_view->resize(900, 400);
        m_window->resize(900, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_sample.reset();
        apply(family(), 1000);
        m_view->select({101, 50});
    }
    void cleanup()
    {
        m_actions.reset();
        m_window.reset();
        m_menu.clear();
    }

    void theArrowKeysChoose()
    {
        QTest::keyClick(m_view, Qt::Key_Down);
        QCOMPARE(agreed(), 102);
    }

    void theFocusAloneChoosesNothing()
    {
        QTest::keyClick(m_view, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(focused(), 102);
        QCOMPARE(agreed(), 101);
        QTest::keyClick(m_view, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(agreed(), 101);
        QTest::keyClick(m_view, Qt::Key_Space, Qt::ControlModifier); // now it is selected, too
        QCOMPARE(m_view->chosen().row(), m_model->indexOfPid(103).row());
        QCOMPARE(shown(), 103);
        QVERIFY(actedOn().contains(QLatin1String("2 processes")));
    }

    void aMouseDeselects()
    {
        click(103, Qt::ControlModifier);
        QCOMPARE(shown(), 103);
        click(103, Qt::ControlModifier);
        QCOMPARE(focused(), 103);
        QCOMPARE(agreed(), 101);
        click(101, Qt::ControlModifier);
        QCOMPARE(shown(), 0);
        QCOMPARE(actedOn(), QStringLiteral("No process is selected"));
    }

    void typingChooses()
    {
        QTest::keyClicks(m_view, QStringLiteral("104"));
        QCOMPARE(agreed(), 104);
        QTest::keyClick(m_view, Qt::Key_Down, Qt::ControlModifier);
        QTest::keyClicks(m_view, QStringLiteral("x")); // nobody's name: nothing is chosen
        QCOMPARE(agreed(), 104);
    }

    void aLinkChoosesWhileCtrlIsHeld()
    {
        QTest::keyPress(m_view, Qt::Key_Control, Qt::ControlModifier);
        m_view->select({104, 50});
        QTest::keyRelease(m_view, Qt::Key_Control);
        QCOMPARE(agreed(), 104);
    }

    void theMenuKeyOpensAtWhatIsChosen()
    {
        QTest::keyClick(m_view, Qt::Key_Down, Qt::ControlModifier);
        QSignalSpy wanted(m_view, &ProcessView::menuWanted);
        menuAt({}, QContextMenuEvent::Keyboard);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(pidAt(wanted.last().front().toPoint()), 101);
        QCOMPARE(agreed(), 101);
        menuAt(m_view->visualRect(m_model->indexOfPid(104)).center(), QContextMenuEvent::Mouse);
        QCOMPARE(wanted.count(), 2);
        QCOMPARE(agreed(), 104); // a menu is for the row under the pointer
        m_view->selectionModel()->clearSelection();
        const QSignalSpy said(m_view, &ProcessView::messageWanted);
        menuAt({}, QContextMenuEvent::Keyboard);
        QCOMPARE(wanted.count(), 2);
        QCOMPARE(said.count(), 1);
    }

    void theParentIsThatOfTheChosenOne()
    {
        QTest::keyClick(m_view, Qt::Key_Up, Qt::ControlModifier);
        m_view->goToParent();
        QCOMPARE(agreed(), 1);
        const QSignalSpy said(m_view, &ProcessView::messageWanted);
        m_view->goToParent();
        QCOMPARE(said.count(), 1);
        QCOMPARE(said.front().front().toString(),
                 QStringLiteral("Process 1 has no parent in this pid namespace"));
        QCOMPARE(agreed(), 1);
    }

    void oneThatEndsIsShownAndNotActedOn()
    {
        auto processes = family();
        std::erase_if(processes, [](const Process &process) { return process.id.pid == 101; });
        apply(processes, 1001);
        QCOMPARE(shown(), 101);
        QCOMPARE(actedOn(), QStringLiteral("Process 101 has ended: nothing can be done to it"));
        apply(processes, 1010); // its row goes
        QCOMPARE(shown(), 101);
        QCOMPARE(actedOn(), QStringLiteral("Process 101 has ended: nothing can be done to it"));
        QTest::keyClick(m_view, Qt::Key_Down);
        QCOMPARE(agreed(), 102);
    }

    void oneOfTwoThatEndsLeavesTheOther()
    {
        click(103, Qt::ControlModifier);
        QCOMPARE(shown(), 103);
        auto processes = family();
        std::erase_if(processes, [](const Process &process) { return process.id.pid == 103; });
        apply(processes, 1001);
        apply(processes, 1010);
        QCOMPARE(agreed(), 101);
    }

    void aFilterHidesAndShowsIt()
    {
        QTest::keyClick(m_view, Qt::Key_Down, Qt::ControlModifier);
        m_model->setFilter(filterOf("pid = 102"));
        QCOMPARE(shown(), 101);
        QCOMPARE(actedOn(), QStringLiteral("No process is selected: the filter hides process 101"));
        m_view->select({102, 50});
        QCOMPARE(agreed(), 102);
        m_model->setFilter(ProcessFilter());
        QCOMPARE(agreed(), 102);
    }

    void sortingAndTheListChangeNothing()
    {
        QTest::keyClick(m_view, Qt::Key_Down, Qt::ControlModifier);
        m_model->setShape(ProcessTreeModel::Shape::List);
        QCOMPARE(agreed(), 101);
        m_view->sortBy(processColumn("pid"), Qt::DescendingOrder);
        QCOMPARE(agreed(), 101);
        for (int second = 1001; second < 1005; ++second)
            apply(family(), second);
        QCOMPARE(agreed(), 101);
    }

    void priorityIsOfTheChosenOne()
    {
        const QSignalSpy said(m_actions.get(), &ProcessActions::messageWanted);
        m_view->selectionModel()->clearSelection();
        m_actions->editPriority();
        QCOMPARE(said.count(), 1);
        QVERIFY(m_window->findChildren<QDialog *>().isEmpty());
    }

private:
    void apply(std::vector<Process> processes, int seconds)
    {
        m_sample = sampleOf(std::move(processes), m_sample, seconds);
        m_model->apply(m_sample, false);
        m_details->applySample(m_sample);
    }
    void click(Pid pid, Qt::KeyboardModifiers modifiers)
    {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers,
                          m_view->visualRect(m_model->indexOfPid(pid)).center());
    }
    void menuAt(const QPoint &at, QContextMenuEvent::Reason reason)
    {
        QContextMenuEvent event(reason, at, m_view->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(m_view->viewport(), &event);
    }

    [[nodiscard]] Pid pidAt(const QPoint &at) const
    {
        return ProcessTreeModel::node(m_view->indexAt(at)).id.pid;
    }
    [[nodiscard]] Pid focused() const { return ProcessTreeModel::node(m_view->currentIndex()).id.pid; }
    [[nodiscard]] Pid shown() const { return m_details->process() ? m_details->process()->pid : 0; }

    /// What Del asks, or why it does not.
    QString actedOn()
    {
        QSignalSpy said(m_actions.get(), &ProcessActions::messageWanted);
        QTest::keyClick(m_view, Qt::Key_Delete);
        if (!m_actions->dialog())
            return said.isEmpty() ? QString() : said.last().front().toString();
        QString heading;
        for (const auto *label : m_actions->dialog()->findChildren<QLabel *>()) {
            if (label->text().startsWith(QLatin1String("Terminate")))
                heading = label->text();
        }
        delete m_actions->dialog();
        return heading;
    }

    /// The one that is shown, chosen, and acted on; 0: they are not the same.
    Pid agreed()
    {
        const auto chosen = m_view->chosen();
        const Pid pid = chosen.isValid() ? ProcessTreeModel::node(chosen).id.pid : 0;
        const bool asked = actedOn().endsWith(QStringLiteral(" %1?").arg(pid));
        return asked && shown() == pid ? pid : 0;
    }

    Session m_session;
    ChartCursor m_cursor;
    QMenu m_menu;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<ProcessTreeModel> m_model;
    ProcessView *m_view = nullptr;
    DetailsView *m_details = nullptr;
    std::unique_ptr<ProcessActions> m_actions;
    SamplePtr m_sample;
};

static const forklore::TestClass<TestSelection> testClass(__FILE__);
#include "tst_selection.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/tree/process_view.h"

using namespace forklore;

namespace {

/// init, and shells with three jobs each: more rows than there is room for.
std::vector<Process> crowd(int shells)
{
    std::vector<Process> processes = {processOf(1, 0, 1, "init")};
    for (int shell = 0; shell < shells; ++shell) {
        const auto pid = static_cast<Pid>(100 + 10 * shell);
        processes.push_back(processOf(pid, 1, 50, "shell"));
        for (int job = 1; job <= 3; ++job)
            processes.push_back(processOf(pid + job, pid, 60, "job"));
    }
    return processes;
}

} // namespace

class TestProcessView : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_model = std::make_unique<ProcessTreeModel>();
        m_view = std::make_unique<ProcessView>(*m_model);
        m_view->resize(900, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_sample.reset();
        apply(crowd(20), 1000);
    }
    void cleanup()
    {
        m_view.reset();
        m_model.reset();
    }

    void everythingIsOpenButTheKernelsThreads()
    {
        auto processes = crowd(2);
        processes.push_back(processOf(2, 0, 2, "kthreadd"));
        processes.push_back(processOf(3, 2, 3, "worker"));
        for (auto &process : processes) {
            if (process.id.pid == 2 || process.id.pid == 3)
                process.stat->flags = 0x00200000;
        }
        apply(processes, 1001);
        QVERIFY(m_view->isExpanded(indexOf(1)));
        QVERIFY(m_view->isExpanded(indexOf(100)));
        QVERIFY(!m_view->isExpanded(m_model->indexOf({2, 2})));
    }

    void whatThePersonClosedStaysClosed()
    {
        m_view->collapse(indexOf(110));
        auto processes = crowd(20);
        processes.push_back(processOf(119, 110, 900, "fresh"));
        apply(processes, 1001);
        QVERIFY(!m_view->isExpanded(indexOf(110)));
        m_view->setFiltered(true);
        m_model->setFilter(filterOf("fresh"));
        QVERIFY(m_view->isExpanded(indexOf(110))); // a match is never hidden in a closed branch
        m_model->setFilter(ProcessFilter());
        m_view->setFiltered(false);
        QVERIFY(!m_view->isExpanded(indexOf(110)));
        QVERIFY(m_view->isExpanded(indexOf(120)));
    }

    void allIsOpenedAndClosed()
    {
        m_view->setEverythingExpanded(false);
        QVERIFY(!m_view->isExpanded(indexOf(1)));
        m_view->setEverythingExpanded(true);
        QVERIFY(m_view->isExpanded(indexOf(1)) && m_view->isExpanded(indexOf(150)));
    }

    void theTopRowStaysOnTop()
    {
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
        const auto top = m_view->indexAt({5, 5});
        const auto id = ProcessTreeModel::node(top).id;
        const int before = m_view->visualRect(top).top();
        auto processes = crowd(20);
        for (Pid pid = 40; pid < 55; ++pid)
            processes.push_back(processOf(pid, 1, 900, "fresh"));
        std::erase_if(processes,
                      [](const Process &process) { return process.id.pid == 101 || process.id.pid == 112; });
        apply(processes, 1001);
        QCOMPARE(m_view->visualRect(m_model->indexOf(id)).top(), before);
        apply(processes, 1010); // the ended ones go
        QCOMPARE(m_view->visualRect(m_model->indexOf(id)).top(), before);
    }

    void theSelectedRowStaysSelected()
    {
        m_view->select({132, 60});
        for (int second = 1; second < 30; ++second) {
            auto processes = crowd(20);
            for (int i = 0; i < second % 7; ++i)
                processes.push_back(processOf(static_cast<Pid>(400 + i), 130,
                                              static_cast<StartTicks>(900 + second), "fresh"));
            apply(processes, 1000 + second);
            QCOMPARE(ProcessTreeModel::node(m_view->currentIndex()).id.pid, 132);
            QVERIFY(m_view->selectionModel()->isSelected(m_view->currentIndex()));
        }
    }

    void noNeighbourIsSelectedInPlaceOfOneThatEnds()
    {
        m_view->select({132, 60});
        QSignalSpy current(m_view.get(), &ProcessView::chosenChanged);
        auto processes = crowd(20);
        std::erase_if(processes, [](const Process &process) { return process.id.pid == 132; });
        apply(processes, 1001);
        QCOMPARE(ProcessTreeModel::node(m_view->currentIndex()).id.pid, 132); // tinted, still there
        apply(processes, 1010);
        QVERIFY(!m_view->currentIndex().isValid());
        QVERIFY(!m_view->selectionModel()->hasSelection());
        QCOMPARE(current.count(), 0);
    }

    void theArrowKeysGoOnFromWhereOneEnded()
    {
        m_view->select({132, 60});
        auto processes = crowd(20);
        std::erase_if(processes, [](const Process &process) { return process.id.pid == 132; });
        apply(processes, 1001);
        apply(processes, 1010);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QCOMPARE(ProcessTreeModel::node(m_view->currentIndex()).id.pid, 133);
    }

    void theKeysReachTheLastRowAfterTheList()
    {
        auto processes = crowd(20);
        for (Pid pid = 2; pid < 30; ++pid) {
            processes.push_back(processOf(pid, pid == 2 ? 0 : 2, 2, "kernel"));
            processes.back().stat->flags = 0x00200000;
        }
        apply(processes, 1001);
        apply(processes, 1010);
        m_view->select({132, 60});
        m_model->setShape(ProcessTreeModel::Shape::List);
        m_model->setShape(ProcessTreeModel::Shape::Tree);
        QTest::keyClick(m_view.get(), Qt::Key_End);
        const auto last = m_view->currentIndex();
        QVERIFY(last.isValid());
        QCOMPARE(ProcessTreeModel::node(last).id.pid, 2);
        QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(last).center()));
    }

    void theSelectedRowStaysWhereItIs()
    {
        m_view->select({132, 60});
        const int before = m_view->visualRect(m_view->currentIndex()).top();
        auto processes = crowd(20);
        for (Pid pid = 40; pid < 44; ++pid)
            processes.push_back(processOf(pid, 1, 900, "fresh")); // above it
        apply(processes, 1001);
        QCOMPARE(m_view->visualRect(m_view->currentIndex()).top(), before);
    }

    void sortingShowsWhatComesFirst()
    {
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
        m_view->sortBy(processColumn("memory"), Qt::DescendingOrder);
        QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    }

    void aRowIsFoundByTyping()
    {
        QSignalSpy searching(m_view.get(), &ProcessView::searching);
        m_view->setEverythingExpanded(false);
        QTest::keyClicks(m_view.get(), QStringLiteral("132"));
        QCOMPARE(ProcessTreeModel::node(m_view->currentIndex()).id.pid, 132);
        QVERIFY(m_view->isExpanded(indexOf(130)));
        QCOMPARE(searching.last().first().toString(), QStringLiteral("132"));
        QVERIFY(searching.last().last().toBool());
    }

    void theParentIsAKeyAway()
    {
        m_view->select({132, 60});
        m_view->goToParent();
        QCOMPARE(ProcessTreeModel::node(m_view->currentIndex()).id.pid, 130);
        m_model->setShape(ProcessTreeModel::Shape::List);
        m_view->goToParent();
        QCOMPARE(ProcessTreeModel::node(m_view->currentIndex()).id.pid, 1);
    }

    void onlyWhatIsSeenIsAskedFor()
    {
        auto request = m_view->request();
        QVERIFY(request.view.size() >= 5 && request.view.size() < 30);
        QCOMPARE(request.view.front(), 1);
        QVERIFY(request.ofView.descriptorCount);
        QVERIFY(!request.ofAll.descriptorCount);
        m_view->setColumnShown(processColumn("descriptors"), false);
        QVERIFY(!m_view->request().ofView.descriptorCount);
        m_view->sortBy(processColumn("descriptors"), Qt::DescendingOrder);
        QVERIFY(m_view->request().ofAll.descriptorCount);
    }

    void aMeasureIsSortedFromTheLargestDown()
    {
        const int memory = processColumn("memory");
        const QPoint at(m_view->header()->sectionViewportPosition(memory) + 10, 10);
        QTest::mouseClick(m_view->header()->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(m_model->sortColumn(), memory);
        QCOMPARE(m_model->sortOrder(), Qt::DescendingOrder);
        QTest::mouseClick(m_view->header()->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(m_model->sortOrder(), Qt::AscendingOrder);
    }

    void aFittedColumnCutsNothing()
    {
        auto processes = crowd(2);
        processes[1].stat->comm = "a process with a very long name, longer than its column";
        apply(processes, 1001);
        const int before = m_view->columnWidth(0);
        m_view->fitColumn(0);
        QVERIFY(m_view->columnWidth(0) > before);
    }

private:
    void apply(std::vector<Process> processes, int seconds)
    {
        m_sample = sampleOf(std::move(processes), m_sample, seconds);
        m_model->apply(m_sample);
    }
    [[nodiscard]] QModelIndex indexOf(Pid pid) const { return m_model->indexOfPid(pid); }

    std::unique_ptr<ProcessTreeModel> m_model;
    std::unique_ptr<ProcessView> m_view;
    SamplePtr m_sample;
};

static const forklore::TestClass<TestProcessView> testClass(__FILE__);
#include "tst_process_view.moc"

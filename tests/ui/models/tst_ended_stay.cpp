// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long those that have ended stay in the tree, and what goes with them.
#include <QItemSelectionModel>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/models/family_tree.h"
#include "tests/ui/samples.h"

using namespace forklore;
using namespace forklore::family_tree;
using namespace std::chrono_literals;

class TestEndedStay : public FamilyTree {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void theyStayAsLongAsWasSaid();
    void theyStayUntilTheyAreDismissed();
    void anotherStayCountsForThoseThatHaveEnded();
    void dismissingKeepsTheSelection();
    void aParentStaysWithTheRowsBelowIt();
    void ofMoreThanAThousandTheOldestGo();
};

void TestEndedStay::theyStayAsLongAsWasSaid()
{
    m_model->setEndedStay(15s);
    QVERIFY(m_model->endedStay() == 15s);
    apply(without(job), 1001);
    apply(without(job), 1015);
    QVERIFY(m_model->indexOf(job.id).isValid());
    apply(without(job), 1016);
    QVERIFY(!m_model->indexOf(job.id).isValid());
}

void TestEndedStay::theyStayUntilTheyAreDismissed()
{
    m_model->setEndedStay(std::nullopt);
    apply(without(job), 1001);
    apply(without(otherJob, without(job)), 90'000);
    QCOMPARE(dump(*m_model).filter(QStringLiteral("ended")).size(), 2);
    m_model->dismissEnded();
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10"}));
    append({exitOf(90'000s, job, exited(3), shell)}); // too late: its row is no more
    m_model->dismissEnded();
    apply(without(otherJob, without(job)), 90'001);
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10"}));
}

void TestEndedStay::anotherStayCountsForThoseThatHaveEnded()
{
    m_model->setEndedStay(std::nullopt);
    apply(without(job), 1001);
    m_model->setEndedStay(5s);
    apply(without(job), 1005);
    QVERIFY(m_model->indexOf(job.id).isValid());
    m_model->setEndedStay(std::nullopt);
    apply(without(job), 2000);
    QVERIFY(m_model->indexOf(job.id).isValid());
    m_model->setEndedStay(5s);
    apply(without(job), 2005);
    QVERIFY(!m_model->indexOf(job.id).isValid());
}

void TestEndedStay::dismissingKeepsTheSelection()
{
    apply(without(job), 1001);
    QItemSelectionModel selection(m_model.get());
    selection.select(m_model->indexOf(shell.id), QItemSelectionModel::Select);
    selection.select(m_model->indexOf(job.id), QItemSelectionModel::Select);
    selection.setCurrentIndex(m_model->indexOf(otherJob.id), QItemSelectionModel::Select);
    m_model->dismissEnded();
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10", "    job 12"}));
    QVERIFY(selection.currentIndex() == m_model->indexOf(otherJob.id));
    QVERIFY(selection.isSelected(m_model->indexOf(otherJob.id)));
    QVERIFY(selection.isSelected(m_model->indexOf(shell.id)));
    QCOMPARE(selection.selectedIndexes().size(), 2);
}

/// The shell and both jobs end one after the other: a tree of the dead goes as its last row goes.
void TestEndedStay::aParentStaysWithTheRowsBelowIt()
{
    m_model->setEndedStay(5s);
    apply({processOf(1, 0, 1, "init"), processWith(job, initial)}, 1001); // shell and the other job
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10 ended", "    job 12 ended", "  job 11"}));
    m_model->dismissEnded();
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  job 11"}));
}

void TestEndedStay::ofMoreThanAThousandTheOldestGo()
{
    constexpr Pid children = 1005;
    constexpr Pid firstPid = 100;
    m_model->setEndedStay(std::nullopt);
    const auto familyOf = [](Pid count) {
        std::vector<Process> processes = {processOf(1, 0, 1, "init")};
        for (Pid pid = firstPid; pid < firstPid + count; ++pid)
            processes.push_back(processOf(pid, 1, 20, "child"));
        return processes;
    };
    apply(familyOf(children), 1001);
    m_model->dismissEnded();             // the shell and its jobs
    apply(familyOf(children - 5), 1010); // those with the largest pids are the first to end
    apply(familyOf(0), 1011);
    apply(familyOf(0), 1012);
    QCOMPARE(m_model->rowCount(m_model->indexOf(initial.id)), 1000);
    QVERIFY(m_model->indexOf({firstPid, 20}).isValid());
    QVERIFY(m_model->indexOf({firstPid + children - 6, 20}).isValid());
    for (Pid pid = firstPid + children - 5; pid < firstPid + children; ++pid)
        QVERIFY(!m_model->indexOf({pid, 20}).isValid());
}

static const forklore::TestClass<TestEndedStay> testClass(__FILE__);
#include "tst_ended_stay.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who gets a signal that is sent to more than one process.
#include <QTest>

#include "core/operation/recipients.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

Process member(Pid pid, Pid ppid, Pid group, Pid session, State state = State::Sleeping)
{
    auto process = processOf(pid, ppid);
    process.stat->pgid = group;
    process.stat->sid = session;
    process.stat->state = state;
    return process;
}

QList<int> pidsOf(const std::vector<ProcessRef> &processes)
{
    QList<int> pids;
    for (const auto &process : processes)
        pids += process.id.pid;
    return pids;
}

} // namespace

class RecipientsTest : public QObject {
    Q_OBJECT

private slots:
    void scopes_data();
    void scopes();
    void aZombieIsAmongThemOnlyWhereItWasChosen();
    void anotherProcessWithThePidIsNotMeant();

private:
    /// A shell, 10, with two jobs, 20 | 21 and 30, and a daemon of another session below the second.
    const Snapshot m_machine =
        snapshotOf({member(1, 0, 1, 1), member(10, 1, 10, 10), member(20, 10, 20, 10), member(21, 10, 20, 10),
                    member(22, 21, 20, 10, State::Zombie), member(30, 10, 30, 10), member(31, 30, 31, 31),
                    member(40, 1, 40, 40), unreadable(50), member(60, 0, 0, 0), member(61, 0, 0, 0)});
};

void RecipientsTest::scopes_data()
{
    QTest::addColumn<int>("pid");
    QTest::addColumn<Scope>("scope");
    QTest::addColumn<TreeOrder>("order");
    QTest::addColumn<QList<int>>("pids");
    const auto leaves = TreeOrder::LeavesFirst;
    QTest::newRow("itself") << 20 << Scope::Process << leaves << QList<int>{20};
    QTest::newRow("a job") << 21 << Scope::Group << leaves << QList<int>{20, 21};
    QTest::newRow("a terminal") << 20 << Scope::Session << leaves << QList<int>{10, 20, 21, 30};
    QTest::newRow("a job from outside the namespace") << 60 << Scope::Group << leaves << QList<int>{60};
    QTest::newRow("leaves first") << 10 << Scope::Tree << leaves << QList<int>{31, 30, 21, 20, 10};
    QTest::newRow("root first") << 10 << Scope::Tree << TreeOrder::RootFirst
                                << QList<int>{10, 20, 21, 30, 31};
    QTest::newRow("a leaf's tree") << 31 << Scope::Tree << leaves << QList<int>{31};
}

void RecipientsTest::scopes()
{
    QFETCH(int, pid);
    QFETCH(Scope, scope);
    QFETCH(TreeOrder, order);
    QTEST(pidsOf(recipients(m_machine, {pid, 100}, scope, order)), "pids");
}

void RecipientsTest::aZombieIsAmongThemOnlyWhereItWasChosen()
{
    for (const auto scope : {Scope::Process, Scope::Tree})
        QCOMPARE(pidsOf(recipients(m_machine, {22, 100}, scope)), QList<int>{22});
    QVERIFY(!pidsOf(recipients(m_machine, {21, 100}, Scope::Tree)).contains(22));
}

void RecipientsTest::anotherProcessWithThePidIsNotMeant()
{
    for (const auto scope : {Scope::Process, Scope::Group, Scope::Session, Scope::Tree})
        QVERIFY(recipients(m_machine, {20, 99}, scope).empty());
}

static const forklore::TestClass<RecipientsTest> testClass(__FILE__);
#include "tst_recipients.moc"

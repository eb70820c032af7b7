// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tree says of orphans.
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/models/family_tree.h"

using namespace forklore;
using namespace forklore::family_tree;
using namespace std::chrono_literals;

class TestOrphans : public FamilyTree {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void anOrphanNamesItsParent_data();
    void anOrphanNamesItsParent();
    void anAdoptionThatOnlySamplesTellMakesAnOrphan();
};

void TestOrphans::anOrphanNamesItsParent_data()
{
    QTest::addColumn<bool>("isBirthHeard");
    QTest::addColumn<QByteArray>("comm");
    QTest::addColumn<QString>("tip");
    QTest::newRow("birth heard") << true << QByteArray("shell")
                                 << QStringLiteral("An orphan, born of shell 10, which has ended");
    QTest::newRow("first seen later")
        << false << QByteArray("shell")
        << QStringLiteral("An orphan, a child of shell 10 before, which has ended");
    QTest::newRow("no name") << true << QByteArray()
                             << QStringLiteral("An orphan, born of ? 10, which has ended");
    QTest::newRow("an awkward name") << true << QByteArray("%2\n%1")
                                     << QStringLiteral("An orphan, born of %2\\n%1 10, which has ended");
}

void TestOrphans::anOrphanNamesItsParent()
{
    QFETCH(bool, isBirthHeard);
    QFETCH(QByteArray, comm);
    auto processes = family();
    processes[1].stat->comm = comm.toStdString();
    apply(processes, 1001);
    const ProcessRef parent = {shell.id, comm.toStdString()};
    const ProcessRef fresh = {{13, 100'100}, "fresh"};
    if (isBirthHeard)
        append({eventOf(1001s, fresh, Forked{parent})});
    processes.push_back(processWith(fresh, shell));
    apply(processes, 1002);
    QVERIFY(!ProcessTreeModel::node(m_model->indexOf(fresh.id)).bornOf);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    append({exitOf(1002s, parent, exited(0), initial), eventOf(1002s, fresh, Reparented{parent, initial})});
    const auto index = m_model->indexOf(fresh.id);
    const auto &node = ProcessTreeModel::node(index);
    QVERIFY(node.bornOf == std::optional(parent));
    QCOMPARE(node.isBirthHeard, isBirthHeard);
    QTEST(index.data(Qt::ToolTipRole).toString(), "tip");
    QCOMPARE(changed.count(), 1); // of its row
    QCOMPARE(changed.first().first().toModelIndex(), index);
    // What it is told beside its own name: of the dead there is more to say.
    auto later = without(shell, without(job, without(otherJob, processes)));
    later.back().stat->ppid = 1;
    apply(later, 1003);
    QTEST(m_model->indexOf(fresh.id).data(Qt::ToolTipRole).toString(), "tip");
    later.pop_back();
    apply(later, 1004);
    QCOMPARE(m_model->indexOf(fresh.id).data(Qt::ToolTipRole).toString(), QString());
}

void TestOrphans::anAdoptionThatOnlySamplesTellMakesAnOrphan()
{
    auto processes = without(shell);
    processes[1].stat->ppid = 1;
    processes[2].stat->ppid = 1;
    apply(processes, 1001);
    for (const auto &ref : {job, otherJob}) {
        const auto &node = ProcessTreeModel::node(m_model->indexOf(ref.id));
        QVERIFY(node.bornOf == std::optional(shell));
        QVERIFY(!node.isBirthHeard);
    }
    QVERIFY(!ProcessTreeModel::node(m_model->indexOf(initial.id)).bornOf);
    QVERIFY(!ProcessTreeModel::node(m_model->indexOf(shell.id)).bornOf);
}

static const forklore::TestClass<TestOrphans> testClass(__FILE__);
#include "tst_orphans.moc"

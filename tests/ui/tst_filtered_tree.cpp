// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tree under a filter that looks at more than names: facts that change, time that passes, facts that must
// be asked for.
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/tree/process_view.h"

using namespace forklore;

class TestFilteredTree : public QObject {
    Q_OBJECT

private slots:
    void aFactThatChangesChangesTheRows()
    {
        ProcessTreeModel model;
        auto busy = processOf(5, 1, 100, "busy");
        busy.cpuShare = 0.2;
        const std::vector<Process> before = {processOf(1, 0), busy, processOf(6, 1, 100, "idle")};
        model.apply(sampleOf(before));
        model.setFilter(filterOf("cpu > 10"));
        QCOMPARE(dump(model), (QStringList{"test 1 no match", "  busy 5"}));
        auto after = before;
        after[1].cpuShare = 0.0;
        after[2].cpuShare = 0.5;
        model.apply(sampleOf(after, model.sample(), 1001));
        QCOMPARE(dump(model), (QStringList{"test 1 no match", "  idle 6"}));
        QCOMPARE(model.matchCount(), 1);
    }

    void timeThatPassesChangesTheRows()
    {
        ProcessTreeModel model;
        const std::vector<Process> processes = {processOf(1, 0, 1), processOf(5, 1, 90'000, "young")};
        model.apply(sampleOf(processes, nullptr, 1000)); // 100 s after it started
        model.setFilter(filterOf("age < 2m"));
        QCOMPARE(dump(model), (QStringList{"test 1 no match", "  young 5"}));
        model.apply(sampleOf(processes, model.sample(), 1030)); // no fact has changed
        QCOMPARE(dump(model), QStringList());
    }

    void aRowThatStaysSaysThatItNoLongerMatches()
    {
        ProcessTreeModel model;
        model.apply(sampleOf({processOf(1, 0, 1, "parent"), processOf(5, 1, 100, "child")}));
        model.setFilter(filterOf("parent or child"));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setFilter(filterOf("child"));
        QCOMPARE(dump(model), (QStringList{"parent 1 no match", "  child 5"}));
        QCOMPARE(changed.count(), 1);
    }

    void wordsFollowANewCommandLine()
    {
        ProcessTreeModel model;
        std::vector<Process> processes = {processOf(1, 0, 1, "init")};
        model.apply(sampleOf(processes));
        model.setFilter(filterOf("worker"));
        QCOMPARE(model.matchCount(), 0);
        processes[0].commandLine = std::string("init\0worker\0", 12);
        model.apply(sampleOf(processes, model.sample(), 1001));
        QCOMPARE(model.matchCount(), 1);
    }

    void usersAreNamed()
    {
        ProcessTreeModel model;
        model.apply(sampleOf({processOf(1, 0)}));
        model.setFilter(filterOf("user = root"));
        QCOMPARE(model.matchCount(), 1);
    }

    void whatAFilterNeedsIsAskedFor()
    {
        ProcessTreeModel model;
        const ProcessView view(model);
        QVERIFY(!view.request().ofAll.environment);
        model.setFilter(filterOf("env.LANG = C or fds > 80%"));
        const auto facts = view.request().ofAll;
        QVERIFY(facts.environment && facts.descriptorCount && facts.descriptorLimit);
        QVERIFY(!facts.io && !facts.contextSwitches);
        model.setFilter(ProcessFilter());
        QVERIFY(!view.request().ofAll.environment);
    }
};

static const forklore::TestClass<TestFilteredTree> testClass(__FILE__);
#include "tst_filtered_tree.moc"

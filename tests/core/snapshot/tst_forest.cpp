// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/snapshot/forest.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr Pid chainLength = 20'000;

using Pids = std::vector<Pid>;
using Depths = std::vector<std::size_t>;

Pids pidsOf(const Snapshot &snapshot, const std::vector<std::size_t> &positions)
{
    Pids pids;
    for (const auto position : positions)
        pids.push_back(snapshot.processes[position].id.pid);
    return pids;
}

Pids pidsOf(const Snapshot &snapshot, const std::vector<Forest::Place> &places)
{
    Pids pids;
    for (const auto &place : places)
        pids.push_back(snapshot.processes[place.position].id.pid);
    return pids;
}

Depths depthsOf(const std::vector<Forest::Place> &places)
{
    Depths depths;
    std::ranges::transform(places, std::back_inserter(depths), &Forest::Place::depth);
    return depths;
}

Pids pidsOf(const ProcessRefs &refs)
{
    Pids pids;
    std::ranges::transform(refs, std::back_inserter(pids), [](const ProcessRef &ref) { return ref.id.pid; });
    return pids;
}

/// Each process the child of the one before it.
Snapshot chain()
{
    std::vector<Process> processes;
    for (Pid pid = 1; pid <= chainLength; ++pid)
        processes.push_back(processOf(pid, pid - 1));
    return snapshotOf(std::move(processes));
}

} // namespace

class ForestTest : public QObject {
    Q_OBJECT

private slots:
    void empty();
    void parentsBeforeChildrenSiblingsByPid();
    void subtree();
    void missingParentsMakeRoots();
    void circles_data();
    void circles();
    void deepChain();
    void ancestorsNearestFirst();
    void ancestorsOfWhatIsNotThere();
    void ancestorsStopInACircle();
    void childrenByPid();
};

void ForestTest::empty()
{
    const Forest forest{Snapshot()};
    QVERIFY(forest.roots().empty());
    QVERIFY(forest.walk().empty());
}

void ForestTest::parentsBeforeChildrenSiblingsByPid()
{
    // A child with a smaller pid than its parent: pids wrap.
    const auto snapshot = snapshotOf({processOf(1, 0), processOf(2, 0), processOf(5, 9), processOf(7, 1),
                                      processOf(9, 1), processOf(10, 7), processOf(11, 9)});
    const Forest forest(snapshot);
    QCOMPARE(pidsOf(snapshot, forest.roots()), (Pids{1, 2}));
    QCOMPARE(pidsOf(snapshot, forest.walk()), (Pids{1, 7, 10, 9, 5, 11, 2}));
    QCOMPARE(depthsOf(forest.walk()), (Depths{0, 1, 2, 1, 2, 2, 0}));
    QCOMPARE(pidsOf(snapshot, forest.childrenOf(4)), (Pids{5, 11}));
    QCOMPARE(forest.parentOf(4), 0u);
    QCOMPARE(forest.parentOf(0), Forest::none);
}

void ForestTest::subtree()
{
    const auto snapshot = snapshotOf({processOf(1, 0), processOf(2, 1), processOf(3, 2), processOf(4, 1)});
    const auto places = Forest(snapshot).walkFrom(1, 3);
    QCOMPARE(pidsOf(snapshot, places), (Pids{2, 3}));
    QCOMPARE(depthsOf(places), (Depths{3, 4}));
}

void ForestTest::missingParentsMakeRoots()
{
    const auto snapshot = snapshotOf({processOf(5, 4), processOf(6, 5), unreadable(7), processOf(8, 7)});
    const Forest forest(snapshot);
    QCOMPARE(pidsOf(snapshot, forest.roots()), (Pids{5, 7}));
    QCOMPARE(pidsOf(snapshot, forest.walk()), (Pids{5, 6, 7, 8}));
}

void ForestTest::circles_data()
{
    QTest::addColumn<Pids>("parents"); // of 1, 2, 3, …
    QTest::addColumn<std::size_t>("roots");
    QTest::newRow("its own parent") << Pids{1} << std::size_t{1};
    QTest::newRow("two") << Pids{2, 1} << std::size_t{1};
    QTest::newRow("three") << Pids{2, 3, 1} << std::size_t{1};
    QTest::newRow("two with a tail before them") << Pids{2, 3, 2} << std::size_t{1};
    QTest::newRow("two with a tail after them") << Pids{2, 1, 2, 3} << std::size_t{1};
    QTest::newRow("two circles") << Pids{2, 1, 4, 3} << std::size_t{2};
    QTest::newRow("a circle beside a tree") << Pids{0, 1, 4, 3} << std::size_t{2};
    QTest::newRow("tails into one circle") << Pids{3, 3, 4, 3, 4, 5} << std::size_t{1};
}

void ForestTest::circles()
{
    QFETCH(Pids, parents);
    std::vector<Process> processes;
    Pids all;
    for (const auto parent : parents) {
        all.push_back(static_cast<Pid>(all.size() + 1));
        processes.push_back(processOf(all.back(), parent));
    }
    const auto snapshot = snapshotOf(processes);
    const Forest forest(snapshot);
    QTEST(forest.roots().size(), "roots");
    auto reached = pidsOf(snapshot, forest.walk());
    std::ranges::sort(reached);
    QCOMPARE(reached, all); // each once
    for (std::size_t position = 0; position < all.size(); ++position) {
        const auto parent = forest.parentOf(position);
        const bool kept = parent != Forest::none && all[parent] == parents[position];
        QVERIFY(kept || std::ranges::count(forest.roots(), position) == 1); // no parent is made up
    }
}

void ForestTest::deepChain()
{
    const auto places = Forest(chain()).walk();
    QCOMPARE(places.size(), static_cast<std::size_t>(chainLength));
    QCOMPARE(places.back().position, static_cast<std::size_t>(chainLength - 1));
    QCOMPARE(places.back().depth, static_cast<std::size_t>(chainLength - 1));
}

void ForestTest::ancestorsNearestFirst()
{
    auto snapshot = snapshotOf({processOf(1, 0, 3, "init"), processOf(5, 1, 50, "sh"), processOf(9, 5, 90)});
    const ProcessRefs expected = {{{5, 50}, "sh"}, {{1, 3}, "init"}};
    QVERIFY(ancestors(snapshot, {9, 90}) == expected);
    QVERIFY(ancestors(snapshot, {1, 3}).empty());

    const auto line = ancestors(chain(), {chainLength, 100});
    QCOMPARE(line.size(), static_cast<std::size_t>(chainLength - 1));
    QCOMPARE(line.back().id.pid, 1);
}

void ForestTest::ancestorsOfWhatIsNotThere()
{
    const auto snapshot = snapshotOf({processOf(1, 0), processOf(5, 1, 50), unreadable(6), processOf(7, 6)});
    QVERIFY(ancestors(snapshot, {5, 51}).empty()); // the pid is in use again
    QVERIFY(ancestors(snapshot, {4, 50}).empty());
    QVERIFY(ancestors(snapshot, snapshot.processes[2].id).empty());
    QVERIFY(ancestors(snapshot, {7, 100}) == (ProcessRefs{{{6, ProcessId::unknownStart}, "?"}}));
}

void ForestTest::ancestorsStopInACircle()
{
    const auto snapshot = snapshotOf({processOf(1, 2), processOf(2, 3), processOf(3, 2), processOf(4, 4)});
    QCOMPARE(pidsOf(ancestors(snapshot, {1, 100})), (Pids{2, 3}));
    QCOMPARE(pidsOf(ancestors(snapshot, {2, 100})), (Pids{3}));
    QCOMPARE(pidsOf(ancestors(snapshot, {4, 100})), Pids());
}

void ForestTest::childrenByPid()
{
    const auto snapshot = snapshotOf(
        {processOf(1, 0), processOf(2, 1), processOf(3, 2), unreadable(4), processOf(5, 1), processOf(6, 6)});
    QCOMPARE(pidsOf(forklore::children(snapshot, {1, 100})), (Pids{2, 5}));
    QCOMPARE(pidsOf(forklore::children(snapshot, {3, 100})), Pids());
    QCOMPARE(pidsOf(forklore::children(snapshot, {6, 100})), Pids());
}

static const forklore::TestClass<ForestTest> testClass(__FILE__);
#include "tst_forest.moc"

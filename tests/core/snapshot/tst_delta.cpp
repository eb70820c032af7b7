// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/snapshot/delta.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class DeltaTest : public QObject {
    Q_OBJECT

private slots:
    void nothingOfNothing();
    void same();
    void appearAndEnd();
    void anyFactChanges();
    void factsReadInTurnAreNoChange();
    void factsAskedForAreAChange();
    void reparented();
    void pidReused();
    void unreadableThenReadable();
    void unreadableStays();
    void allAtOnce();
};

void DeltaTest::nothingOfNothing()
{
    QVERIFY(difference({}, {}) == Delta{});
}

void DeltaTest::same()
{
    const auto snapshot = snapshotOf({processOf(1, 0), unreadable(2), processOf(3, 1)});
    QVERIFY(difference(snapshot, snapshot) == Delta{});
}

void DeltaTest::appearAndEnd()
{
    const auto few = snapshotOf({processOf(3, 0)});
    const auto many = snapshotOf({processOf(1, 0), processOf(3, 0), processOf(5, 0), processOf(9, 0)});
    QVERIFY(difference(few, many) == (Delta{{0, 2, 3}, {}, {}, {}}));
    QVERIFY(difference(many, few) == (Delta{{}, {}, {}, {{1, 100}, {5, 100}, {9, 100}}}));
    QVERIFY(difference({}, few) == (Delta{{0}, {}, {}, {}}));
    QVERIFY(difference(few, {}) == (Delta{{}, {}, {}, {{3, 100}}}));
}

void DeltaTest::anyFactChanges()
{
    const auto before = snapshotOf({processOf(1, 0)});
    const auto differs = [&](auto &&change) {
        auto after = before;
        changeAt(after, 0, change);
        return difference(before, after) == Delta{{}, {0}, {}, {}};
    };
    QVERIFY(differs([](Process &process) { process.stat->comm = "other"; }));
    QVERIFY(differs([](Process &process) { process.stat->state = State::Running; }));
    QVERIFY(differs([](Process &process) { process.stat->userTicks = 1; }));
    QVERIFY(differs([](Process &process) { process.credentials->uid.saved = 1; }));
    QVERIFY(differs([](Process &process) { process.credentials = failure(ErrorKind::Denied, ""); }));
    QVERIFY(differs([](Process &process) { process.commandLine = "other"; }));
    QVERIFY(differs([](Process &process) { process.descriptorCount = 1; }));
    QVERIFY(differs([](Process &process) { process.exitStatus = ExitStatus{}; }));
    QVERIFY(differs([](Process &process) { process.cpuShare = 0.0; }));
    QVERIFY(differs([](Process &process) { process.executableDeleted = true; }));
    QVERIFY(differs([](Process &process) { process.frozen.emplace(); }));
}

void DeltaTest::factsReadInTurnAreNoChange()
{
    const auto before = snapshotOf({processOf(1, 0)});
    auto after = before;
    changeAt(after, 0, [](Process &process) {
        process.io.emplace(IoCounters{.readBytes = 7});
        process.contextSwitches.emplace(7);
        process.descriptorsCounted = true;
        process.isForHistory = true;
    });
    QVERIFY(difference(before, after) == Delta{});
    QVERIFY(difference(after, before) == Delta{});
}

void DeltaTest::factsAskedForAreAChange()
{
    const Delta changed{{}, {0}, {}, {}};
    const auto without = snapshotOf({processOf(1, 0)});
    const auto check = [&](auto fact, auto first, auto second) {
        auto before = without;
        auto after = without;
        changeAt(before, 0, [&](Process &process) { (process.*fact).emplace(first); });
        changeAt(after, 0, [&](Process &process) { (process.*fact).emplace(second); });
        return difference(without, after) == changed && difference(before, after) == changed &&
               difference(after, after) == Delta{} &&
               difference(after, without) == Delta{}; // the row went out of view
    };
    QVERIFY(check(&Process::io, IoCounters{}, IoCounters{.readBytes = 1}));
    QVERIFY(check(&Process::contextSwitches, 1u, 2u));
    QVERIFY(check(&Process::descriptorLimit, std::optional<std::uint64_t>(1024), std::nullopt));
    QVERIFY(check(&Process::environment, Environment{}, Environment{{"A", "b"}}));
}

void DeltaTest::reparented()
{
    const auto before = snapshotOf({processOf(1, 0), processOf(5, 1), processOf(9, 5)});
    const auto after = snapshotOf({processOf(1, 0), processOf(9, 1)});
    QVERIFY(difference(before, after) == (Delta{{}, {1}, {1}, {{5, 100}}}));
}

void DeltaTest::pidReused()
{
    const auto before = snapshotOf({processOf(1, 0), processOf(5, 1, 50)});
    const auto after = snapshotOf({processOf(1, 0), processOf(5, 1, 60)});
    QVERIFY(difference(before, after) == (Delta{{1}, {}, {}, {{5, 50}}}));
}

void DeltaTest::unreadableThenReadable()
{
    const auto before = snapshotOf({unreadable(5)});
    const auto after = snapshotOf({processOf(5, 1)});
    QVERIFY(difference(before, after) == (Delta{{0}, {}, {}, {{5, ProcessId::unknownStart}}}));
    QVERIFY(difference(after, before) == (Delta{{0}, {}, {}, {{5, 100}}}));
}

void DeltaTest::unreadableStays()
{
    const auto before = snapshotOf({unreadable(5)});
    auto after = before;
    changeAt(after, 0,
             [](Process &process) { process.stat = failure(ErrorKind::Denied, "open /proc/5/stat"); });
    QVERIFY(difference(before, after) == (Delta{{}, {0}, {}, {}}));
}

void DeltaTest::allAtOnce()
{
    const auto before =
        snapshotOf({processOf(1, 0), processOf(2, 1), processOf(3, 2), processOf(4, 1, 40), processOf(6, 1)});
    auto after =
        snapshotOf({processOf(1, 0), processOf(3, 1), processOf(4, 1, 41), processOf(5, 1), processOf(6, 1)});
    changeAt(after, 4, [](Process &process) { process.stat->systemTicks = 7; });
    QVERIFY(difference(before, after) == (Delta{{2, 3}, {1, 4}, {1}, {{2, 100}, {4, 40}}}));
}

static const forklore::TestClass<DeltaTest> testClass(__FILE__);
#include "tst_delta.moc"

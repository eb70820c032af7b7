// SPDX-License-Identifier: GPL-3.0-or-later
//
// System calls that know threads by their bare numbers: all of a process are reached, and a number that has
// become another process's is told.
#include <QTest>

#include <cerrno>

#include "core/host/linux/control/each_thread.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

using Numbers = std::vector<int>;

/// Threads as a test has them.
struct Threads {
    Numbers own = {10, 11, 12};
    Numbers others = {};
    Numbers called = {};

    [[nodiscard]] ThreadTable table() const
    {
        const auto has = [](const Numbers &numbers, int thread) {
            return std::find(numbers.begin(), numbers.end(), thread) != numbers.end();
        };
        return {.list = [this] { return Result<Numbers>(own); },
                .isOwn = [=, this](int thread) { return has(own, thread); },
                .exists = [=, this](int thread) { return has(own, thread) || has(others, thread); }};
    }
};

} // namespace

class EachThreadTest : public QObject {
    Q_OBJECT

private slots:
    void allAreReached();
    void whatIsStartedMeanwhileIsReached();
    void aRefusalEndsIt();
    void withoutEndIsSaid();
    void anEndedThreadIsPassedOver();
    void aNumberOfAnotherProcessIsTold();
};

void EachThreadTest::allAreReached()
{
    Threads threads;
    const auto calls = callForEach(threads.table(), [&](int thread) {
        threads.called.push_back(thread);
        return 0;
    });
    QCOMPARE(calls.error, 0);
    QVERIFY(calls.other.empty());
    QCOMPARE(threads.called, (Numbers{10, 11, 12}));
}

void EachThreadTest::whatIsStartedMeanwhileIsReached()
{
    Threads threads;
    const auto calls = callForEach(threads.table(), [&](int thread) {
        if (thread == 12)
            threads.own.push_back(13);
        threads.called.push_back(thread);
        return 0;
    });
    QCOMPARE(calls.error, 0);
    QCOMPARE(threads.called, (Numbers{10, 11, 12, 13}));
}

void EachThreadTest::aRefusalEndsIt()
{
    Threads threads;
    const auto calls = callForEach(threads.table(), [&](int thread) {
        threads.called.push_back(thread);
        return thread == 11 ? EPERM : 0;
    });
    QCOMPARE(calls.error, EPERM);
    QCOMPARE(threads.called, (Numbers{10, 11}));
}

void EachThreadTest::withoutEndIsSaid()
{
    Threads threads;
    const auto calls = callForEach(threads.table(), [&](int thread) {
        threads.own.push_back(thread + 100);
        return 0;
    });
    QCOMPARE(calls.error, EBUSY);
}

void EachThreadTest::anEndedThreadIsPassedOver()
{
    Threads threads;
    const auto calls = callForEach(threads.table(), [&](int thread) {
        threads.called.push_back(thread);
        if (thread == 10)
            threads.own = {10, 12}; // 11 ends
        if (thread == 12)
            threads.own = {10}; // right after the call
        return thread == 11 ? ESRCH : 0;
    });
    QCOMPARE(calls.error, 0);
    QVERIFY(calls.other.empty());
    QCOMPARE(threads.called, (Numbers{10, 11, 12}));
}

void EachThreadTest::aNumberOfAnotherProcessIsTold()
{
    Threads threads;
    const auto calls = callForEach(threads.table(), [&](int thread) {
        if (thread == 10) { // 11 ends, and another process starts a thread
            threads.own = {10, 12};
            threads.others = {11};
        }
        return 0;
    });
    QCOMPARE(calls.error, 0);
    QCOMPARE(calls.other, Numbers{11});
}

static const forklore::TestClass<EachThreadTest> testClass(__FILE__);
#include "tst_each_thread.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include <pthread.h>

#include <QtTest>

#include "core/base/timed_calls.h"
#include "core/host/id_names.h"
#include "tests/support/gate.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

constexpr Patience forTests{50ms, 20s};
constexpr Patience patient{20s, 20s};

/// While it lives no thread can be started: none gets a stack of this size.
class NoMoreThreads {
public:
    NoMoreThreads()
    {
        pthread_getattr_default_np(&m_before);
        auto large = m_before;
        pthread_attr_setstacksize(&large, std::size_t(1) << 60);
        pthread_setattr_default_np(&large);
    }
    NoMoreThreads(const NoMoreThreads &) = delete;
    NoMoreThreads &operator=(const NoMoreThreads &) = delete;
    ~NoMoreThreads()
    {
        pthread_setattr_default_np(&m_before);
        pthread_attr_destroy(&m_before);
    }

private:
    pthread_attr_t m_before{};
};

} // namespace

class TimedCallsTest : public QObject {
    Q_OBJECT

private slots:
    void testCallsAreMadeInOrder();
    void testWhatDoesNotReturnHoldsUpNothingElse();
    void testOneCallForASubject();
    void testItIsAskedAgainOnceItHasReturned();
    void testAStopEndsTheWait();
    void testWithoutAThread();
    void testABusyThreadIsWaitedFor();
    void testTheWholeTimeIsBounded();
    void testAnEmptyBatch();
    void testNamesNeverWait();
    void testNamesAreAskedAgain();
};

void TimedCallsTest::testCallsAreMadeInOrder()
{
    TimedCalls calls;
    const auto made = std::make_shared<std::vector<int>>();
    std::vector<TimedCalls::Call> all;
    for (int i = 0; i < 1000; ++i)
        all.push_back({"same subject", "call", [made, i] { made->push_back(i); }});
    const auto errors = calls.make(std::move(all), patient);
    QVERIFY(std::ranges::none_of(errors, [](const auto &error) { return error.has_value(); }));
    QCOMPARE(made->size(), std::size_t(1000));
    QVERIFY(std::ranges::is_sorted(*made));
}

void TimedCallsTest::testWhatDoesNotReturnHoldsUpNothingElse()
{
    const auto gate = std::make_shared<Gate>(std::set<std::string>{"a", "c"});
    TimedCalls calls([gate](const auto &call) { gate->pass(call); });
    std::vector<TimedCalls::Call> all;
    const auto made = std::make_shared<std::atomic<int>>(0);
    for (const auto *subject : {"a", "b", "c", "d"})
        all.push_back({subject, std::string("the file of ") + subject, [made] { ++*made; }});
    const auto errors = calls.make(std::move(all), forTests);
    QCOMPARE(made->load(), 2);
    QVERIFY(!errors[1] && !errors[3]);
    QVERIFY(errors[0] && errors[2]);
    QCOMPARE(errors[0]->kind, ErrorKind::Stuck);
    QVERIFY2(errors[0]->message.starts_with("the file of a: no answer since "), errors[0]->message.c_str());
    const auto overdue = calls.overdue(0ms);
    QCOMPARE(overdue.size(), std::size_t(2));
    QCOMPARE(overdue[0].what, std::string("the file of a"));
    QVERIFY(calls.overdue(1h).empty());
    gate->open();
}

void TimedCallsTest::testOneCallForASubject()
{
    const auto gate = std::make_shared<Gate>(std::set<std::string>{"a"});
    TimedCalls calls([gate](const auto &call) { gate->pass(call); });
    for (int i = 0; i < 5; ++i) {
        const auto value = calls.make<int>(
            "a", "the first", [] { return Result<int>(1); }, forTests);
        QVERIFY(!value);
        QCOMPARE(value.error().kind, ErrorKind::Stuck);
        QCOMPARE(gate->held(), 1); // whoever asks again starts no second thread
    }
    gate->open();
}

void TimedCallsTest::testItIsAskedAgainOnceItHasReturned()
{
    const auto gate = std::make_shared<Gate>(std::set<std::string>{"a"});
    TimedCalls calls([gate](const auto &call) { gate->pass(call); });
    QVERIFY(!calls.make<int>(
        "a", "it", [] { return Result<int>(1); }, forTests));
    gate->open();
    QTRY_VERIFY(calls.overdue(0ms).empty());
    QCOMPARE(calls.make<int>(
                 "a", "it", [] { return Result<int>(2); }, patient),
             Result<int>(2));
}

void TimedCallsTest::testAStopEndsTheWait()
{
    const auto gate = std::make_shared<Gate>(std::set<std::string>{"a"});
    TimedCalls calls([gate](const auto &call) { gate->pass(call); });
    std::stop_source stop;
    std::jthread stopper([&] {
        while (gate->held() == 0)
            std::this_thread::yield();
        stop.request_stop();
    });
    const auto value = calls.make<int>(
        "a", "it", [] { return Result<int>(1); }, {1h, 1h}, stop.get_token());
    QVERIFY(!value);
    QCOMPARE(value.error().kind, ErrorKind::Io); // nothing is stuck
    QCOMPARE(value.error().message, std::string("it: no longer waited for"));
    gate->open();
}

void TimedCallsTest::testWithoutAThread()
{
    TimedCalls calls;
    const auto one = [] { return Result<int>(1); };
    {
        const NoMoreThreads limit;
        const auto value = calls.make<int>("a", "it", one, patient);
        QVERIFY(!value);
        QCOMPARE(value.error().kind, ErrorKind::Io);
        QCOMPARE(value.error().message, std::string("it: not read, as no thread could be started"));
    }
    QCOMPARE(calls.make<int>("a", "it", one, patient), Result<int>(1));
}

void TimedCallsTest::testABusyThreadIsWaitedFor()
{
    const auto gate = std::make_shared<Gate>(std::set<std::string>{"a"});
    TimedCalls calls([gate](const auto &call) { gate->pass(call); });
    calls.begin({"a", "the first", [] {}});
    QTRY_COMPARE(gate->held(), 1);
    const NoMoreThreads limit;
    const auto one = [] { return Result<int>(1); };
    constexpr auto whole = 30ms;
    const auto before = std::chrono::steady_clock::now();
    QVERIFY(!calls.make<int>("b", "it", one, {1h, whole}));
    QVERIFY(std::chrono::steady_clock::now() - before >= whole); // it might have come free
    gate->open();
    QCOMPARE(calls.make<int>("b", "it", one, patient), Result<int>(1));
}

void TimedCallsTest::testTheWholeTimeIsBounded()
{
    std::set<std::string> stuck;
    for (int i = 0; i < 200; ++i)
        stuck.insert(std::to_string(i));
    const auto gate = std::make_shared<Gate>(stuck);
    TimedCalls calls([gate](const auto &call) { gate->pass(call); });
    std::vector<TimedCalls::Call> all;
    for (const auto &subject : stuck)
        all.push_back({subject, "it", [] {}});
    const auto errors = calls.make(std::move(all), {1h, 200ms}); // comes back at all
    QVERIFY(std::ranges::all_of(errors, [](const auto &error) { return error.has_value(); }));
    gate->open();
}

void TimedCallsTest::testAnEmptyBatch()
{
    QVERIFY(TimedCalls().make({}, patient).empty());
}

void TimedCallsTest::testNamesNeverWait()
{
    const auto gate = std::make_shared<Gate>(std::set<std::string>{"user names"});
    TimedCalls calls([gate](const auto &call) { gate->pass(call); });
    const IdNames names(
        "user", [](std::uint32_t) { return std::optional<std::string>("jane"); }, calls);
    QCOMPARE(names.find(1000).error().kind, ErrorKind::Stuck);
    QCOMPARE(names.nameOrNumber(1000), std::string("1000"));
    names.await({1000, 1001}, 10ms);
    QCOMPARE(names.nameOrNumber(1001), std::string("1001"));
    gate->open();
    names.await({1000, 1001}, 20s);
    QCOMPARE(names.nameOrNumber(1000), std::string("jane"));
    QCOMPARE(names.nameOrNumber(1001), std::string("jane"));
}

void TimedCallsTest::testNamesAreAskedAgain()
{
    struct Database {
        std::mutex mutex;
        Result<std::optional<std::string>> answer = failure(ErrorKind::Io, "the server is away");
        int asked = 0;
    };
    const auto database = std::make_shared<Database>();
    const auto time = std::make_shared<std::atomic<std::int64_t>>(0);
    TimedCalls calls;
    const IdNames names(
        "user",
        [database](std::uint32_t) {
            const std::lock_guard lock(database->mutex);
            ++database->asked;
            return database->answer;
        },
        calls, [time] { return std::chrono::steady_clock::time_point(std::chrono::seconds(time->load())); });
    const auto answerIs = [&](Result<std::optional<std::string>> answer) {
        const std::lock_guard lock(database->mutex);
        database->answer = std::move(answer);
    };
    QCOMPARE(names.await(7).error().kind, ErrorKind::Io);
    answerIs(std::optional<std::string>());
    QCOMPARE(names.find(7).error().kind, ErrorKind::Io); // not with each sample
    *time += 31;
    QTRY_COMPARE(names.nameOrNumber(7), std::string("7")); // it has no name
    QTRY_COMPARE(names.find(7), Result<std::string>("7"));
    answerIs(std::optional<std::string>("old"));
    *time += 31;
    QTRY_COMPARE(names.nameOrNumber(7), std::string("old"));
    answerIs(std::optional<std::string>("new")); // the number was given to somebody else
    *time += 60;
    QCOMPARE(names.nameOrNumber(7), std::string("old"));
    *time += 300;
    QTRY_COMPARE(names.nameOrNumber(7), std::string("new"));
    const std::lock_guard lock(database->mutex);
    QCOMPARE(database->asked, 4);
}

static const forklore::TestClass<TimedCallsTest> testClass(__FILE__);
#include "tst_timed_calls.moc"

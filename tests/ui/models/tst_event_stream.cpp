// SPDX-License-Identifier: GPL-3.0-or-later
//
// The thread that hears events: a batch at a time, nothing twice, nothing out of order, however much happens.
#include <numeric>

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "tests/ui/staged_events.h"

using namespace forklore;

namespace {

/// Events that tell their numbers by their pids.
std::vector<Event> numbered(Pid first, Pid last)
{
    std::vector<Event> events;
    for (Pid number = first; number <= last; ++number)
        events.push_back(eventOf({}, {{number, 1}, "number"}, Continued()));
    return events;
}

std::vector<Pid> numbersOf(const std::vector<Event> &events)
{
    std::vector<Pid> numbers;
    for (const auto &event : events)
        numbers.push_back(event.process.id.pid);
    return numbers;
}

std::vector<Pid> upTo(Pid last)
{
    std::vector<Pid> numbers(static_cast<std::size_t>(last));
    std::iota(numbers.begin(), numbers.end(), 1);
    return numbers;
}

} // namespace

class TestEventStream : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".")));
        m_stage = std::make_shared<EventStage>(
            EventCoverage{EventCoverage::Kind::Pidfd, "a reason", "short lives", "a right"});
        m_session = std::make_shared<Session>();
    }

    void theSourceIsIntroduced()
    {
        EventStream stream(EventStage::sourceOf(m_stage), m_session);
        QSignalSpy opened(&stream, &EventStream::opened);
        QSignalSpy failed(&stream, &EventStream::failed);
        QTRY_COMPARE(opened.count(), 1);
        const auto coverage = opened.first().first().value<EventCoverage>();
        QCOMPARE(coverage.kind, EventCoverage::Kind::Pidfd);
        QCOMPARE(coverage.misses, std::string("short lives"));
        QCOMPARE(opened.first().last().toString(), QString());
        QCOMPARE(failed.count(), 0);
    }

    void aSourceThatCannotBeOpenedSaysWhy()
    {
        const auto open = []() -> Result<std::unique_ptr<EventSource>> {
            return failure(ErrorKind::Denied, "socket:\nPermission denied");
        };
        EventStream stream(open, m_session);
        QSignalSpy opened(&stream, &EventStream::opened);
        QSignalSpy failed(&stream, &EventStream::failed);
        stream.apply(sampleOf({processOf(1, 0)})); // which nobody wants
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("socket:\\nPermission denied"));
        QCOMPARE(opened.count(), 0);
    }

    void nothingIsLostAndTheOrderStays()
    {
        EventStream stream(EventStage::sourceOf(m_stage), m_session);
        std::vector<Event> heard;
        connect(&stream, &EventStream::received, this, [&](const EventBatch &batch) {
            QVERIFY(!batch->events.empty());
            heard.insert(heard.end(), batch->events.begin(), batch->events.end());
        });
        for (Pid number = 1; number <= 9; number += 3) {
            m_stage->emitEvents(numbered(number, number + 2));
            QTRY_COMPARE(numbersOf(heard), upTo(number + 2));
        }
    }

    void whatComesTogetherIsOneBatch()
    {
        m_stage->emitEvents(numbered(1, 500));
        EventStream stream(EventStage::sourceOf(m_stage), m_session);
        QSignalSpy heard(&stream, &EventStream::received);
        QTRY_COMPARE(heard.count(), 1);
        const auto batch = heard.first().first().value<EventBatch>();
        QCOMPARE(numbersOf(batch->events), upTo(500));
        QCOMPARE(batch->total, 500U); // the session has them before anybody is told
        QCOMPARE(m_session->events(500, 500, [](const Event &) { return true; }), batch->events);
    }

    void theNextBatchWaitsForThisOne()
    {
        EventStream stream(EventStage::sourceOf(m_stage), m_session);
        std::vector<Event> heard;
        int batches = 0;
        connect(&stream, &EventStream::received, this, [&](const EventBatch &batch) {
            heard.insert(heard.end(), batch->events.begin(), batch->events.end());
            if (++batches > 1)
                return;
            // The stream goes on listening while this one is taken over, which takes its time.
            QSignalSpy next(&stream, &EventStream::received);
            m_stage->emitEvents(numbered(2, 3));
            QTRY_COMPARE(m_stage->handedOut(), std::size_t(3));
            m_stage->emitEvents(numbered(4, 5));
            QTRY_COMPARE(m_stage->handedOut(), std::size_t(5));
            QVERIFY(!next.wait(200)); // longer than events are gathered
            QCOMPARE(next.count(), 0);
        });
        m_stage->emitEvents(numbered(1, 1));
        QTRY_COMPARE(numbersOf(heard), upTo(5));
        QCOMPARE(batches, 2);
    }

    /// What the window has no time for stays with the kernel, which counts what it cannot keep.
    void aStormIsNotReadAheadOfTheWindow()
    {
        constexpr std::size_t most = 20'000;
        constexpr std::size_t piece = 1000;
        EventStream stream(EventStage::sourceOf(m_stage), m_session);
        std::size_t first = 0;
        int batches = 0;
        connect(&stream, &EventStream::received, this, [&](const EventBatch &batch) {
            if (++batches > 1)
                return;
            first = batch->events.size();
            QTRY_VERIFY(m_stage->handedOut() >= first + most);
            QSignalSpy next(&stream, &EventStream::received);
            QVERIFY(!next.wait(200)); // longer than events are gathered
            QVERIFY(m_stage->handedOut() <= first + most + piece);
        });
        m_stage->flood();
        QTRY_VERIFY(batches >= 3);
        QVERIFY(m_stage->handedOut() > first + most + piece);
    }

    void samplesReachTheSource()
    {
        EventStream stream(EventStage::sourceOf(m_stage), m_session);
        QSignalSpy heard(&stream, &EventStream::received);
        m_stage->emitWithSample(numbered(1, 2));
        const auto sample = sampleOf({processOf(1, 0)});
        stream.apply(sample);
        QTRY_COMPARE(heard.count(), 1);
        QCOMPARE(m_stage->samples().size(), std::size_t(1));
        QCOMPARE(m_stage->samples().front(), sample->snapshot);
        QCOMPARE(numbersOf(heard.first().first().value<EventBatch>()->events), upTo(2));
    }

    void whatIsLackingIsToldWhenItChanges()
    {
        EventStream stream(EventStage::sourceOf(m_stage), m_session);
        QSignalSpy opened(&stream, &EventStream::opened);
        const auto take = [&](const char *shortcoming) {
            const auto before = m_stage->samples().size();
            m_stage->emitWithSample(numbered(1, 1), shortcoming);
            QSignalSpy heard(&stream, &EventStream::received); // comes after what is told of the source
            stream.apply(sampleOf({processOf(1, 0)}));
            QTRY_COMPARE(heard.count(), 1);
            QCOMPARE(m_stage->samples().size(), before + 1);
        };
        take("");
        QCOMPARE(opened.count(), 1);
        take("3 processes are not followed");
        QCOMPARE(opened.count(), 2);
        QCOMPARE(opened.last().last().toString(), QStringLiteral("3 processes are not followed"));
        QCOMPARE(opened.last().first().value<EventCoverage>().misses, std::string("short lives"));
        take("3 processes are not followed");
        QCOMPARE(opened.count(), 2);
        take("");
        QCOMPARE(opened.count(), 3);
        QCOMPARE(opened.last().last().toString(), QString());
    }

    void itEndsInTheMidstOfAStorm()
    {
        m_stage->flood();
        for (int round = 0; round < 5; ++round) {
            auto stream = std::make_unique<EventStream>(EventStage::sourceOf(m_stage), m_session);
            QSignalSpy heard(stream.get(), &EventStream::received);
            QTRY_VERIFY(heard.count() > 0);
            stream.reset();
            QVERIFY(!m_stage->isOpen()); // the source is closed before its owner goes on
        }
    }

    void itEndsBeforeItHasBegun()
    {
        for (int round = 0; round < 20; ++round)
            const EventStream stream(EventStage::sourceOf(m_stage), m_session);
        QVERIFY(!m_stage->isOpen());
    }

private:
    std::shared_ptr<EventStage> m_stage;
    std::shared_ptr<Session> m_session;
};

static const forklore::TestClass<TestEventStream> testClass(__FILE__);
#include "tst_event_stream.moc"

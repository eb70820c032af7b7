// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is counted over all processes: endings by name and parent, births and ends a second, and what was
// lost.
#include <algorithm>

#include <QTest>

#include "tests/core/session/fed_timelines.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::fed_timelines;
using namespace std::chrono_literals;

class TimelinesTotalsTest : public FedTimelines {
    Q_OBJECT

private slots:
    void init() { begin(); }

    void endingsByNameAndParent();
    void failuresAndUnknownEnds();
    void lastFailureStaysShown();
    void endingsAreBounded();
    void endingsCanBeCleared();

    void rates();
    void suspendedIsNoTime();
    void stoppedIsNoTime();
    void lossIsCounted();
};

void TimelinesTotalsTest::endingsByNameAndParent()
{
    const ProcessRef make{{6, 600}, "make"};
    const ProcessRef shellToo{{7, 700}, "shell"};
    append({end(1s, {{10, 1}, "cc"}, code(0), make), end(2s, {{11, 1}, "cc"}, code(1), shell),
            end(3s, {{12, 1}, "cc"}, code(0), shellToo), end(4s, {{13, 1}, "ld"}, code(0), make),
            end(5s, {{14, 1}, "ld"}, code(0), std::nullopt)});
    QCOMPARE(textOf(m_timelines->endings()), (QByteArrayList{"cc of make: 1 ended, 0 failed, 0 unknown",
                                                             "cc of shell: 2 ended, 1 failed, 0 unknown",
                                                             "ld of make: 1 ended, 0 failed, 0 unknown",
                                                             "ld of : 1 ended, 0 failed, 0 unknown"}));
}

void TimelinesTotalsTest::failuresAndUnknownEnds()
{
    append({end(1s, {{10, 1}, "job"}, code(0)), end(2s, {{11, 1}, "job"}, code(1)),
            end(3s, {{12, 1}, "job"}, killed), end(4s, {{13, 1}, "job"}, notKnown)});
    QCOMPARE(textOf(m_timelines->endings()), QByteArrayList{"job of shell: 4 ended, 2 failed, 1 unknown"});
}

void TimelinesTotalsTest::lastFailureStaysShown()
{
    const auto shown = [this] { return m_timelines->endings().groups().at(0); };
    append({birth(1s, {{10, 1}, "job"}), end(2s, {{10, 1}, "job"}, code(0))});
    QCOMPARE(shown().id.pid, 10); // while none has failed, the last of all
    append({end(3s, {{11, 1}, "job"}, notKnown)});
    QCOMPARE(shown().id.pid, 11);
    QVERIFY(!shown().status);
    append({exec(3s, {{12, 1}, "job"}, "job --crash"), end(4s, {{12, 1}, "job"}, killed)});
    append({end(5s, {{13, 1}, "job"}, code(0)), end(6s, {{14, 1}, "job"}, notKnown)});
    QCOMPARE(shown().id.pid, 12);
    QVERIFY(shown().status == killed);
    QCOMPARE(shown().commandLine, std::string("job --crash"));
    QVERIFY(shown().parent == shell);
    QVERIFY(shown().lifetime == std::optional(std::chrono::nanoseconds(1s)));
    QCOMPARE(shown().at, Moment(4s));
    QCOMPARE(shown().lastAt, Moment(6s));
    append({end(7s, {{15, 1}, "job"}, code(2))});
    QCOMPARE(shown().id.pid, 15);
    QCOMPARE(shown().at, Moment(7s));
}

void TimelinesTotalsTest::endingsAreBounded()
{
    const auto number = [](std::size_t index) {
        return ProcessRef{{static_cast<Pid>(index + 10), 1}, std::to_string(index)};
    };
    for (std::size_t index = 0; index < Endings::maxGroups; ++index)
        append({end(index * 1s, number(index), killed)});
    // Neither the first, nor the one whose last failure is the oldest, nor the smallest.
    append({end(1s, {{8, 2}, "1"}, killed), end(1h, {{9, 2}, "0"}, code(0)), end(2h, {{9, 3}, "new"})});
    const auto &groups = m_timelines->endings().groups();
    QCOMPARE(groups.size(), Endings::maxGroups);
    const auto has = [&](std::string_view comm) {
        return std::ranges::find(groups, comm, &EndedGroup::comm) != groups.end();
    };
    QVERIFY(has("0"));
    QVERIFY(!has("1"));
    QVERIFY(has("2"));
    QVERIFY(has("new"));
}

void TimelinesTotalsTest::endingsCanBeCleared()
{
    append({end(1s)});
    m_timelines->clearEndings();
    QVERIFY(m_timelines->endings().groups().empty());
    QVERIFY(m_timelines->find(job.id));
}

void TimelinesTotalsTest::rates()
{
    append({birth(1s)}); // before anything was measured
    see(2s, {});
    append({birth(3s, {{10, 1}, ""}), birth(3s, {{11, 1}, ""}), birth(3s, {{12, 1}, ""}), end(3s)});
    see(4s, {});
    see(5s, {});
    QCOMPARE(pointsOf(m_timelines->births()), QByteArray("4:1.5 5:0"));
    QCOMPARE(pointsOf(m_timelines->ends()), QByteArray("4:0.5 5:0"));
}

void TimelinesTotalsTest::suspendedIsNoTime()
{
    see(1s, {}, 500s);
    append({birth(2s)});
    see(2s, {}, 500s + 1us); // two clocks that were not read at once
    append({birth(3s, {{10, 1}, ""})});
    see(603s, {}, 1100s); // the lid was closed for ten minutes
    append({birth(604s, {{11, 1}, ""}), end(604s)});
    see(604s, {}, 1100s);
    QCOMPARE(pointsOf(m_timelines->births()), QByteArray("2:1 2.001:- 604:1"));
    QCOMPARE(pointsOf(m_timelines->ends()), QByteArray("2:0 2.001:- 604:1"));
}

void TimelinesTotalsTest::stoppedIsNoTime()
{
    m_interval = 1s;
    see(1s, {});
    append({birth(2s)});
    see(2s, {});
    append({birth(3s, {{10, 1}, ""})});
    see(28s, {});
    append({birth(29s, {{11, 1}, ""}), end(29s)});
    see(29s, {});
    m_interval = {};
    QCOMPARE(pointsOf(m_timelines->births()), QByteArray("2:1 2.001:- 29:1"));
    QCOMPARE(pointsOf(m_timelines->ends()), QByteArray("2:0 2.001:- 29:1"));
}

void TimelinesTotalsTest::lossIsCounted()
{
    QCOMPARE(m_timelines->lost(), 0u);
    append({{1s, {}, Lost{12, "test"}}, {2s, {}, Lost{{}, "test"}}});
    QCOMPARE(m_timelines->lost(), 13u); // of one loss nobody knows how much it was
    QCOMPARE(m_timelines->events().size(), 2u);
    QVERIFY(!m_timelines->find({})); // it happened to nobody
}

static const forklore::TestClass<TimelinesTotalsTest> testClass(__FILE__);
#include "tst_timelines_totals.moc"

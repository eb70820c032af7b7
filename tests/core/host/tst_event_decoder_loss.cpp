// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is known where messages of the process connector were lost or come late, or a pid is in use again.
#include <QTest>

#include "tests/core/host/decoded_messages.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::decoded_messages;
using namespace std::chrono_literals;

class EventDecoderLossTest : public DecodedMessages {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void pidInUseAgainMeansThatTheFirstHasEnded();
    void birthThatStockTakingHasSeenIsToldOnce();
    void lossIsToldWithWhatCanBeSeen();
    void whatAComparisonHasToldIsNotToldAgain();
    void messageOfAFormerHolderIsNotTheLatters();
    void whoseBirthWasLostAndIsGoneIsPassedOver();
    void newParentIsBornToo();
    void zombiesAreNotBornAnew();
};

void EventDecoderLossTest::pidInUseAgainMeansThatTheFirstHasEnded()
{
    stand(60, 50, 999, "first");
    after({forkOf(50, 60)});
    stand(60, 50, 1100, "second");
    QCOMPARE(after({forkOf(50, 60, 11s)}),
             (QByteArrayList{"~60 first: ended after at most 1.0 s, how is not known",
                             "60 second: forked by shell 50"}));
    QCOMPARE(m_events.back().process.id, (ProcessId{60, 1100}));
}

void EventDecoderLossTest::birthThatStockTakingHasSeenIsToldOnce()
{
    // The message of the shell's birth waited in the socket while stock was taken.
    QCOMPARE(after({forkOf(1, 50, 5s)}), QByteArrayList{"50 shell: forked by init 1"});
}

void EventDecoderLossTest::lossIsToldWithWhatCanBeSeen()
{
    stand(60, 50, 999, "gone");
    after({forkOf(50, 60)});
    m_proc->remove("60");
    stand(50, 1, 500, "dash");
    stand(80, 50, 1050, "new");
    m_decoder->lose(17, 11s);
    const auto lines = told();
    QVERIFY2(lines.value(0).contains("17 events were lost"), lines.value(0));
    QCOMPARE(lines.mid(1),
             (QByteArrayList{"~50 dash: renamed from shell", "~80 new: first seen as a child of dash 50"}));
    QCOMPARE(m_events.back().at, std::chrono::nanoseconds(10500ms));
    QVERIFY(m_decoder->isToConclude());
    m_decoder->conclude(); // its message did not come
    QCOMPARE(told(), QByteArrayList{"~60 gone: ended after at most 1.0 s, how is not known"});
    QVERIFY(!m_decoder->isToConclude());
    m_decoder->lose({}, 12s);
    QVERIFY(!std::get<Lost>(m_decoder->events().at(0).what).count);
}

void EventDecoderLossTest::whatAComparisonHasToldIsNotToldAgain()
{
    stand(60, 50, 999, "gone");
    after({forkOf(50, 60)});
    m_proc->remove("60");
    stand(80, 50, 1050, "new");
    m_decoder->lose(1, 11s);
    QCOMPARE(told().size(), 2);
    // Their own messages were in the socket all the while.
    QCOMPARE(after({exitOf(60, 60, exited(1), 50, 10900ms), forkOf(50, 80, 10505ms)}),
             QByteArrayList{"60 gone: exited 1 after 900 ms"});
    m_decoder->conclude();
    QCOMPARE(told(), QByteArrayList());
    QCOMPARE(after({exitOf(80, 80, exited(2), 50, 12505ms)}), QByteArrayList{"80 new: exited 2 after 2.0 s"});
}

void EventDecoderLossTest::messageOfAFormerHolderIsNotTheLatters()
{
    stand(60, 50, 999, "first");
    after({forkOf(50, 60)});
    stand(60, 50, 1050, "second");
    m_decoder->lose(1, 11s);
    QCOMPARE(told().mid(1), (QByteArrayList{"~60 first: ended after at most 1.0 s, how is not known",
                                            "~60 second: first seen as a child of shell 50"}));
    QCOMPARE(after({exitOf(60, 60, exited(1), 50, 10300ms)}), QByteArrayList()); // told already
    QCOMPARE(after({exitOf(60, 60, exited(2), 50, 12500ms)}),
             QByteArrayList{"60 second: exited 2 after 2.0 s"});
}

void EventDecoderLossTest::whoseBirthWasLostAndIsGoneIsPassedOver()
{
    QCOMPARE(after({message(What::Exec, 60, 60), message(What::Sid, 61, 61)}), QByteArrayList());
}

void EventDecoderLossTest::newParentIsBornToo()
{
    stand(90, 50, 1040, "parent"); // with a higher pid than its child: they have come round
    stand(80, 90, 1050, "child");
    m_decoder->lose(1, 11s);
    QCOMPARE(told().mid(1), (QByteArrayList{"~80 child: first seen as a child of parent 90",
                                            "~90 parent: first seen as a child of shell 50"}));
}

void EventDecoderLossTest::zombiesAreNotBornAnew()
{
    stand(60, 50, 999);
    after({forkOf(50, 60), exitOf(60, 60, exited(0), 50)});
    stand(60, 50, 999, "job", 'Z');
    m_decoder->lose(1, 12s);
    QCOMPARE(told().size(), 1);
}

static const forklore::TestClass<EventDecoderLossTest> testClass(__FILE__);
#include "tst_event_decoder_loss.moc"

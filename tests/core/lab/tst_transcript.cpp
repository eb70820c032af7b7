// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens in a play comes in its order, though events and output are read one after the other.
#include <QTest>

#include "core/lab/transcript.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

Event happened(Pid pid, std::chrono::nanoseconds at, EventPayload what)
{
    return {at, {{pid, 1}, {}}, std::move(what), false};
}

QByteArrayList texts(const std::vector<Sentence> &sentences)
{
    QByteArrayList texts;
    for (const auto &sentence : sentences)
        texts += bytes(sentence.text);
    return texts;
}

} // namespace

namespace {

EventPayload birth()
{
    return Forked{ProcessRef{{1, 1}, "init"}, {}};
}

} // namespace

class TranscriptTest : public QObject {
    Q_OBJECT

private slots:
    void nobodyWritesBeforeItsBirthOrAfterItsEnd();
    void whatMayBePrecededWaits();
    void whatComesToLightLateIsToldBehind();
    void linesAreWhole();
    void crowdIsCut();
};

void TranscriptTest::nobodyWritesBeforeItsBirthOrAfterItsEnd()
{
    Transcript transcript;
    transcript.write(12, "early\n", 10ms); // read with what was written until then
    transcript.write(13, "late\n", 30ms);
    transcript.addEvent(happened(12, 20ms, birth()), "12 is born");
    transcript.addEvent(happened(13, 25ms, Exited{ExitStatus(), {}, {}}), "13 exited");
    QCOMPARE(texts(transcript.until(40ms)),
             (QByteArrayList{"12 is born", "12 wrote \"early\".", "13 wrote \"late\".", "13 exited"}));
}

void TranscriptTest::whatMayBePrecededWaits()
{
    Transcript transcript;
    transcript.addEvent(happened(12, 50ms, Exited{ExitStatus(), {}, {}}), "12 exited");
    transcript.addLine("now", 30ms);
    QCOMPARE(texts(transcript.until(40ms)), QByteArrayList{"now"});
    transcript.write(12, "a word\n", 60ms); // which was on its way
    QCOMPARE(texts(transcript.until(60ms)), (QByteArrayList{"12 wrote \"a word\".", "12 exited"}));
    QCOMPARE(texts(transcript.until(99ms)), QByteArrayList());
}

/// A birth that only a sample shows has its start time, which may be long ago.
void TranscriptTest::whatComesToLightLateIsToldBehind()
{
    Transcript transcript;
    transcript.addLine("now", 30ms);
    QCOMPARE(texts(transcript.until(40ms)), QByteArrayList{"now"});
    transcript.write(12, "a word\n", 41ms);
    transcript.addEvent(happened(12, 10ms, birth()), "12 is there");
    transcript.addEvent(happened(12, 20ms, Exited{ExitStatus(), {}, {}}), "12 exited");
    const auto late = transcript.until(50ms);
    QCOMPARE(texts(late), (QByteArrayList{"12 is there", "12 wrote \"a word\".", "12 exited"}));
    QVERIFY(late.front().at >= 30ms);
}

void TranscriptTest::linesAreWhole()
{
    Transcript transcript;
    transcript.write(12, "one\ntw", 1ms);
    transcript.write(13, "other\n", 2ms);
    QCOMPARE(texts(transcript.until(5ms)), (QByteArrayList{"12 wrote \"one\".", "13 wrote \"other\"."}));
    transcript.write(12, "o\x1b\n", 6ms);
    QCOMPARE(texts(transcript.until(9ms)), QByteArrayList{"12 wrote \"two\\x1b\"."});
}

void TranscriptTest::crowdIsCut()
{
    Transcript transcript;
    for (int i = 0; i < 100; ++i)
        transcript.addEvent(happened(100 + i, 1ms, birth()), "born");
    transcript.addLine("look", 2ms); // which is never left out
    const auto told = transcript.until(5ms);
    QCOMPARE(bytes(told.back().text), QByteArray("look"));
    QCOMPARE(told.size() - 1 + transcript.countLeftOut(), std::size_t(100));
    QCOMPARE(transcript.countLeftOut(), std::size_t(0));
    transcript.addEvent(happened(300, 6ms, birth()), "born");
    QCOMPARE(transcript.until(9ms).size(), std::size_t(1)); // a new moment has room again
}

static const forklore::TestClass<TranscriptTest> testClass(__FILE__);
#include "tst_transcript.moc"

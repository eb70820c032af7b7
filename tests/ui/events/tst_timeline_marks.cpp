// SPDX-License-Identifier: GPL-3.0-or-later
//
// The timeline of a process as marks on a line: their words, times and colours, and the summary of its end.
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/events/marked_timeline.h"
#include "tests/ui/samples.h"

using namespace forklore;
using namespace forklore::marked_timeline;
using namespace std::chrono_literals;

namespace {

/// The same process by the name that it had then.
ProcessRef named(const char *comm)
{
    return {worker.id, comm};
}

ExitStatus crashed()
{
    return {ExitStatus::Kind::Signaled, 11, true};
}

/// The colours of the ways behind the marks, a letter each.
QString colorsOf(const std::vector<TimelineMark> &marks)
{
    QString colors;
    for (const auto &mark : marks)
        colors += QLatin1Char(mark.color == &Palette::accent    ? 'a'
                              : mark.color == &Palette::events  ? 'o'
                              : mark.color == &Palette::dimText ? 'd'
                              : mark.color == &Palette::error   ? 'e'
                                                                : '?');
    return colors;
}

} // namespace

class TestTimelineMarks : public MarkedTimeline {
    Q_OBJECT

private slots:
    void initTestCase() { setZone(); }
    void init() { begin(); }

    void aBirthThatWasHeardBeginsTheLine();
    void oneThatWasThereBeforeHasABeginningToo();
    void oneThatStartedUnheardIsNotSaidToBeOlder();
    void theSummaryOfAnEnd();
    void whyNothingCouldBeRead();
    void aBeginningThatNobodyKnowsIsLeftOut();
    void aNameThatCameLateBeginsNoSecondProcessTimeline();
    void eachEventHasItsWords_data();
    void eachEventHasItsWords();
    void anAdoptionColoursTheWayFromThere();
    void aStopDimsTheWayUntilItGoesOn();
    void childrenAreToldTogether();
    void theEndSaysHow_data();
    void theEndSaysHow();
    void anEndThatNobodyTold();
    void nowIsNeverBeforeWhatWasHeard();
    void theTimeHasItsDateWhereItIsLongAgo();
};

void TestTimelineMarks::aBirthThatWasHeardBeginsTheLine()
{
    append({eventOf(1000s + 114ms, named("bash"), Forked{bash}),
            eventOf(1000s + 117ms, worker,
                    Executed{"bash", std::string("worker"), std::string("/bin/worker")})});
    QCOMPARE(told(marks()),
             (QStringList{"fork: by bash 4711, 3 ms", "exec: bash → worker, 9.8 s", "now: sleeping"}));
    QCOMPARE(marks().front().when, QStringLiteral("22:30:00.114"));
    QCOMPARE(colorsOf(marks()), QStringLiteral("aaa"));
}

void TestTimelineMarks::oneThatWasThereBeforeHasABeginningToo()
{
    append({eventOf(1005s, worker, Executed{"bash", std::string("worker"), std::string("/bin/worker")})});
    QCOMPARE(told(marks()), (QStringList{"started: before Forklore was started, 5.0 s",
                                         "exec: bash → worker, 5.0 s", "now: sleeping"}));
}

void TestTimelineMarks::oneThatStartedUnheardIsNotSaidToBeOlder()
{
    append({eventOf(1005s, worker, Renamed{"a"})});
    auto context = contextAt();
    context.beginning = 999s;
    QCOMPARE(told(timelineMarks(m_session->timeline(worker.id).value(), context)).front(),
             QStringLiteral("started: its start was not recorded, 5.0 s"));
}

void TestTimelineMarks::theSummaryOfAnEnd()
{
    const WallTime boot(1'700'000'000s);
    const auto summary = [&] {
        const auto timeline = m_session->timeline(worker.id);
        return endedSummary(worker.id, timeline ? &*timeline : nullptr, boot);
    };
    QCOMPARE(summary(), QStringLiteral("4800 · has ended"));
    append({eventOf(1000s, worker, Forked{bash})});
    QCOMPARE(summary(), QStringLiteral("4800 · born since the last sample"));
    append({exitOf(1006s, worker, exited(3), bash)});
    QCOMPARE(summary(), QStringLiteral("4800 · exited 3 after 12 ms · at 22:30:06.000"));
    m_session = std::make_unique<Session>();
    append({{1006s, worker, Exited{failure(ErrorKind::Unsupported, "samples"), {}, bash, 6s}, true, 1005s}});
    QCOMPARE(summary(),
             QStringLiteral("4800 · ended after at most 6.0 s, how is not known · by 22:30:06.000"));
}

void TestTimelineMarks::whyNothingCouldBeRead()
{
    const auto unread = [this](Moment selected) {
        const auto timeline = m_session->timeline(worker.id);
        return endedBeforeReading(&timeline.value(), selected);
    };
    QCOMPARE(endedBeforeReading(nullptr, 1000s), QStringLiteral("It ended before this was read."));
    append({exitOf(1000s + 40ms, worker, exited(0), bash)});
    QCOMPARE(unread(1000s), QStringLiteral("It ended 40 ms after it was selected, before this was read."));
    QCOMPARE(unread(1001s),
             QStringLiteral("It had ended already when it was selected, so that this could not be read."));
    m_session = std::make_unique<Session>();
    append({{1001s, worker, Exited{failure(ErrorKind::Unsupported, "samples"), {}, bash, 6s}, true, 1000s}});
    QCOMPARE(unread(1000s),
             QStringLiteral("It ended at most 1.0 s after it was selected, before this was read."));
}

void TestTimelineMarks::aBeginningThatNobodyKnowsIsLeftOut()
{
    append({eventOf(1005s, worker, Renamed{"a"})});
    auto context = contextAt();
    context.started.reset();
    QCOMPARE(told(timelineMarks(m_session->timeline(worker.id).value(), context)),
             (QStringList{"renamed: a → worker, 5.0 s", "now: sleeping"}));
}

/// Its start could not be read at its birth, by which it is named; it is the same process yet.
void TestTimelineMarks::aNameThatCameLateBeginsNoSecondProcessTimeline()
{
    append({eventOf(1000s, {{worker.id.pid, ProcessId::unknownStart}, "bash"}, Forked{bash}),
            eventOf(1001s, worker, Renamed{"bash"})});
    QCOMPARE(told(marks()),
             (QStringList{"fork: by bash 4711, 1.0 s", "renamed: bash → worker, 9.0 s", "now: sleeping"}));
}

void TestTimelineMarks::eachEventHasItsWords_data()
{
    QTest::addColumn<EventPayload>("what");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, EventPayload what, const char *words) {
        QTest::newRow(name) << what << QString::fromUtf8(words);
    };
    row("born of nobody known", Forked{}, "fork: by ?");
    row("born of one without a name", Forked{ProcessRef{{7, ProcessId::unknownStart}, {}}}, "fork: by ? 7");
    row("renamed", Renamed{"a\nb"}, "renamed: a\\nb → worker");
    row("renamed from what is not known", Renamed{}, "renamed: ? → worker");
    row("adopted", Reparented{bash, initial}, "adopted: 4711 → init 1");
    row("adopted by an awkward name", Reparented{bash, {{8, 8}, "%1 %2"}}, "adopted: 4711 → %1 %2 8");
    row("session", SessionChanged{4800}, "session: opened its own, 4800");
    row("user", CredentialsChanged{1000, {}}, "rights: of user 1000");
    row("user and group", CredentialsChanged{0, 5}, "rights: of user 0, group 5");
    row("stopped", Stopped{}, "stopped");
    row("traced", Stopped{true}, "stopped: by its debugger");
    row("goes on", Continued{}, "goes on");
    row("core dump", CoreDumped{}, "fatal signal: that dumps core");
}

void TestTimelineMarks::eachEventHasItsWords()
{
    QFETCH(EventPayload, what);
    QFETCH(QString, words);
    append({eventOf(1005s, worker, what)});
    const auto lines = told(marks());
    QVERIFY2(lines.contains(words + QStringLiteral(", 5.0 s")), qPrintable(lines.join(QLatin1Char('\n'))));
}

void TestTimelineMarks::anAdoptionColoursTheWayFromThere()
{
    append({eventOf(1000s, worker, Forked{bash}), eventOf(1003s, worker, Reparented{bash, initial}),
            eventOf(1004s, worker, Renamed{"worker"})});
    QCOMPARE(titlesOf(marks()), (QStringList{"fork", "adopted", "renamed", "now"}));
    QCOMPARE(colorsOf(marks()), QStringLiteral("aooo"));
}

void TestTimelineMarks::aStopDimsTheWayUntilItGoesOn()
{
    append({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, worker, Stopped{}),
            eventOf(1002s, worker, Continued{}), eventOf(1003s, worker, Stopped{}),
            eventOf(1004s, worker, Reparented{bash, initial}), // which does not let it go on
            eventOf(1005s, worker, Continued{}), eventOf(1006s, worker, CoreDumped{}),
            exitOf(1007s, worker, crashed())});
    QCOMPARE(titlesOf(marks()), (QStringList{"fork", "stopped", "goes on", "stopped", "adopted", "goes on",
                                             "fatal signal", "SIGSEGV"}));
    QCOMPARE(colorsOf(marks()).chopped(1), QStringLiteral("adaddoe"));
}

void TestTimelineMarks::childrenAreToldTogether()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    const ProcessRef other = {{5002, 100'100}, "other"};
    const ProcessRef third = {{5003, 100'100}, "third"};
    append({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, child, Forked{worker}),
            eventOf(1002s, other, Forked{worker}), exitOf(1003s, child, exited(1), worker),
            exitOf(1003s, other, exited(0), worker), eventOf(1004s, worker, Renamed{"worker"}),
            eventOf(1006s, third, Forked{worker})});
    QCOMPARE(told(marks()),
             (QStringList{"fork: by bash 4711, 1.0 s", "children: 2 born, 2 ended, 1 failed, 3.0 s",
                          "renamed: worker → worker, 2.0 s", "children: 1 born, 4.0 s", "now: sleeping"}));
    append({exitOf(1007s, third, failure(ErrorKind::Gone, "not known"), worker)});
    QCOMPARE(told(marks()).at(3), QStringLiteral("children: 1 born, 1 ended, 4.0 s"));
}

void TestTimelineMarks::theEndSaysHow_data()
{
    QTest::addColumn<Result<ExitStatus>>("status");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const Result<ExitStatus> &status, const char *words) {
        QTest::newRow(name) << status << QString::fromUtf8(words);
    };
    row("success", exited(0), "exited 0 (end)");
    row("failure", exited(3), "exited 3 (failed)");
    row("killed", ExitStatus{ExitStatus::Kind::Signaled, 9, false}, "SIGKILL (failed)");
    row("crash", crashed(), "SIGSEGV: core dumped (failed)");
    row("unknown", failure(ErrorKind::Denied, "hidden"), "ended: how is not known (end)");
}

void TestTimelineMarks::theEndSaysHow()
{
    QFETCH(Result<ExitStatus>, status);
    append({eventOf(1000s, worker, Forked{bash}), exitOf(1000s + 12ms, worker, status, bash)});
    const auto lines = told(marks());
    QCOMPARE(lines.size(), 2); // and no "now"
    QCOMPARE(lines.front(), QStringLiteral("fork: by bash 4711, 12 ms"));
    QTEST(lines.back(), "words");
}

void TestTimelineMarks::anEndThatNobodyTold()
{
    append({eventOf(1000s, worker, Forked{bash})});
    const auto before = sampleOf({processOf(worker.id.pid, 1, worker.id.start, "worker")}, nullptr, 1001);
    const auto after = sampleOf({}, before, 1004);
    m_session->advance(*before->snapshot, before->system);
    m_session->advance(*after->snapshot, after->system);
    QCOMPARE(told(marks()), (QStringList{"fork: by bash 4711, ≈ 4.0 s", "ended: how is not known (end)"}));
}

/// What is heard is newer than the last sample, which says what time it is.
void TestTimelineMarks::nowIsNeverBeforeWhatWasHeard()
{
    append({eventOf(1000s, worker, Forked{bash}), eventOf(1005s, worker, Renamed{"bash"})});
    const auto all = marks(1004s);
    QCOMPARE(titlesOf(all), (QStringList{"fork", "renamed", "now"}));
    QCOMPARE(all[2].when, all[1].when);
}

void TestTimelineMarks::theTimeHasItsDateWhereItIsLongAgo()
{
    append({eventOf(1000s, worker, Forked{bash})});
    QVERIFY(!marks(1000s + 11h).front().when.contains(QLatin1String("2023")));
    QVERIFY(marks(1000s + 13h).front().when.contains(QLatin1String("2023")));
}

static const forklore::TestClass<TestTimelineMarks> testClass(__FILE__);
#include "tst_timeline_marks.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The life of a process as it is told: the marks of its line, the rows of its table, and the pane of both.
#include <ctime>

#include <QHelpEvent>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "tests/ui/staged_events.h"
#include "ui/details/panes/timeline_pane.h"
#include "ui/models/text/timeline_text.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

const ProcessRef initial = {{1, 1}, "init"};
const ProcessRef bash = {{4711, 90'000}, "bash"};
const ProcessRef worker = {{4800, 100'000}, "worker"}; // 1000 s after the boot

/// The same process by the name that it had then.
ProcessRef named(const char *comm)
{
    return {worker.id, comm};
}

ExitStatus crashed()
{
    return {ExitStatus::Kind::Signaled, 11, true};
}

/// A look at it 10 s after its birth.
TimelineContext contextAt(Moment now = 1010s)
{
    return {now, WallTime(1'700'000'000s), 1000s, QStringLiteral("sleeping"), 1001s};
}

/// A line a mark: what stands there, and what passed until the next.
QStringList told(const std::vector<TimelineMark> &marks)
{
    QStringList lines;
    for (const auto &mark : marks) {
        auto line = mark.about.isEmpty() ? mark.title : mark.title + QStringLiteral(": ") + mark.about;
        if (!mark.passed.isEmpty())
            line += QStringLiteral(", ") + mark.passed;
        if (mark.isEnd)
            line += mark.hasFailed ? QStringLiteral(" (failed)") : QStringLiteral(" (end)");
        lines += line;
    }
    return lines;
}

QStringList titlesOf(const std::vector<TimelineMark> &marks)
{
    QStringList titles;
    for (const auto &mark : marks)
        titles += mark.title;
    return titles;
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

/// The words of the tool tips from the left end of the line to its right.
QStringList tipsAlong(TimelineStrip &line)
{
    static const QRegularExpression tags(QStringLiteral("<[^>]*>"));
    QToolTip::hideText();
    if (!QTest::qWaitFor([] { return !QToolTip::isVisible(); }))
        return {};
    QStringList tips;
    for (int x = 0; x < line.width(); x += 4) {
        const QPoint at(x, line.height() / 2);
        QHelpEvent help(QEvent::ToolTip, at, line.mapToGlobal(at));
        QCoreApplication::sendEvent(&line, &help);
        const auto tip = QToolTip::text().remove(tags).simplified();
        if (!tip.isEmpty() && (tips.isEmpty() || tips.last() != tip))
            tips += tip;
    }
    return tips;
}

int pixelsOf(const QColor &color, TimelineStrip &line)
{
    const auto image = line.grab().toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == color;
    }
    return count;
}

std::vector<TimelineMark> marksNamed(int count)
{
    std::vector<TimelineMark> marks;
    for (int i = 0; i < count; ++i)
        marks.push_back({.title = QStringLiteral("mark%1").arg(i),
                         .passed = QStringLiteral("1 s"),
                         .color = &Palette::accent});
    return marks;
}

QString wordsOf(const QWidget &pane)
{
    QStringList words;
    for (const auto *label : pane.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&pane))
            words += label->text();
    }
    return words.join(QLatin1Char('\n'));
}

} // namespace

class TestProcessTimeline : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void aBirthThatWasHeardBeginsTheLine();
    void oneThatWasThereBeforeHasABeginningToo();
    void oneThatStartedUnheardIsNotSaidToBeOlder();
    void anAdopterIsNotSaidToHaveForked();
    void timesThatAreBoundsSaySo();
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

    void theTableTellsAll();
    void agesNeedABeginning();
    void theNumbersGoOnBehindWhatIsLeftOut();
    void aRowLeadsToTheOtherProcess();

    void thePaneOutlivesTheProcess();
    void thePaneSaysWhenNothingIsKnown();
    void thePaneSaysThatNothingHasHappened();
    void aClickLeadsToTheChild();
    void clocksThatWaverChangeNothing();

    void withRoomTheLineHasAllMarks();
    void withoutRoomTheMiddleIsLeftOut();
    void whatIsLeftOutIsNoWay();

private:
    void hear(const std::vector<Event> &events);
    [[nodiscard]] std::vector<TimelineMark> marks(Moment now = 1010s) const;
    [[nodiscard]] std::vector<TimelineRow> rows(const TimelineContext &context = contextAt()) const;

    std::unique_ptr<Session> m_session;
};

void TestProcessTimeline::initTestCase()
{
    qputenv("TZ", "UTC");
    tzset();
}

void TestProcessTimeline::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
    m_session = std::make_unique<Session>();
}

void TestProcessTimeline::hear(const std::vector<Event> &events)
{
    m_session->append(events);
}

std::vector<TimelineMark> TestProcessTimeline::marks(Moment now) const
{
    return timelineMarks(m_session->timeline(worker.id).value(), contextAt(now));
}

std::vector<TimelineRow> TestProcessTimeline::rows(const TimelineContext &context) const
{
    return timelineRows(m_session->timeline(worker.id).value(), context);
}

void TestProcessTimeline::aBirthThatWasHeardBeginsTheLine()
{
    hear({eventOf(1000s + 114ms, named("bash"), Forked{bash}),
          eventOf(1000s + 117ms, worker,
                  Executed{"bash", std::string("worker"), std::string("/bin/worker")})});
    QCOMPARE(told(marks()),
             (QStringList{"fork: by bash 4711, 3 ms", "exec: bash → worker, 9.8 s", "now: sleeping"}));
    QCOMPARE(marks().front().when, QStringLiteral("22:30:00.114"));
    QCOMPARE(colorsOf(marks()), QStringLiteral("aaa"));
}

void TestProcessTimeline::oneThatWasThereBeforeHasABeginningToo()
{
    hear({eventOf(1005s, worker, Executed{"bash", std::string("worker"), std::string("/bin/worker")})});
    QCOMPARE(told(marks()), (QStringList{"started: before Forklore listened, 5.0 s",
                                         "exec: bash → worker, 5.0 s", "now: sleeping"}));
}

void TestProcessTimeline::oneThatStartedUnheardIsNotSaidToBeOlder()
{
    hear({eventOf(1005s, worker, Renamed{"a"})});
    auto context = contextAt();
    context.beginning = 999s;
    QCOMPARE(told(timelineMarks(m_session->timeline(worker.id).value(), context)).front(),
             QStringLiteral("started: its birth was not heard, 5.0 s"));
}

void TestProcessTimeline::anAdopterIsNotSaidToHaveForked()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    hear({{1000s, worker, Forked{{}, initial}, true, 999s}, {1001s, child, Forked{{}, worker}, true, 1000s}});
    QCOMPARE(told(marks()), (QStringList{"started: first seen below init 1, 1.0 s",
                                         "children: 1 first seen, 9.0 s", "now: sleeping"}));
    QCOMPARE(marks().front().when, QStringLiteral("22:30:00.000")); // the start time is known
    const std::unique_ptr<TimelineModel> model(makeTimelineModel(nullptr));
    model->resetRows(rows());
    QCOMPARE(dumpCells(*model),
             (QStringList{
                 "22:30:00.000 | 0.00 ms | fork | first seen as a child of init 1",
                 "22:30:01.000 | 1.0 s | child: fork | child 5001: first seen as a child of worker 4800"}));
    QCOMPARE(processIn(rows().front()), std::optional(initial.id));
    TimelinePane pane(*m_session);
    pane.QWidget::show();
    pane.refresh(worker.id, sampleOf({}, nullptr, 1003));
    QCOMPARE(wordsOf(pane),
             QStringLiteral("Children: 0 born, 1 first seen below it, 0 ended, 0 of them failed."));
}

void TestProcessTimeline::timesThatAreBoundsSaySo()
{
    hear({{1000s, worker, Forked{{}, bash}, true, 999s},
          {1005s, worker, Renamed{"a"}, true, 1004s},
          {1006s, worker, Exited{failure(ErrorKind::Unsupported, "samples"), {}, bash, 6s}, true, 1005s}});
    const auto all = marks();
    QCOMPARE(told(all), (QStringList{"started: first seen below bash 4711, ≈ 5.0 s",
                                     "renamed: a → worker, ≈ 1.0 s", "ended: how is not known (end)"}));
    QCOMPARE(all[1].when, QStringLiteral("by 22:30:05.000"));
    QCOMPARE(all[2].when, QStringLiteral("by 22:30:06.000"));
    const std::unique_ptr<TimelineModel> model(makeTimelineModel(nullptr));
    model->resetRows(rows());
    QCOMPARE(dumpCells(*model).mid(1),
             (QStringList{"by 22:30:05.000 | ≤ 5.0 s | rename | renamed from a",
                          "by 22:30:06.000 | ≤ 6.0 s | exit | ended after at most 6.0 s, how is not known"}));
    const auto tip = model->index(1, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(QLatin1String("between 22:30:04.000 and 22:30:05.000")), qPrintable(tip));
}

void TestProcessTimeline::theSummaryOfAnEnd()
{
    const WallTime boot(1'700'000'000s);
    const auto summary = [&] {
        const auto timeline = m_session->timeline(worker.id);
        return endedSummary(worker.id, timeline ? &*timeline : nullptr, boot);
    };
    QCOMPARE(summary(), QStringLiteral("4800 · has ended"));
    hear({eventOf(1000s, worker, Forked{bash})});
    QCOMPARE(summary(), QStringLiteral("4800 · born since the last sample"));
    hear({exitOf(1006s, worker, exited(3), bash)});
    QCOMPARE(summary(), QStringLiteral("4800 · exited 3 after 12 ms · at 22:30:06.000"));
    m_session = std::make_unique<Session>();
    hear({{1006s, worker, Exited{failure(ErrorKind::Unsupported, "samples"), {}, bash, 6s}, true, 1005s}});
    QCOMPARE(summary(),
             QStringLiteral("4800 · ended after at most 6.0 s, how is not known · by 22:30:06.000"));
}

void TestProcessTimeline::whyNothingCouldBeRead()
{
    const auto unread = [this](Moment selected) {
        const auto timeline = m_session->timeline(worker.id);
        return endedBeforeReading(&timeline.value(), selected);
    };
    QCOMPARE(endedBeforeReading(nullptr, 1000s), QStringLiteral("It ended before this was read."));
    hear({exitOf(1000s + 40ms, worker, exited(0), bash)});
    QCOMPARE(unread(1000s), QStringLiteral("It ended 40 ms after it was selected, before this was read."));
    QCOMPARE(unread(1001s),
             QStringLiteral("It had ended already when it was selected, so that this could not be read."));
    m_session = std::make_unique<Session>();
    hear({{1001s, worker, Exited{failure(ErrorKind::Unsupported, "samples"), {}, bash, 6s}, true, 1000s}});
    QCOMPARE(unread(1000s),
             QStringLiteral("It ended at most 1.0 s after it was selected, before this was read."));
}

void TestProcessTimeline::aBeginningThatNobodyKnowsIsLeftOut()
{
    hear({eventOf(1005s, worker, Renamed{"a"})});
    auto context = contextAt();
    context.started.reset();
    QCOMPARE(told(timelineMarks(m_session->timeline(worker.id).value(), context)),
             (QStringList{"renamed: a → worker, 5.0 s", "now: sleeping"}));
}

/// Its start could not be read at its birth, by which it is named; it is the same process yet.
void TestProcessTimeline::aNameThatCameLateBeginsNoSecondProcessTimeline()
{
    hear({eventOf(1000s, {{worker.id.pid, ProcessId::unknownStart}, "bash"}, Forked{bash}),
          eventOf(1001s, worker, Renamed{"bash"})});
    QCOMPARE(told(marks()),
             (QStringList{"fork: by bash 4711, 1.0 s", "renamed: bash → worker, 9.0 s", "now: sleeping"}));
}

void TestProcessTimeline::eachEventHasItsWords_data()
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

void TestProcessTimeline::eachEventHasItsWords()
{
    QFETCH(EventPayload, what);
    QFETCH(QString, words);
    hear({eventOf(1005s, worker, what)});
    const auto lines = told(marks());
    QVERIFY2(lines.contains(words + QStringLiteral(", 5.0 s")), qPrintable(lines.join(QLatin1Char('\n'))));
}

void TestProcessTimeline::anAdoptionColoursTheWayFromThere()
{
    hear({eventOf(1000s, worker, Forked{bash}), eventOf(1003s, worker, Reparented{bash, initial}),
          eventOf(1004s, worker, Renamed{"worker"})});
    QCOMPARE(titlesOf(marks()), (QStringList{"fork", "adopted", "renamed", "now"}));
    QCOMPARE(colorsOf(marks()), QStringLiteral("aooo"));
}

void TestProcessTimeline::aStopDimsTheWayUntilItGoesOn()
{
    hear({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, worker, Stopped{}),
          eventOf(1002s, worker, Continued{}), eventOf(1003s, worker, Stopped{}),
          eventOf(1004s, worker, Reparented{bash, initial}), // which does not let it go on
          eventOf(1005s, worker, Continued{}), eventOf(1006s, worker, CoreDumped{}),
          exitOf(1007s, worker, crashed())});
    QCOMPARE(titlesOf(marks()), (QStringList{"fork", "stopped", "goes on", "stopped", "adopted", "goes on",
                                             "fatal signal", "SIGSEGV"}));
    QCOMPARE(colorsOf(marks()).chopped(1), QStringLiteral("adaddoe"));
}

void TestProcessTimeline::childrenAreToldTogether()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    const ProcessRef other = {{5002, 100'100}, "other"};
    const ProcessRef third = {{5003, 100'100}, "third"};
    hear({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, child, Forked{worker}),
          eventOf(1002s, other, Forked{worker}), exitOf(1003s, child, exited(1), worker),
          exitOf(1003s, other, exited(0), worker), eventOf(1004s, worker, Renamed{"worker"}),
          eventOf(1006s, third, Forked{worker})});
    QCOMPARE(told(marks()),
             (QStringList{"fork: by bash 4711, 1.0 s", "children: 2 born, 2 ended, 1 failed, 3.0 s",
                          "renamed: worker → worker, 2.0 s", "children: 1 born, 4.0 s", "now: sleeping"}));
    hear({exitOf(1007s, third, failure(ErrorKind::Gone, "nobody told"), worker)});
    QCOMPARE(told(marks()).at(3), QStringLiteral("children: 1 born, 1 ended, 4.0 s"));
}

void TestProcessTimeline::theEndSaysHow_data()
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

void TestProcessTimeline::theEndSaysHow()
{
    QFETCH(Result<ExitStatus>, status);
    hear({eventOf(1000s, worker, Forked{bash}), exitOf(1000s + 12ms, worker, status, bash)});
    const auto lines = told(marks());
    QCOMPARE(lines.size(), 2); // and no "now"
    QCOMPARE(lines.front(), QStringLiteral("fork: by bash 4711, 12 ms"));
    QTEST(lines.back(), "words");
}

void TestProcessTimeline::anEndThatNobodyTold()
{
    hear({eventOf(1000s, worker, Forked{bash})});
    const auto before = sampleOf({processOf(worker.id.pid, 1, worker.id.start, "worker")}, nullptr, 1001);
    const auto after = sampleOf({}, before, 1004);
    m_session->advance(*before->snapshot, before->system);
    m_session->advance(*after->snapshot, after->system);
    QCOMPARE(told(marks()), (QStringList{"fork: by bash 4711, ≈ 4.0 s", "ended: how is not known (end)"}));
}

/// What is heard is newer than the last sample, which says what time it is.
void TestProcessTimeline::nowIsNeverBeforeWhatWasHeard()
{
    hear({eventOf(1000s, worker, Forked{bash}), eventOf(1005s, worker, Renamed{"bash"})});
    const auto all = marks(1004s);
    QCOMPARE(titlesOf(all), (QStringList{"fork", "renamed", "now"}));
    QCOMPARE(all[2].when, all[1].when);
}

void TestProcessTimeline::theTimeHasItsDateWhereItIsLongAgo()
{
    hear({eventOf(1000s, worker, Forked{bash})});
    QVERIFY(!marks(1000s + 11h).front().when.contains(QLatin1String("2023")));
    QVERIFY(marks(1000s + 13h).front().when.contains(QLatin1String("2023")));
}

void TestProcessTimeline::theTableTellsAll()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    hear({eventOf(1000s, worker, Forked{bash}),
          eventOf(1002s, worker, Executed{"bash", std::string("worker"), std::string("/bin/worker")}),
          eventOf(1003s, child, Forked{worker}), exitOf(1004s, child, exited(1), worker),
          exitOf(1005s + 250ms, worker, exited(3), bash)});
    const std::unique_ptr<TimelineModel> model(makeTimelineModel(nullptr));
    model->resetRows(rows());
    QCOMPARE(dumpCells(*model),
             (QStringList{"22:30:00.000 | 0.00 ms | fork | forked by bash 4711",
                          "22:30:02.000 | 2.0 s | exec | runs /bin/worker",
                          "22:30:03.000 | 3.0 s | child: fork | child 5001: forked by worker 4800",
                          "22:30:04.000 | 4.0 s | child: exit | child 5001: exited 1 after 12 ms",
                          "22:30:05.250 | 5.2 s | exit | exited 3 after 12 ms"}));
    QCOMPARE(model->index(3, 3).data(WrongRole).toBool(), true);
    QCOMPARE(model->index(4, 3).data(WrongRole).toBool(), true);
    QCOMPARE(model->index(2, 3).data(WrongRole).toBool(), false);
    for (const auto &row : rows())
        QCOMPARE(row.isOfChild, row.event.process.id == child.id);
}

void TestProcessTimeline::agesNeedABeginning()
{
    hear({eventOf(1005s, worker, Renamed{"a"})});
    QVERIFY(rows().front().isAgeKnown);
    QVERIFY(rows().front().age == 5s); // by the start time that the kernel has
    auto context = contextAt();
    context.started.reset();
    QVERIFY(!rows(context).front().isAgeKnown);
    hear({eventOf(1001s, worker, Forked{bash})}); // read late
    QVERIFY(rows(context).back().isAgeKnown);
    QVERIFY(rows(context).back().age == 4s);
}

/// So that rows keep their place when others go from the midst.
void TestProcessTimeline::theNumbersGoOnBehindWhatIsLeftOut()
{
    hear({eventOf(1000s, worker, Forked{bash})});
    for (std::size_t i = 1; i < ProcessTimeline::kept; ++i)
        hear({eventOf(1001s, worker, Renamed{"a"})});
    const auto full = rows();
    QCOMPARE(full.size(), ProcessTimeline::kept);
    QCOMPARE(full.back().number, static_cast<std::int64_t>(ProcessTimeline::kept) - 1);
    hear({eventOf(1002s, worker, Renamed{"last"})});
    const auto left = rows();
    QVERIFY(left.size() < full.size());
    QCOMPARE(left.front().number, std::int64_t(0));
    QCOMPARE(left.back().number, static_cast<std::int64_t>(ProcessTimeline::kept));
    QVERIFY(std::ranges::is_sorted(left, {}, &TimelineRow::number));
    QCOMPARE(left[left.size() - 2], full.back());
}

void TestProcessTimeline::aRowLeadsToTheOtherProcess()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    hear({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, child, Forked{worker}),
          eventOf(1002s, worker, Reparented{bash, initial}), eventOf(1003s, worker, Renamed{"a"})});
    const auto all = rows();
    QCOMPARE(processIn(all[0]), std::optional(bash.id));
    QCOMPARE(processIn(all[1]), std::optional(child.id));
    QCOMPARE(processIn(all[2]), std::optional(initial.id));
    QCOMPARE(processIn(all[3]), std::optional<ProcessId>());
}

void TestProcessTimeline::thePaneOutlivesTheProcess()
{
    hear({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, {{5001, 1}, "child"}, Forked{worker}),
          exitOf(1001s, {{5001, 1}, "child"}, exited(1), worker), exitOf(1002s, worker, exited(3), bash)});
    TimelinePane pane(*m_session);
    pane.resize(900, 400);
    pane.QWidget::show();
    pane.refresh(worker.id, sampleOf({processOf(1, 0, 1, "init")}, nullptr, 1003));
    QCOMPARE(pane.shown(), std::optional(worker.id));
    QCOMPARE(pane.id(), QStringLiteral("life"));
    QVERIFY(!pane.isReading());
    QVERIFY(pane.line().isVisible());
    QCOMPARE(titlesOf(pane.line().marks()), (QStringList{"fork", "children", "exited 3"}));
    QCOMPARE(pane.model().rowCount(), 4);
    QCOMPARE(wordsOf(pane), QStringLiteral("Children: 1 born, 1 ended, 1 of them failed."));
}

void TestProcessTimeline::thePaneSaysWhenNothingIsKnown()
{
    TimelinePane pane(*m_session);
    pane.QWidget::show();
    const auto sample = sampleOf({processOf(1, 0, 1, "init")}, nullptr, 1003);
    pane.refresh(worker.id, sample);
    QCOMPARE(pane.shown(), std::optional(worker.id));
    QVERIFY(!pane.line().isVisible());
    QVERIFY(wordsOf(pane).contains(QLatin1String("Nothing is known of its life")));
    hear({eventOf(1000s, worker, Forked{bash})});
    pane.refresh(worker.id, sample);
    QVERIFY(pane.line().isVisible());
    QVERIFY(!wordsOf(pane).contains(QLatin1String("Nothing is known")));
}

void TestProcessTimeline::thePaneSaysThatNothingHasHappened()
{
    const auto sample = sampleOf({processOf(1, 0, 1, "init")}, nullptr, 1000);
    m_session->advance(*sample->snapshot, sample->system);
    TimelinePane pane(*m_session);
    pane.QWidget::show();
    pane.refresh(initial.id, sample);
    QCOMPARE(told(pane.line().marks()),
             (QStringList{"started: before Forklore listened, 16 min 39 s", "now: sleeping"}));
    QCOMPARE(wordsOf(pane), QStringLiteral("No event of it is known since Forklore listens."));
}

void TestProcessTimeline::aClickLeadsToTheChild()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    hear({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, child, Forked{worker})});
    TimelinePane pane(*m_session);
    pane.resize(900, 400);
    pane.QWidget::show();
    pane.refresh(worker.id, sampleOf({}, nullptr, 1003));
    QSignalSpy linked(&pane, &TimelinePane::processLinked);
    auto *table = pane.findChild<SectionTable *>();
    const auto cell = table->visualRect(table->model()->index(1, 3)).center();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, cell);
    QCOMPARE(linked.count(), 1);
    QCOMPARE(linked.first().first().value<ProcessId>(), child.id);
}

/// The wall clock and that of the boot are read one after the other.
void TestProcessTimeline::clocksThatWaverChangeNothing()
{
    hear({eventOf(1000s, worker, Forked{bash}), exitOf(1000s + 12ms, worker, exited(0), bash)});
    TimelinePane pane(*m_session);
    const auto sampleWith = [](std::chrono::nanoseconds wavers) {
        const auto sample = sampleOf({}, nullptr, 1003);
        auto snapshot = std::make_shared<Snapshot>(*sample->snapshot);
        snapshot->takenAt += wavers;
        auto wavering = std::make_shared<Sample>(*sample);
        wavering->snapshot = snapshot;
        return wavering;
    };
    pane.refresh(worker.id, sampleWith(0ns));
    const auto when = pane.line().marks().front().when;
    QSignalSpy changed(&pane.model(), &QAbstractItemModel::dataChanged);
    for (const auto wavers : {800ns, -40'000ns})
        pane.refresh(worker.id, sampleWith(wavers));
    QCOMPARE(changed.count(), 0);
    QCOMPARE(pane.line().marks().front().when, when);
    pane.refresh(worker.id, sampleWith(2s)); // somebody has set the clock
    QVERIFY(pane.line().marks().front().when != when);
}

void TestProcessTimeline::withRoomTheLineHasAllMarks()
{
    TimelineStrip line;
    line.resize(1200, line.sizeHint().height());
    line.show();
    line.setMarks(marksNamed(9));
    QCOMPARE(tipsAlong(line),
             (QStringList{"mark0", "mark1", "mark2", "mark3", "mark4", "mark5", "mark6", "mark7", "mark8"}));
    QVERIFY(line.accessibleDescription().contains(QLatin1String("mark4")));
}

void TestProcessTimeline::withoutRoomTheMiddleIsLeftOut()
{
    TimelineStrip line;
    line.resize(640, line.sizeHint().height()); // five places
    line.show();
    line.setMarks(marksNamed(9));
    QCOMPARE(tipsAlong(line), (QStringList{"mark0", "mark1", "mark7", "mark8"}));
    QVERIFY(line.accessibleDescription().contains(QLatin1String("mark4"))); // to be heard, there is room
    line.setMarks(marksNamed(5));
    QCOMPARE(tipsAlong(line).size(), 5);
    line.resize(line.minimumSizeHint());
    QCOMPARE(tipsAlong(line), (QStringList{"mark0", "mark4"}));
}

/// Between two marks that do not follow each other nothing is claimed of the way.
void TestProcessTimeline::whatIsLeftOutIsNoWay()
{
    auto palette = Palette::light();
    palette.accent = QColor(255, 0, 254);
    TimelineStrip line;
    line.setColors(palette);
    line.resize(line.minimumSizeHint()); // two places
    line.show();
    line.setMarks(marksNamed(2));
    QVERIFY(pixelsOf(palette.accent, line) > 0);
    line.setMarks(marksNamed(3));
    QCOMPARE(pixelsOf(palette.accent, line), 0);
}

static const forklore::TestClass<TestProcessTimeline> testClass(__FILE__);
#include "tst_timeline.moc"

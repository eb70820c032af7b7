// SPDX-License-Identifier: GPL-3.0-or-later
//
// The timeline of a process in its pane: the rows of its table, and the strip where there is little room.
#include <QHelpEvent>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include "tests/support/test_program.h"
#include "tests/ui/application_palette.h"
#include "tests/ui/events/marked_timeline.h"
#include "tests/ui/samples.h"
#include "ui/details/panes/timeline_pane.h"

using namespace forklore;
using namespace forklore::marked_timeline;
using namespace std::chrono_literals;

namespace {

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

class TestTimelinePane : public MarkedTimeline {
    Q_OBJECT

private slots:
    void initTestCase() { setZone(); }
    void init() { begin(); }

    void anAdopterIsNotSaidToHaveForked();
    void timesThatAreBoundsSaySo();

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
};

void TestTimelinePane::anAdopterIsNotSaidToHaveForked()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    append(
        {{1000s, worker, Forked{{}, initial}, true, 999s}, {1001s, child, Forked{{}, worker}, true, 1000s}});
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

void TestTimelinePane::timesThatAreBoundsSaySo()
{
    append({{1000s, worker, Forked{{}, bash}, true, 999s},
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

void TestTimelinePane::theTableTellsAll()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    append({eventOf(1000s, worker, Forked{bash}),
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

void TestTimelinePane::agesNeedABeginning()
{
    append({eventOf(1005s, worker, Renamed{"a"})});
    QVERIFY(rows().front().isAgeKnown);
    QVERIFY(rows().front().age == 5s); // by the start time that the kernel has
    auto context = contextAt();
    context.started.reset();
    QVERIFY(!rows(context).front().isAgeKnown);
    append({eventOf(1001s, worker, Forked{bash})}); // read late
    QVERIFY(rows(context).back().isAgeKnown);
    QVERIFY(rows(context).back().age == 4s);
}

/// So that rows keep their place when others go from the midst.
void TestTimelinePane::theNumbersGoOnBehindWhatIsLeftOut()
{
    append({eventOf(1000s, worker, Forked{bash})});
    for (std::size_t i = 1; i < ProcessTimeline::kept; ++i)
        append({eventOf(1001s, worker, Renamed{"a"})});
    const auto full = rows();
    QCOMPARE(full.size(), ProcessTimeline::kept);
    QCOMPARE(full.back().number, static_cast<std::int64_t>(ProcessTimeline::kept) - 1);
    append({eventOf(1002s, worker, Renamed{"last"})});
    const auto left = rows();
    QVERIFY(left.size() < full.size());
    QCOMPARE(left.front().number, std::int64_t(0));
    QCOMPARE(left.back().number, static_cast<std::int64_t>(ProcessTimeline::kept));
    QVERIFY(std::ranges::is_sorted(left, {}, &TimelineRow::number));
    QCOMPARE(left[left.size() - 2], full.back());
}

void TestTimelinePane::aRowLeadsToTheOtherProcess()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    append({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, child, Forked{worker}),
            eventOf(1002s, worker, Reparented{bash, initial}), eventOf(1003s, worker, Renamed{"a"})});
    const auto all = rows();
    QCOMPARE(processIn(all[0]), std::optional(bash.id));
    QCOMPARE(processIn(all[1]), std::optional(child.id));
    QCOMPARE(processIn(all[2]), std::optional(initial.id));
    QCOMPARE(processIn(all[3]), std::optional<ProcessId>());
}

void TestTimelinePane::thePaneOutlivesTheProcess()
{
    append({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, {{5001, 1}, "child"}, Forked{worker}),
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

void TestTimelinePane::thePaneSaysWhenNothingIsKnown()
{
    TimelinePane pane(*m_session);
    pane.QWidget::show();
    const auto sample = sampleOf({processOf(1, 0, 1, "init")}, nullptr, 1003);
    pane.refresh(worker.id, sample);
    QCOMPARE(pane.shown(), std::optional(worker.id));
    QVERIFY(!pane.line().isVisible());
    QVERIFY(wordsOf(pane).contains(QLatin1String("No event of this process was recorded")));
    append({eventOf(1000s, worker, Forked{bash})});
    pane.refresh(worker.id, sample);
    QVERIFY(pane.line().isVisible());
    QVERIFY(!wordsOf(pane).contains(QLatin1String("Nothing is known")));
}

void TestTimelinePane::thePaneSaysThatNothingHasHappened()
{
    const auto sample = sampleOf({processOf(1, 0, 1, "init")}, nullptr, 1000);
    m_session->advance(*sample->snapshot, sample->system);
    TimelinePane pane(*m_session);
    pane.QWidget::show();
    pane.refresh(initial.id, sample);
    QCOMPARE(told(pane.line().marks()),
             (QStringList{"started: before Forklore was started, 16 min 39 s", "now: sleeping"}));
    QCOMPARE(wordsOf(pane), QStringLiteral("No event of it is known since Forklore was started."));
}

void TestTimelinePane::aClickLeadsToTheChild()
{
    const ProcessRef child = {{5001, 100'100}, "child"};
    append({eventOf(1000s, worker, Forked{bash}), eventOf(1001s, child, Forked{worker})});
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
void TestTimelinePane::clocksThatWaverChangeNothing()
{
    append({eventOf(1000s, worker, Forked{bash}), exitOf(1000s + 12ms, worker, exited(0), bash)});
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

void TestTimelinePane::withRoomTheLineHasAllMarks()
{
    TimelineStrip line;
    line.resize(1200, line.sizeHint().height());
    line.show();
    line.setMarks(marksNamed(9));
    QCOMPARE(tipsAlong(line),
             (QStringList{"mark0", "mark1", "mark2", "mark3", "mark4", "mark5", "mark6", "mark7", "mark8"}));
    QVERIFY(line.accessibleDescription().contains(QLatin1String("mark4")));
}

void TestTimelinePane::withoutRoomTheMiddleIsLeftOut()
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
void TestTimelinePane::whatIsLeftOutIsNoWay()
{
    auto palette = Palette::light();
    palette.accent = QColor(255, 0, 254);
    const ApplicationPalette shown(palette);
    TimelineStrip line;
    line.resize(line.minimumSizeHint()); // two places
    line.show();
    line.setMarks(marksNamed(2));
    QVERIFY(pixelsOf(palette.accent, line) > 0);
    line.setMarks(marksNamed(3));
    QCOMPARE(pixelsOf(palette.accent, line), 0);
}

static const forklore::TestClass<TestTimelinePane> testClass(__FILE__);
#include "tst_timeline_pane.moc"

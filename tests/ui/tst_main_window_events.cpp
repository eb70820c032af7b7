// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole window over a /proc of the test's own, and a source of events that tells what the test wants.
#include <QLabel>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/staged_events.h"
#include "tests/ui/window_over_proc.h"

using namespace forklore;
using namespace forklore::window_over_proc;

namespace {

/// One that no /proc of the test has ever had.
const ProcessRef passedBy = {{4242, 90'000}, "brief"};
const ProcessRef shell = {{120, 500}, "sh"};

/// All that a widget says in words that can be seen.
QStringList wordsOf(const QWidget &widget)
{
    QStringList words;
    for (const auto *label : widget.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&widget))
            words += label->text();
    }
    return words;
}

} // namespace

class TestMainWindowEvents : public WindowOverProc {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void anIncompleteSourceSaysWhatItMisses()
    {
        const auto stage = listenTo({EventCoverage::Kind::Pidfd, "a right is missing",
                                     "processes that live shorter than a sample", "start it as root"});
        QTRY_COMPARE(sourceText()->text(), QStringLiteral("events: pidfds"));
        const auto about = QStringLiteral(
            "Starts are seen with the next sample, ends at once (pidfds), because a right is "
            "missing. Not seen: processes that live shorter than a sample. To see all: start it as root.");
        QVERIFY(wordsOf(eventsOf(*m_window)).contains(about));
        QVERIFY(sourceText()->toolTip().contains(about));
        stage->emitWithSample({}, "3 processes are not followed");
        refresh();
        QTRY_VERIFY(sourceText()->toolTip().contains(QLatin1String("3 processes are not followed. To see")));
        QVERIFY(wordsOf(eventsOf(*m_window)).filter(QStringLiteral("3 processes are not followed")).size() ==
                1);
    }

    void aCompleteSourceNeedsNoWords()
    {
        const auto words = wordsOf(eventsOf(*m_window));
        const auto stage = listenTo({EventCoverage::Kind::ProcConnector, "it is the best", {}, {}});
        QTRY_COMPARE(sourceText()->text(), QStringLiteral("events: proc connector"));
        QCOMPARE(wordsOf(eventsOf(*m_window)), words);
    }

    void whoHearsNothingSaysWhy()
    {
        m_window->openEvents([]() -> Result<std::unique_ptr<EventSource>> {
            return failure(ErrorKind::Denied, "no source of any kind");
        });
        QTRY_COMPARE(sourceText()->text(), QStringLiteral("events: none"));
        const auto text = QStringLiteral("No events: no source of any kind");
        QVERIFY(sourceText()->toolTip().contains(text));
        QVERIFY(wordsOf(eventsOf(*m_window)).contains(text));
    }

    void whatIsHeardReachesEveryRoom()
    {
        const auto stage = listenTo();
        m_window->findChild<QDockWidget *>(QStringLiteral("events"))->show();
        viewOf(*m_window).select({104, 504});
        detailsOf(*m_window).showPane(QStringLiteral("life"));
        const auto *timeline = detailsOf(*m_window).findChild<TimelinePane *>();
        QCOMPARE(timeline->model().rowCount(), 0);
        m_proc->remove("104");
        refresh();
        stage->emitEvents(
            {exitOf(bootClock(), {{104, 504}, "worker"}, exited(3), ProcessRef{{1, 3}, "init"})});
        QTRY_COMPARE(eventsOf(*m_window).events().rowCount(), 1);
        QCOMPARE(timeline->model().rowCount(), 1);
        QCOMPARE(modelOf(*m_window).indexOf({104, 504}, processColumn("state")).data().toString(),
                 QStringLiteral("exited 3"));
        QVERIFY(wordsOf(detailsOf(*m_window)).filter(QStringLiteral("exited 3 after 12 ms")).size() == 1);
    }

    void oneThatNoSampleHasShownHasItsProcessTimeline()
    {
        const auto stage = listenTo();
        hearOfPassedBy(*stage);
        QVERIFY(detailsOf(*m_window).shownPane() != QLatin1String("life"));
        emit eventsOf(*m_window).processLinked(passedBy.id);
        QCOMPARE(detailsOf(*m_window).process(), std::optional(passedBy.id));
        QCOMPARE(detailsOf(*m_window).shownPane(), QStringLiteral("life"));
        QVERIFY(detailsOf(*m_window).isFilled());
        const auto *timeline = detailsOf(*m_window).findChild<TimelinePane *>();
        QCOMPARE(timeline->shown(), std::optional(passedBy.id));
        QCOMPARE(timeline->line().marks().front().about, QStringLiteral("by sh 120"));
        QCOMPARE(timeline->line().marks().back().title, QStringLiteral("exited 3"));
        const auto words = wordsOf(detailsOf(*m_window)).join(QLatin1Char('\n'));
        QVERIFY(words.contains(QLatin1String("brief")));
        QVERIFY(words.contains(QStringLiteral("4242 · exited 3 after 12 ms · at ")));
        refresh(); // which shows nothing of it either
        QCOMPARE(timeline->shown(), std::optional(passedBy.id));
        QCOMPARE(detailsOf(*m_window).process(), std::optional(passedBy.id));
    }

    void theWayBackFromTheDeadIsOpen()
    {
        viewOf(*m_window).select({113, 600});
        const auto stage = listenTo();
        hearOfPassedBy(*stage);
        emit eventsOf(*m_window).processLinked(passedBy.id);
        QVERIFY(
            viewOf(*m_window).selectionModel()->selectedRows().isEmpty()); // no operation hits another one
        emit eventsOf(*m_window).processLinked({113, 600});
        QCOMPARE(detailsOf(*m_window).process(), std::optional(ProcessId{113, 600}));
    }

    void theFilterMakesRoomOnlyForTheLiving()
    {
        const auto stage = listenTo();
        hearOfPassedBy(*stage);
        filterFieldOf(*m_window).setFilter(QStringLiteral("passwd"));
        emit eventsOf(*m_window).processLinked(passedBy.id);
        QCOMPARE(filterFieldOf(*m_window).text(), QStringLiteral("passwd"));
        emit eventsOf(*m_window).processLinked({100, 500});
        QCOMPARE(filterFieldOf(*m_window).text(), QString());
        QCOMPARE(ProcessTreeModel::node(viewOf(*m_window).currentIndex()).id.pid, 100);
    }

    void oneBornSinceTheLastSampleHasNotEnded()
    {
        const auto stage = listenTo();
        emitEvents(*m_window, *stage, {eventOf(bootClock(), passedBy, Forked{shell})});
        emit eventsOf(*m_window).processLinked(passedBy.id);
        const auto words = [this] { return wordsOf(detailsOf(*m_window)).join(QLatin1Char('\n')); };
        QVERIFY(words().contains(QStringLiteral("4242 · born since the last sample")));
        QVERIFY(!words().contains(QLatin1String("has ended")));
        m_proc->write("4242/stat", statText(4242, 120, "brief", 90'000));
        refresh();
        QVERIFY(!words().contains(QLatin1String("born since")));
        QVERIFY(!words().contains(QLatin1String("has ended")));
    }

private:
    std::shared_ptr<EventStage> listenTo(const EventCoverage &coverage = {
                                             EventCoverage::Kind::ProcConnector, {}, {}, {}})
    {
        auto stage = std::make_shared<EventStage>(coverage);
        m_window->openEvents(EventStage::sourceOf(stage));
        return stage;
    }

    /// Its birth and its end, between two samples.
    void hearOfPassedBy(EventStage &stage)
    {
        emitEvents(
            *m_window, stage,
            {eventOf(bootClock(), passedBy, Forked{shell}), exitOf(bootClock(), passedBy, exited(3), shell)});
    }

    [[nodiscard]] SteadyText *sourceText() const
    {
        for (auto *text : m_window->statusBar()->findChildren<SteadyText *>()) {
            if (text->text().startsWith(QLatin1String("events:")))
                return text;
        }
        return m_window->statusBar()->findChild<SteadyText *>();
    }
};

static const forklore::TestClass<TestMainWindowEvents> testClass(__FILE__);
#include "tst_main_window_events.moc"

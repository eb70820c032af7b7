// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of all events: what it shows, what a filter leaves of it, and that nothing moves under a reader.
#include <QAbstractButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "tests/ui/staged_events.h"
#include "ui/events/events_view.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

constexpr auto onlyFailures = "kind=exit and status!=0";
constexpr std::size_t mostRows = 5000;
constexpr std::size_t slack = 500;
constexpr int whoColumn = 2;

const ProcessRef bash = {{4711, 90'000}, "bash"};
const ProcessRef worker = {{4800, 100'000}, "worker"};

Event lost(std::uint64_t count)
{
    return eventOf(1000s, {}, Lost{count, "it was too much"});
}

/// That many processes that are renamed to their numbers, the first number being given.
std::vector<Event> renamed(std::size_t count, std::size_t first = 0)
{
    std::vector<Event> events;
    for (std::size_t i = first; i < first + count; ++i)
        events.push_back(
            eventOf(1000s, {{static_cast<Pid>(i + 2), 1}, "n" + std::to_string(i)}, Renamed{"x"}));
    return events;
}

/// The rows without their times.
QStringList rowsIn(const EventsModel &model)
{
    QStringList lines;
    for (const auto &line : dumpCells(model))
        lines += line.section(QStringLiteral(" | "), 1);
    return lines;
}

} // namespace

class TestEventsView : public QObject {
    Q_OBJECT

private slots:
    void init();

    void aBatchBecomesRows();
    void eachEventHasItsWords_data();
    void eachEventHasItsWords();
    void theTimeIsThatOfTheWall();
    void aFilterShowsOnlyFailures();
    void aWrongFilterChangesNothing();
    void heldNothingMoves();
    void whatIsOnItsWayIsListedOnce();
    void aFilterSortsOutWhatIsHeld();
    void heldTheRestStandsStillToo();
    void itFollowsUntilSomebodyScrollsUp_data();
    void itFollowsUntilSomebodyScrollsUp();
    void theListIsBounded();
    void whatIsReadStaysInPlace();
    void hiddenItTakesNothing();
    void hiddenWhatIsHeldStays();
    void failuresEndFirst();
    void whatHasEndedIsClearedWhenAsked();
    void clearingWorksThoughItIsHeld();
    void nothingNewChangesNoRow();
    void aClickLeadsToTheProcess();
    void anEndingLeadsToTheLastAndToItsParent();
    void itSaysHowMuchWasHeardAndLost();
    void anIncompleteSourceSaysSo();

private:
    void hear(const std::vector<Event> &events);
    [[nodiscard]] SectionTable *table(const char *name) const;
    [[nodiscard]] QPushButton *button(const char *text) const;
    [[nodiscard]] QStringList words() const;
    [[nodiscard]] QStringList rows() const { return rowsIn(m_view->events()); }

    std::unique_ptr<Session> m_session;
    std::unique_ptr<ChartCursor> m_cursor;
    std::unique_ptr<EventsView> m_view;
};

void TestEventsView::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
    m_view.reset();
    m_session = std::make_unique<Session>();
    m_cursor = std::make_unique<ChartCursor>();
    m_view = std::make_unique<EventsView>(*m_session, *m_cursor);
    connect(m_view.get(), &EventsView::clearWanted, this, [this] { m_session->clearEndings(); });
    m_view->resize(1400, 300);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestEventsView::hear(const std::vector<Event> &events)
{
    m_view->take(m_session->append(events));
}

SectionTable *TestEventsView::table(const char *name) const
{
    for (auto *table : m_view->findChildren<SectionTable *>()) {
        if (table->accessibleName() == QLatin1String(name))
            return table;
    }
    return nullptr;
}

QPushButton *TestEventsView::button(const char *text) const
{
    for (auto *button : m_view->findChildren<QPushButton *>()) {
        if (button->text() == QLatin1String(text))
            return button;
    }
    return nullptr;
}

/// All that it says beside its tables.
QStringList TestEventsView::words() const
{
    QStringList words;
    for (const auto *label : m_view->findChildren<QLabel *>()) {
        if (label->isVisible())
            words += label->text();
    }
    return words;
}

void TestEventsView::aBatchBecomesRows()
{
    QCOMPARE(rows(), QStringList());
    hear({eventOf(1000s, {worker.id, "bash"}, Forked{bash}),
          eventOf(1001s, worker, Executed{"bash", std::string("worker"), std::string("/bin/worker")})});
    hear({exitOf(1002s, worker, exited(3), bash)});
    QCOMPARE(rows(),
             (QStringList{"fork | bash 4800 | forked by bash 4711", "exec | worker 4800 | runs /bin/worker",
                          "exit | worker 4800 | exited 3 after 12 ms"}));
    QVERIFY(m_view->events().index(2, 3).data(WrongRole).toBool());
    QVERIFY(!m_view->events().index(1, 3).data(WrongRole).toBool());
}

void TestEventsView::eachEventHasItsWords_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("tip");
    const auto row = [](const char *name, const Event &event, const char *text, const char *tip) {
        QTest::newRow(name) << event << QString::fromUtf8(text) << QString::fromUtf8(tip);
    };
    const auto exec = [](const Result<std::string> &line, const Result<std::string> &file) {
        return eventOf(1000s, worker, Executed{"bash", line, file});
    };
    const Failure denied = failure(ErrorKind::Denied, "readlink exe: Permission denied");
    row("program and arguments", exec(std::string("worker\0-v\0a b\0", 14), std::string("/bin/worker")),
        "exec | worker 4800 | runs /bin/worker: -v \"a b\"", "runs /bin/worker: -v \"a b\"");
    row("file unknown", exec(std::string("./worker\0-v\0", 12), denied),
        "exec | worker 4800 | runs ./worker: -v", "runs ./worker: -v");
    row("no arguments", exec(std::string("worker\0", 7), std::string("/bin/worker")),
        "exec | worker 4800 | runs /bin/worker", "runs /bin/worker");
    row("awkward bytes", exec(std::string("worker\0a\nb\0", 11), std::string("/bin/\033[31m")),
        "exec | worker 4800 | runs /bin/\\x1b[31m: a\\nb", "runs /bin/\\x1b[31m: a\\nb");
    row("unknown exit", exitOf(1000s, worker, failure(ErrorKind::Denied, "the status of others is hidden")),
        "exit | worker 4800 | ended after 12 ms, how is not known",
        "ended after 12 ms, how is not known\n\nthe status of others is hidden");
    row("crash", exitOf(1000s, worker, ExitStatus{ExitStatus::Kind::Signaled, 11, true}),
        "exit | worker 4800 | killed by SIGSEGV after 12 ms, core dumped",
        "killed by SIGSEGV after 12 ms, core dumped");
    row("nobody knows its name", eventOf(1000s, {{7, ProcessId::unknownStart}, {}}, Forked{}),
        "fork | ? 7 | forked by a process that is not known", "forked by a process that is not known");
    row("lost", lost(12), "lost |  | 12 events were lost: it was too much",
        "12 events were lost: it was too much");
    auto inferred = eventOf(1000s, worker, Stopped{});
    inferred.inferred = true;
    row("inferred", inferred, "stop | worker 4800 | stopped",
        "stopped\n\nNot heard as it happened, but found out later: it was at this time or before");
}

void TestEventsView::eachEventHasItsWords()
{
    QFETCH(Event, event);
    hear({event});
    QTEST(rows().join(QLatin1Char('\n')), "row");
    QTEST(m_view->events().index(0, 3).data(Qt::ToolTipRole).toString(), "tip");
}

void TestEventsView::theTimeIsThatOfTheWall()
{
    hear({eventOf(bootClock(), worker, Continued()), eventOf(bootClock() - 1h, worker, Continued())});
    const auto &rows = m_view->events().rows();
    QVERIFY(std::chrono::abs(rows[0].at - wallClock()) < 10s);
    QVERIFY(std::chrono::abs(rows[1].at - wallClock() + 1h) < 10s);
}

void TestEventsView::aFilterShowsOnlyFailures()
{
    hear({exitOf(1000s, worker, exited(0)), exitOf(1001s, bash, exited(3)), lost(5),
          eventOf(1002s, worker, Forked{bash}), exitOf(1003s, worker, failure(ErrorKind::Denied, "hidden"))});
    m_view->filterField().setFilter(QLatin1String(onlyFailures));
    const QStringList before = {"exit | bash 4711 | exited 3 after 12 ms",
                                "lost |  | 5 events were lost: it was too much"};
    QCOMPARE(rows(), before);
    hear({exitOf(1004s, worker, exited(0)),
          exitOf(1005s, worker, ExitStatus{ExitStatus::Kind::Signaled, 9, false}), lost(6)});
    QCOMPARE(rows(), before + QStringList({"exit | worker 4800 | killed by SIGKILL after 12 ms",
                                           "lost |  | 6 events were lost: it was too much"}));
    m_view->filterField().setFilter(QString());
    QCOMPARE(rows().size(), 8);
}

void TestEventsView::aWrongFilterChangesNothing()
{
    m_view->filterField().setFilter(QLatin1String(onlyFailures));
    hear({exitOf(1000s, worker, exited(0)), exitOf(1001s, bash, exited(3))});
    const auto before = rows();
    QCOMPARE(before.size(), 1);
    QSignalSpy reset(&m_view->events(), &QAbstractItemModel::modelReset);
    for (const auto *wrong : {"kind=exit and", "cpu > 5", "kind=exit and status!=abc"}) {
        m_view->filterField().setFilter(QLatin1String(wrong));
        QVERIFY(m_view->filterField().error());
        QCOMPARE(rows(), before);
    }
    hear({exitOf(1002s, worker, exited(0))}); // the last right one stands
    QCOMPARE(rows(), before);
    m_view->filterField().setFilter(
        QStringLiteral("  kind = exit  and status != 0 ")); // the same in other words
    QCOMPARE(rows(), before);
    QCOMPARE(reset.count(), 0);
}

void TestEventsView::heldNothingMoves()
{
    hear(renamed(2));
    const auto before = rows();
    m_view->setHeld(true);
    hear(renamed(3, 2));
    hear(renamed(1, 5));
    QCOMPARE(rows(), before);
    QVERIFY(words().contains(QStringLiteral("held, 4 since")));
    m_view->setHeld(false);
    QCOMPARE(rows().size(), 6);
    QCOMPARE(rows().last(), QStringLiteral("rename | n5 7 | renamed from x"));
    QVERIFY(words().contains(QStringLiteral("6 events")));
    m_view->setHeld(true);
    QVERIFY(words().contains(QStringLiteral("held, 0 since")));
}

/// The session has it already when the list is filled anew; the update comes after that.
void TestEventsView::whatIsOnItsWayIsListedOnce()
{
    hear(renamed(2));
    const auto update = m_session->append(renamed(3, 2));
    m_view->filterField().setFilter(QStringLiteral("kind = rename"));
    QCOMPARE(rows().size(), 2);
    m_view->take(update);
    QCOMPARE(rows().size(), 5);
    QCOMPARE(rows().last(), QStringLiteral("rename | n4 6 | renamed from x"));
}

/// Of what stands there; what has come since is shown when it is let go.
void TestEventsView::aFilterSortsOutWhatIsHeld()
{
    hear({exitOf(1000s, worker, exited(0)), exitOf(1001s, bash, exited(3))});
    m_view->setHeld(true);
    hear({exitOf(1002s, worker, exited(4))});
    m_view->filterField().setFilter(QLatin1String(onlyFailures));
    QCOMPARE(rows(), QStringList{"exit | bash 4711 | exited 3 after 12 ms"});
    QVERIFY(words().contains(QStringLiteral("held, 1 since")));
    m_view->setHeld(false);
    QCOMPARE(rows().size(), 2);
}

void TestEventsView::heldTheRestStandsStillToo()
{
    const auto sample = sampleOf({processOf(1, 0)});
    hear({exitOf(1000s, worker, exited(3))});
    m_view->takeSample(sample);
    QCOMPARE(m_view->endings().rowCount(), 1);
    m_view->setHeld(true);
    hear({exitOf(1001s, bash, exited(0))});
    m_view->takeSample(sample);
    QCOMPARE(m_view->endings().rowCount(), 1);
    m_view->setHeld(false); // and not only with the next sample, which may never come
    QCOMPARE(m_view->endings().rowCount(), 2);
}

void TestEventsView::itFollowsUntilSomebodyScrollsUp_data()
{
    QTest::addColumn<QString>("by");
    for (const auto *by : {"wheel", "scroll bar", "key"})
        QTest::newRow(by) << QString::fromLatin1(by);
}

void TestEventsView::itFollowsUntilSomebodyScrollsUp()
{
    QFETCH(QString, by);
    auto *events = table("Events");
    const auto *bar = events->verticalScrollBar();
    QVERIFY(m_view->isFollowing());
    hear(renamed(200));
    QVERIFY(bar->maximum() > 0);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(m_view->isFollowing());
    if (by == QLatin1String("wheel")) {
        const QPointF at(40, 40);
        QWheelEvent up(at, events->viewport()->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                       Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(events->viewport(), &up);
    } else if (by == QLatin1String("key")) {
        QTest::keyClick(events, Qt::Key_Home);
    } else {
        events->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    }
    const auto place = bar->value();
    QVERIFY(place < bar->maximum());
    QVERIFY(!m_view->isFollowing());
    hear(renamed(50, 200));
    QCOMPARE(bar->value(), place);
    QVERIFY(!m_view->isFollowing());
    events->verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum); // back at the end
    QVERIFY(m_view->isFollowing());
    hear(renamed(50, 250));
    QCOMPARE(bar->value(), bar->maximum());
    events->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    QVERIFY(!m_view->isFollowing());
    button("Follow")->click();
    QCOMPARE(bar->value(), bar->maximum());
}

void TestEventsView::theListIsBounded()
{
    hear(renamed(mostRows));
    hear(renamed(slack, mostRows));
    QCOMPARE(m_view->events().rows().size(), mostRows + slack);
    hear(renamed(1, mostRows + slack));
    QCOMPARE(m_view->events().rows().size(), mostRows);
    QCOMPARE(rows().last(), QStringLiteral("rename | n5500 5502 | renamed from x"));
    QCOMPARE(rows().first(), QStringLiteral("rename | n501 503 | renamed from x"));
    const auto *bar = table("Events")->verticalScrollBar();
    QCOMPARE(bar->value(), bar->maximum());
    m_view->filterField().setFilter(QStringLiteral("pid <= 5002")); // those that had gone are back
    QCOMPARE(m_view->events().rows().size(), mostRows);
    QCOMPARE(rows().first(), QStringLiteral("rename | n1 3 | renamed from x"));
    m_view->filterField().setFilter(QStringLiteral("kind = rename"));
    QCOMPARE(m_view->events().rows().size(), mostRows);
    QVERIFY(std::ranges::is_sorted(m_view->events().rows(), {}, &EventRow::number));
}

/// The oldest rows go while somebody reads further down.
void TestEventsView::whatIsReadStaysInPlace()
{
    auto *events = table("Events");
    hear(renamed(mostRows));
    hear(renamed(slack, mostRows));
    events->setCurrentIndex(events->model()->index(3, 0)); // one of those that go
    events->scrollTo(events->model()->index(3000, 0), QAbstractItemView::PositionAtTop);
    button("Follow")->setChecked(false);
    const auto top = [&] {
        const auto index = events->indexAt({0, 0});
        return index.siblingAtColumn(whoColumn).data().toString();
    };
    QCOMPARE(top(), QStringLiteral("n3000 3002"));
    hear(renamed(1, mostRows + slack));
    QCOMPARE(m_view->events().rows().size(), mostRows);
    QCOMPARE(top(), QStringLiteral("n3000 3002"));
    QVERIFY(!m_view->isFollowing());
    button("Follow")->setChecked(true);
    events->selectionModel()->setCurrentIndex(events->model()->index(3, 0), QItemSelectionModel::NoUpdate);
    button("Follow")->setChecked(true);
    hear(renamed(slack + 1, mostRows + slack + 1));
    QVERIFY(m_view->isFollowing());
    QCOMPARE(events->verticalScrollBar()->value(), events->verticalScrollBar()->maximum());
}

void TestEventsView::hiddenItTakesNothing()
{
    hear(renamed(2));
    m_view->hide();
    QSignalSpy inserted(&m_view->events(), &QAbstractItemModel::rowsInserted);
    hear(renamed(3, 2));
    m_view->takeSample(sampleOf({processOf(1, 0)}));
    QCOMPARE(inserted.count(), 0);
    QCOMPARE(rows().size(), 2);
    m_view->show();
    QCOMPARE(rows().size(), 5);
    QCOMPARE(rows().last(), QStringLiteral("rename | n4 6 | renamed from x"));
    hear(renamed(1, 5));
    QCOMPARE(rows().size(), 6);
}

/// A look at another tab lets nothing move either.
void TestEventsView::hiddenWhatIsHeldStays()
{
    hear(renamed(2));
    const auto before = rows();
    m_view->setHeld(true);
    m_view->hide();
    hear(renamed(3, 2));
    m_view->show();
    QCOMPARE(rows(), before);
    QVERIFY(words().contains(QStringLiteral("held, 3 since")));
    m_view->setHeld(false);
    QCOMPARE(rows().size(), 5);
}

void TestEventsView::failuresEndFirst()
{
    const ProcessRef cron = {{50, 1}, "cron"};
    const auto ends = [&](Pid pid, const char *comm, const Result<ExitStatus> &status) {
        return exitOf(1000s, {{pid, 1}, comm}, status, cron);
    };
    hear({ends(100, "fine", exited(0)), ends(101, "fine", exited(0)), ends(102, "fine", exited(0)),
          ends(103, "once", exited(1)), ends(104, "twice", exited(2)), ends(105, "twice", exited(3)),
          ends(106, "twice", exited(0)), ends(107, "odd", failure(ErrorKind::Denied, "hidden"))});
    m_view->takeSample(sampleOf({processOf(1, 0)}));
    QStringList groups;
    const auto *order = table("Recently ended")->model();
    for (const auto &line : dumpCells(*order))
        groups += line.section(QStringLiteral(" | "), 0, 5);
    QCOMPARE(groups, (QStringList{"2 | 3 | twice | exited 3 | 12 ms | cron 50",
                                  "1 | 1 | once | exited 1 | 12 ms | cron 50",
                                  " | 3 | fine | exited 0 | 12 ms | cron 50",
                                  " | 1 | odd | not known | 12 ms | cron 50"}));
    QVERIFY(order->index(0, 0).data(WrongRole).toBool());
    QVERIFY(!order->index(2, 0).data(WrongRole).toBool());
    QCOMPARE(m_view->endings().index(3, 0).data(Qt::ToolTipRole).toString(),
             QStringLiteral("How 1 of them ended is not known"));
}

void TestEventsView::whatHasEndedIsClearedWhenAsked()
{
    hear({exitOf(1000s, worker, exited(3), bash)});
    m_view->takeSample(sampleOf({processOf(1, 0)}));
    QCOMPARE(m_view->endings().rowCount(), 1);
    QSignalSpy wanted(m_view.get(), &EventsView::clearWanted);
    button("Clear")->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(m_view->endings().rowCount(), 0);
    QCOMPARE(rows().size(), 1); // what happened is not forgotten with it
}

void TestEventsView::clearingWorksThoughItIsHeld()
{
    hear({exitOf(1000s, worker, exited(3), bash)});
    m_view->takeSample(sampleOf({processOf(1, 0)}));
    m_view->setHeld(true);
    button("Clear")->click();
    QCOMPARE(m_view->endings().rowCount(), 0);
}

/// The wall clock and that of the boot are read one after the other: what they differ by wavers.
void TestEventsView::nothingNewChangesNoRow()
{
    hear({exitOf(1000s, worker, exited(3), bash)});
    const auto sample = sampleOf({processOf(1, 0)});
    m_view->takeSample(sample);
    QSignalSpy changed(&m_view->endings(), &QAbstractItemModel::dataChanged);
    for (int i = 0; i < 20; ++i)
        m_view->takeSample(sample);
    QCOMPARE(changed.count(), 0);
}

void TestEventsView::aClickLeadsToTheProcess()
{
    hear({eventOf(1000s, worker, Forked{bash}), lost(1), eventOf(1001s, bash, Continued())});
    m_view->filterField().setFilter(QStringLiteral("kind != fork"));
    auto *events = table("Events");
    events->sortByColumn(whoColumn,
                         Qt::DescendingOrder); // the row that is seen is another than its number
    QSignalSpy linked(m_view.get(), &EventsView::processLinked);
    const auto click = [&](int row, int column) {
        const auto at = events->visualRect(events->model()->index(row, column)).center();
        QTest::mouseClick(events->viewport(), Qt::LeftButton, Qt::NoModifier, at);
    };
    QCOMPARE(events->model()->index(0, whoColumn).data().toString(), QStringLiteral("bash 4711"));
    click(1, whoColumn); // of what was lost there is nobody to go to
    click(0, whoColumn + 1);
    QCOMPARE(linked.count(), 0);
    click(0, whoColumn);
    QCOMPARE(linked.count(), 1);
    QCOMPARE(linked.first().first().value<ProcessId>(), bash.id);
}

void TestEventsView::anEndingLeadsToTheLastAndToItsParent()
{
    hear({exitOf(1000s, worker, exited(3), bash), exitOf(1001s, {{4801, 1}, "worker"}, exited(0), bash)});
    m_view->takeSample(sampleOf({processOf(1, 0)}));
    const auto &row = m_view->endings().rows().front();
    QCOMPARE(processIn(row, 2), std::optional(worker.id)); // the last that failed
    QCOMPARE(processIn(row, 5), std::optional(bash.id));
    QCOMPARE(processIn(row, 1), std::optional<ProcessId>());
    auto *endings = table("Recently ended");
    QSignalSpy linked(m_view.get(), &EventsView::processLinked);
    QTest::mouseClick(endings->viewport(), Qt::LeftButton, Qt::NoModifier,
                      endings->visualRect(endings->model()->index(0, 2)).center());
    QCOMPARE(linked.count(), 1);
    QCOMPARE(linked.first().first().value<ProcessId>(), worker.id);
}

void TestEventsView::itSaysHowMuchWasHeardAndLost()
{
    hear(renamed(1));
    QVERIFY(words().contains(QStringLiteral("1 event")));
    hear({lost(1200)});
    QVERIFY(words().contains(QString::fromUtf8("2 events, 1\u2009200 lost")));
    m_view->filterField().setFilter(QStringLiteral("kind = exit"));
    hear(renamed(1)); // what a filter leaves out was heard
    QVERIFY(words().contains(QString::fromUtf8("3 events, 1\u2009200 lost")));
}

void TestEventsView::anIncompleteSourceSaysSo()
{
    const auto line = QStringLiteral("Births are seen with the next sample.");
    for (const auto &word : words())
        QVERIFY(!word.isEmpty());
    m_view->setSource(line);
    QVERIFY(words().contains(line));
    m_view->setSource(QString());
    QVERIFY(!words().contains(line));
}

static const forklore::TestClass<TestEventsView> testClass(__FILE__);
#include "tst_events_view.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of all events: what it shows, what a filter leaves of it, and where its rows lead.
#include <QAbstractButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/events/listed_events.h"
#include "tests/ui/samples.h"

using namespace forklore;
using namespace forklore::listed_events;
using namespace std::chrono_literals;

namespace {

Event lost(std::uint64_t count)
{
    return eventOf(1000s, {}, Lost{count, "it was too much"});
}

} // namespace

class TestEventsView : public ListedEvents {
    Q_OBJECT

private slots:
    void init() { begin(); }

    void aBatchBecomesRows();
    void eachEventHasItsWords_data();
    void eachEventHasItsWords();
    void theTimeIsThatOfTheWall();
    void aFilterShowsOnlyFailures();
    void aWrongFilterChangesNothing();
    void failuresEndFirst();
    void whatHasEndedIsClearedWhenAsked();
    void clearingWorksThoughItIsHeld();
    void nothingNewChangesNoRow();
    void aClickLeadsToTheProcess();
    void anEndingLeadsToTheLastAndToItsParent();
    void itSaysHowMuchWasHeardAndLost();
    void anIncompleteSourceSaysSo();
    void whatIsOnItsWayIsListedOnce();
};

void TestEventsView::aBatchBecomesRows()
{
    QCOMPARE(rows(), QStringList());
    append({eventOf(1000s, {worker.id, "bash"}, Forked{bash}),
            eventOf(1001s, worker, Executed{"bash", std::string("worker"), std::string("/bin/worker")})});
    append({exitOf(1002s, worker, exited(3), bash)});
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
    append({event});
    QTEST(rows().join(QLatin1Char('\n')), "row");
    QTEST(m_view->events().index(0, 3).data(Qt::ToolTipRole).toString(), "tip");
}

void TestEventsView::theTimeIsThatOfTheWall()
{
    append({eventOf(bootClock(), worker, Continued()), eventOf(bootClock() - 1h, worker, Continued())});
    const auto &rows = m_view->events().rows();
    QVERIFY(std::chrono::abs(rows[0].at - wallClock()) < 10s);
    QVERIFY(std::chrono::abs(rows[1].at - wallClock() + 1h) < 10s);
}

void TestEventsView::aFilterShowsOnlyFailures()
{
    append({exitOf(1000s, worker, exited(0)), exitOf(1001s, bash, exited(3)), lost(5),
            eventOf(1002s, worker, Forked{bash}),
            exitOf(1003s, worker, failure(ErrorKind::Denied, "hidden"))});
    m_view->filterField().setFilter(QLatin1String(onlyFailures));
    const QStringList before = {"exit | bash 4711 | exited 3 after 12 ms",
                                "lost |  | 5 events were lost: it was too much"};
    QCOMPARE(rows(), before);
    append({exitOf(1004s, worker, exited(0)),
            exitOf(1005s, worker, ExitStatus{ExitStatus::Kind::Signaled, 9, false}), lost(6)});
    QCOMPARE(rows(), before + QStringList({"exit | worker 4800 | killed by SIGKILL after 12 ms",
                                           "lost |  | 6 events were lost: it was too much"}));
    m_view->filterField().setFilter(QString());
    QCOMPARE(rows().size(), 8);
}

void TestEventsView::aWrongFilterChangesNothing()
{
    m_view->filterField().setFilter(QLatin1String(onlyFailures));
    append({exitOf(1000s, worker, exited(0)), exitOf(1001s, bash, exited(3))});
    const auto before = rows();
    QCOMPARE(before.size(), 1);
    QSignalSpy reset(&m_view->events(), &QAbstractItemModel::modelReset);
    for (const auto *wrong : {"kind=exit and", "cpu > 5", "kind=exit and status!=abc"}) {
        m_view->filterField().setFilter(QLatin1String(wrong));
        QVERIFY(m_view->filterField().error());
        QCOMPARE(rows(), before);
    }
    append({exitOf(1002s, worker, exited(0))}); // the last right one stands
    QCOMPARE(rows(), before);
    m_view->filterField().setFilter(
        QStringLiteral("  kind = exit  and status != 0 ")); // the same in other words
    QCOMPARE(rows(), before);
    QCOMPARE(reset.count(), 0);
}

void TestEventsView::failuresEndFirst()
{
    const ProcessRef cron = {{50, 1}, "cron"};
    const auto ends = [&](Pid pid, const char *comm, const Result<ExitStatus> &status) {
        return exitOf(1000s, {{pid, 1}, comm}, status, cron);
    };
    append({ends(100, "fine", exited(0)), ends(101, "fine", exited(0)), ends(102, "fine", exited(0)),
            ends(103, "once", exited(1)), ends(104, "twice", exited(2)), ends(105, "twice", exited(3)),
            ends(106, "twice", exited(0)), ends(107, "odd", failure(ErrorKind::Denied, "hidden"))});
    m_view->applySample(sampleOf({processOf(1, 0)}));
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
    append({exitOf(1000s, worker, exited(3), bash)});
    m_view->applySample(sampleOf({processOf(1, 0)}));
    QCOMPARE(m_view->endings().rowCount(), 1);
    QSignalSpy wanted(m_view.get(), &EventsView::clearWanted);
    button("Clear")->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(m_view->endings().rowCount(), 0);
    QCOMPARE(rows().size(), 1); // what happened is not forgotten with it
}

void TestEventsView::clearingWorksThoughItIsHeld()
{
    append({exitOf(1000s, worker, exited(3), bash)});
    m_view->applySample(sampleOf({processOf(1, 0)}));
    m_view->setHeld(true);
    button("Clear")->click();
    QCOMPARE(m_view->endings().rowCount(), 0);
}

/// The wall clock and that of the boot are read one after the other: what they differ by wavers.
void TestEventsView::nothingNewChangesNoRow()
{
    append({exitOf(1000s, worker, exited(3), bash)});
    const auto sample = sampleOf({processOf(1, 0)});
    m_view->applySample(sample);
    QSignalSpy changed(&m_view->endings(), &QAbstractItemModel::dataChanged);
    for (int i = 0; i < 20; ++i)
        m_view->applySample(sample);
    QCOMPARE(changed.count(), 0);
}

void TestEventsView::aClickLeadsToTheProcess()
{
    append({eventOf(1000s, worker, Forked{bash}), lost(1), eventOf(1001s, bash, Continued())});
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
    append({exitOf(1000s, worker, exited(3), bash), exitOf(1001s, {{4801, 1}, "worker"}, exited(0), bash)});
    m_view->applySample(sampleOf({processOf(1, 0)}));
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
    append(renamed(1));
    QVERIFY(words().contains(QStringLiteral("1 event")));
    append({lost(1200)});
    QVERIFY(words().contains(QString::fromUtf8("2 events, 1\u2009200 lost")));
    m_view->filterField().setFilter(QStringLiteral("kind = exit"));
    append(renamed(1)); // what a filter leaves out was heard
    QVERIFY(words().contains(QString::fromUtf8("3 events, 1\u2009200 lost")));
}

void TestEventsView::anIncompleteSourceSaysSo()
{
    const auto line = QStringLiteral("Starts are seen with the next sample.");
    for (const auto &word : words())
        QVERIFY(!word.isEmpty());
    m_view->setSource(line);
    QVERIFY(words().contains(line));
    m_view->setSource(QString());
    QVERIFY(!words().contains(line));
}

/// The session has it already when the list is filled anew; the update comes after that.
void TestEventsView::whatIsOnItsWayIsListedOnce()
{
    append(renamed(2));
    const auto update = m_session->append(renamed(3, 2));
    m_view->filterField().setFilter(QStringLiteral("kind = rename"));
    QCOMPARE(rows().size(), 2);
    m_view->append(update);
    QCOMPARE(rows().size(), 5);
    QCOMPARE(rows().last(), QStringLiteral("rename | n4 6 | renamed from x"));
}

static const forklore::TestClass<TestEventsView> testClass(__FILE__);
#include "tst_events_view.moc"

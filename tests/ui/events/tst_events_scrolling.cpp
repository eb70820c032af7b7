// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of all events while it grows: nothing moves under a reader, and it stays bounded.
#include <QAbstractButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "tests/support/test_program.h"
#include "tests/ui/events/listed_events.h"
#include "tests/ui/samples.h"

using namespace forklore;
using namespace forklore::listed_events;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostRows = 5000;
constexpr std::size_t slack = 500;

} // namespace

class TestEventsScrolling : public ListedEvents {
    Q_OBJECT

private slots:
    void init() { begin(); }

    void heldNothingMoves();
    void aFilterSortsOutWhatIsHeld();
    void heldTheRestStandsStillToo();
    void itFollowsUntilSomebodyScrollsUp_data();
    void itFollowsUntilSomebodyScrollsUp();
    void theListIsBounded();
    void whatIsReadStaysInPlace();
    void hiddenItTakesNothing();
    void hiddenWhatIsHeldStays();
};

void TestEventsScrolling::heldNothingMoves()
{
    append(renamed(2));
    const auto before = rows();
    m_view->setHeld(true);
    append(renamed(3, 2));
    append(renamed(1, 5));
    QCOMPARE(rows(), before);
    QVERIFY(words().contains(QStringLiteral("held, 4 since")));
    m_view->setHeld(false);
    QCOMPARE(rows().size(), 6);
    QCOMPARE(rows().last(), QStringLiteral("rename | n5 7 | renamed from x"));
    QVERIFY(words().contains(QStringLiteral("6 events")));
    m_view->setHeld(true);
    QVERIFY(words().contains(QStringLiteral("held, 0 since")));
}

/// Of what stands there; what has come since is shown when it is let go.
void TestEventsScrolling::aFilterSortsOutWhatIsHeld()
{
    append({exitOf(1000s, worker, exited(0)), exitOf(1001s, bash, exited(3))});
    m_view->setHeld(true);
    append({exitOf(1002s, worker, exited(4))});
    m_view->filterField().setFilter(QLatin1String(onlyFailures));
    QCOMPARE(rows(), QStringList{"exit | bash 4711 | exited 3 after 12 ms"});
    QVERIFY(words().contains(QStringLiteral("held, 1 since")));
    m_view->setHeld(false);
    QCOMPARE(rows().size(), 2);
}

void TestEventsScrolling::heldTheRestStandsStillToo()
{
    const auto sample = sampleOf({processOf(1, 0)});
    append({exitOf(1000s, worker, exited(3))});
    m_view->applySample(sample);
    QCOMPARE(m_view->endings().rowCount(), 1);
    m_view->setHeld(true);
    append({exitOf(1001s, bash, exited(0))});
    m_view->applySample(sample);
    QCOMPARE(m_view->endings().rowCount(), 1);
    m_view->setHeld(false); // and not only with the next sample, which may never come
    QCOMPARE(m_view->endings().rowCount(), 2);
}

void TestEventsScrolling::itFollowsUntilSomebodyScrollsUp_data()
{
    QTest::addColumn<QString>("by");
    for (const auto *by : {"wheel", "scroll bar", "key"})
        QTest::newRow(by) << QString::fromLatin1(by);
}

void TestEventsScrolling::itFollowsUntilSomebodyScrollsUp()
{
    QFETCH(QString, by);
    auto *events = table("Events");
    const auto *bar = events->verticalScrollBar();
    QVERIFY(m_view->isFollowing());
    append(renamed(200));
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
    append(renamed(50, 200));
    QCOMPARE(bar->value(), place);
    QVERIFY(!m_view->isFollowing());
    events->verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum); // back at the end
    QVERIFY(m_view->isFollowing());
    append(renamed(50, 250));
    QCOMPARE(bar->value(), bar->maximum());
    events->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    QVERIFY(!m_view->isFollowing());
    button("Follow")->click();
    QCOMPARE(bar->value(), bar->maximum());
}

void TestEventsScrolling::theListIsBounded()
{
    append(renamed(mostRows));
    append(renamed(slack, mostRows));
    QCOMPARE(m_view->events().rows().size(), mostRows + slack);
    append(renamed(1, mostRows + slack));
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
void TestEventsScrolling::whatIsReadStaysInPlace()
{
    auto *events = table("Events");
    append(renamed(mostRows));
    append(renamed(slack, mostRows));
    events->setCurrentIndex(events->model()->index(3, 0)); // one of those that go
    events->scrollTo(events->model()->index(3000, 0), QAbstractItemView::PositionAtTop);
    button("Follow")->setChecked(false);
    const auto top = [&] {
        const auto index = events->indexAt({0, 0});
        return index.siblingAtColumn(whoColumn).data().toString();
    };
    QCOMPARE(top(), QStringLiteral("n3000 3002"));
    append(renamed(1, mostRows + slack));
    QCOMPARE(m_view->events().rows().size(), mostRows);
    QCOMPARE(top(), QStringLiteral("n3000 3002"));
    QVERIFY(!m_view->isFollowing());
    button("Follow")->setChecked(true);
    events->selectionModel()->setCurrentIndex(events->model()->index(3, 0), QItemSelectionModel::NoUpdate);
    button("Follow")->setChecked(true);
    append(renamed(slack + 1, mostRows + slack + 1));
    QVERIFY(m_view->isFollowing());
    QCOMPARE(events->verticalScrollBar()->value(), events->verticalScrollBar()->maximum());
}

void TestEventsScrolling::hiddenItTakesNothing()
{
    append(renamed(2));
    m_view->hide();
    QSignalSpy inserted(&m_view->events(), &QAbstractItemModel::rowsInserted);
    append(renamed(3, 2));
    m_view->applySample(sampleOf({processOf(1, 0)}));
    QCOMPARE(inserted.count(), 0);
    QCOMPARE(rows().size(), 2);
    m_view->show();
    QCOMPARE(rows().size(), 5);
    QCOMPARE(rows().last(), QStringLiteral("rename | n4 6 | renamed from x"));
    append(renamed(1, 5));
    QCOMPARE(rows().size(), 6);
}

/// A look at another tab lets nothing move either.
void TestEventsScrolling::hiddenWhatIsHeldStays()
{
    append(renamed(2));
    const auto before = rows();
    m_view->setHeld(true);
    m_view->hide();
    append(renamed(3, 2));
    m_view->show();
    QCOMPARE(rows(), before);
    QVERIFY(words().contains(QStringLiteral("held, 3 since")));
    m_view->setHeld(false);
    QCOMPARE(rows().size(), 5);
}

static const forklore::TestClass<TestEventsScrolling> testClass(__FILE__);
#include "tst_events_scrolling.moc"

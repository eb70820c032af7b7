// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a full batch of events costs in a storm: the session, the list with its filter, and
// the painting. The budget is 8 ms; the stream hands over no more than this at once.
#include <QApplication>
#include <QElapsedTimer>
#include <QTest>

#include "core/session/session.h"
#include "tests/support/test_program.h"
#include "ui/charts/chart_cursor.h"
#include "ui/events/events_view.h"
#include "ui/live/event_worker.h"

using namespace forklore;

namespace {

constexpr auto batchSize = static_cast<int>(EventWorker::maxBatch);

/// The births, programs and ends of short-lived children.
std::vector<Event> batchFrom(Pid first)
{
    std::vector<Event> batch;
    const ProcessRef parent{{10, 100}, "make"};
    for (Pid pid = first; batch.size() < EventWorker::maxBatch; ++pid) {
        const auto at = std::chrono::milliseconds(pid);
        const ProcessId id{pid, static_cast<StartTicks>(pid)};
        batch.push_back({at, {id, "make"}, Forked{parent}, false});
        batch.push_back({at,
                         {id, "cc1plus"},
                         Executed{"make", std::string("cc1plus -quiet -O2"), "/usr/bin/cc1plus"},
                         false});
        batch.push_back({at,
                         {id, "cc1plus"},
                         Exited{ExitStatus{ExitStatus::Kind::Exited, pid % 3, false},
                                std::chrono::milliseconds(3), parent},
                         false});
    }
    return batch;
}

} // namespace

class BenchEventBatch : public QObject {
    Q_OBJECT

private slots:
    void batch_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::newRow("all events") << QString();
        QTest::newRow("kind = exit and status != 0") << QStringLiteral("kind = exit and status != 0");
        QTest::newRow("a word that is searched for") << QStringLiteral("quiet");
    }

    void batch()
    {
        QFETCH(QString, filter);
        Session session;
        ChartCursor cursor;
        EventsView view(session, cursor);
        view.resize(1280, 260);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.filterField().setFilter(filter);
        QList<double> costs;
        constexpr int batches = 60; // the first ones fill what is kept
        for (int i = 0; i < batches; ++i) {
            auto events = batchFrom(1000 + i * batchSize);
            QElapsedTimer timer;
            timer.start();
            view.append(session.append(std::move(events)));
            QCoreApplication::processEvents();
            costs += static_cast<double>(timer.nsecsElapsed()) / 1e6;
        }
        std::ranges::sort(costs);
        qInfo("%.1f ms for a batch of %d (median), %.1f at the worst", costs.at(batches / 2), batchSize,
              costs.last());
    }
};

static const forklore::TestClass<BenchEventBatch> testClass(__FILE__);
#include "bench_event_batch.moc"

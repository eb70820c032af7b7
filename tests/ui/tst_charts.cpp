// SPDX-License-Identifier: GPL-3.0-or-later
//
// Charts: ceilings that do not dance, lines that are what was measured, one cursor for all.
#include <QTest>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>

#include <cmath>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/charts/ceiling.h"
#include "ui/charts/plot.h"
#include "ui/charts/system_charts.h"
#include "ui/charts/time_chart.h"
#include "ui/models/text/quantities.h"
#include "ui/window/system_status.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

ChartTraits traitsOf(std::vector<const Series *> all, bool stacked = false)
{
    ChartTraits traits{QStringLiteral("Test"), {}, rateText};
    traits.stacked = stacked;
    for (const auto *series : all)
        traits.curves.push_back(
            {QStringLiteral("c"), &Palette::accent,
             [series](const Period &period) { return std::optional(series->part(period)); },
             Curve::Fill::Area});
    return traits;
}

/// The points of each stretch on the chart that has any; the areas below them have the same.
std::vector<QList<QPointF>> drawn(const TimeChart &chart)
{
    std::vector<QList<QPointF>> all;
    for (const auto *series : chart.findChild<Plot *>()->chart().series()) {
        const auto *line = qobject_cast<const QLineSeries *>(series);
        if (line && !line->points().isEmpty())
            all.push_back(line->points());
    }
    return all;
}

} // namespace

class TestCharts : public QObject {
    Q_OBJECT

private slots:
    void ceilingsArePlain_data()
    {
        QTest::addColumn<bool>("binary");
        QTest::addColumn<double>("largest");
        QTest::addColumn<double>("ceiling");
        QTest::newRow("least") << false << 0.0 << 1.0;
        QTest::newRow("below the least") << false << 0.3 << 1.0;
        QTest::newRow("two") << false << 1.5 << 2.0;
        QTest::newRow("exactly two") << false << 2.0 << 2.0;
        QTest::newRow("five") << false << 2.1 << 5.0;
        QTest::newRow("ten") << false << 7.0 << 10.0;
        QTest::newRow("hundreds") << false << 180.0 << 200.0;
        QTest::newRow("a power of two") << true << 3000.0 << 4096.0;
        QTest::newRow("mebibytes") << true << 1.5 * 1024 * 1024 << 2.0 * 1024 * 1024;
    }
    void ceilingsArePlain()
    {
        QFETCH(bool, binary);
        QFETCH(double, largest);
        Ceiling ceiling(binary ? Ceiling::Steps::Binary : Ceiling::Steps::Decimal, 1);
        QTEST(ceiling.fit(largest), "ceiling");
    }

    void ceilingsRiseAtOnceAndFallSeldom()
    {
        Ceiling ceiling(Ceiling::Steps::Decimal, 1);
        QCOMPARE(ceiling.fit(90), 100.0);
        QCOMPARE(ceiling.fit(45), 100.0); // half of it would do: no reason to jump
        QCOMPARE(ceiling.fit(101), 200.0);
        QCOMPARE(ceiling.fit(40), 50.0);
        QCOMPARE(ceiling.fit(0), 1.0);
    }

    void whatIsDrawnIsWhatWasMeasured()
    {
        Series series(Series::Kind::Gauge);
        series.append(10s, 3);
        series.append(11s, 7);
        series.append(12s, 5);
        ChartCursor cursor;
        TimeChart chart(traitsOf({&series}), cursor);
        show(chart);
        chart.setTime({12s, {}, 1500ms});
        QCOMPARE(drawn(chart), (std::vector<QList<QPointF>>{{{-2, 3}, {-1, 7}, {0, 5}}}));
        QCOMPARE(chart.valueText(), QStringLiteral("5 /s"));
        QCOMPARE(chart.ceilingText(), QStringLiteral("10 /s"));
        QCOMPARE(chart.spanText(), QStringLiteral("60 s"));
    }

    void aGapStaysAGap()
    {
        Series series(Series::Kind::Gauge);
        series.append(10s, 3);
        series.append(11s, 4);
        series.interrupt();
        series.append(20s, 5);
        series.append(21s, 6);
        ChartCursor cursor;
        TimeChart chart(traitsOf({&series}), cursor);
        show(chart);
        chart.setTime({21s, {}, 1500ms});
        QCOMPARE(drawn(chart), (std::vector<QList<QPointF>>{{{-11, 3}, {-10, 4}}, {{-1, 5}, {0, 6}}}));
        chart.setTime({75s, {}, 1500ms}); // the first stretch has left the minute
        QCOMPARE(drawn(chart).size(), 1U);
        QCOMPARE(chart.valueText(), QStringLiteral("–")); // nothing was measured lately
    }

    void stackedCurvesStandUponEachOther()
    {
        Series below(Series::Kind::Rate);
        Series above(Series::Kind::Rate);
        for (const auto at : {10s, 11s, 12s}) { // one run, and three
            below.append(at, 2);
            above.append(at, static_cast<double>(at.count() - 9));
        }
        ChartCursor cursor;
        TimeChart chart(traitsOf({&below, &above}, true), cursor);
        show(chart);
        chart.setTime({12s, {}, 1500ms});
        QCOMPARE(drawn(chart),
                 (std::vector<QList<QPointF>>{{{-2, 2}, {-1, 2}, {0, 2}}, {{-2, 3}, {-1, 4}, {0, 5}}}));
        QCOMPARE(chart.valueText(), QStringLiteral("5 /s")); // together
    }

    void moreThanThePixelsKeepTheirExtremes()
    {
        Series series(Series::Kind::Gauge);
        for (int i = 0; i < 5000; ++i)
            series.append(i * 100ms, i == 4700 ? 1000 : i % 7);
        ChartCursor cursor;
        TimeChart chart(traitsOf({&series}), cursor);
        show(chart);
        chart.setSpan(600s);
        chart.setTime({500s, {}, 1500ms});
        QCOMPARE(drawn(chart).size(), 1U);
        const auto points = drawn(chart).front();
        QVERIFY2(points.size() <= chart.width() + 2, qPrintable(QString::number(points.size())));
        QVERIFY(std::ranges::any_of(points, [](const QPointF &point) { return point.y() == 1000; }));
        QVERIFY(std::ranges::is_sorted(points, {}, &QPointF::x));
    }

    void thePointerReadsAllChartsAtOnce()
    {
        Series first(Series::Kind::Gauge);
        Series second(Series::Kind::Gauge);
        for (int second_ = 0; second_ <= 60; ++second_) {
            first.append(std::chrono::seconds(second_), second_);
            second.append(std::chrono::seconds(second_), 100 + second_);
        }
        ChartCursor cursor;
        TimeChart one(traitsOf({&first}), cursor);
        TimeChart other(traitsOf({&second}), cursor);
        const auto wall = WallTime(1'700'000'000s);
        for (auto *chart : {&one, &other}) {
            show(*chart);
            chart->setTime({60s, wall, 1500ms});
        }
        QTest::mouseMove(&one, one.rect().center());
        QTRY_VERIFY(cursor.moment().has_value());
        const auto read = first.at(*cursor.moment(), 1500ms).value();
        QVERIFY(std::abs(read - 30) <= 1);
        QCOMPARE(one.valueText(), rateText(read));
        QCOMPARE(other.valueText(), rateText(100 + read));
        QCOMPARE(other.spanText(), timeOfDayText(wall - (60s - *cursor.moment())));

        cursor.moveTo(std::nullopt);
        QCOMPARE(one.valueText(), QStringLiteral("60 /s"));
    }

    void aHiddenChartWaits()
    {
        Series series(Series::Kind::Gauge);
        series.append(10s, 3);
        series.append(11s, 4);
        ChartCursor cursor;
        TimeChart chart(traitsOf({&series}), cursor);
        chart.setTime({11s, {}, 1500ms});
        QVERIFY(drawn(chart).empty());
        show(chart);
        QCOMPARE(drawn(chart).size(), 1U);
    }

    void theStripFollowsTheSamples()
    {
        Session session;
        ChartCursor cursor;
        SystemCharts charts(session, cursor);
        charts.resize(260, 700);
        charts.show();
        auto sample = sampleOf({processOf(1, 0)}, nullptr, 1000);
        session.advance(*sample->snapshot, sample->system);
        charts.applySample(sample);
        sample = sampleOf({processOf(1, 0), processOf(2, 1)}, sample, 1001);
        session.advance(*sample->snapshot, sample->system);
        charts.applySample(sample);
        QStringList values;
        for (const auto *chart : charts.findChildren<TimeChart *>()) {
            if (chart->accessibleName() == QStringLiteral("Processes"))
                values += chart->valueText();
        }
        QCOMPARE(values, QStringList{QStringLiteral("2")});
    }

    /// Forklore was stopped for 25 s: both sides of it are drawn, and nothing between.
    void aStallIsAGap()
    {
        Session session;
        ChartCursor cursor;
        SystemCharts charts(session, cursor);
        charts.resize(260, 900);
        charts.show();
        QVERIFY(QTest::qWaitForWindowExposed(&charts));
        SamplePtr sample;
        for (const int second : {1000, 1001, 1002, 1027, 1028}) {
            auto next = std::make_shared<Sample>(*sampleOf({processOf(1, 0)}, sample, second));
            auto snapshot = *next->snapshot;
            snapshot.interval = 1s;
            next->snapshot = std::make_shared<const Snapshot>(std::move(snapshot));
            sample = next;
            session.advance(*sample->snapshot, sample->system);
            charts.applySample(sample);
        }
        for (const auto *chart : charts.findChildren<TimeChart *>()) {
            if (chart->accessibleName() == QStringLiteral("Processes"))
                QCOMPARE(drawn(*chart),
                         (std::vector<QList<QPointF>>{{{-28, 1}, {-26, 1}}, {{-1, 1}, {0, 1}}}));
        }
    }

    void theMemoryChartTellsWhatItsCurvesDoNot()
    {
        Session session;
        ChartCursor cursor;
        SystemCharts charts(session, cursor);
        auto sample = std::make_shared<Sample>(*sampleOf({processOf(1, 0)}));
        auto snapshot = *sample->snapshot;
        snapshot.machine.emplace();
        snapshot.machine->memory->total = 8 << 20;
        snapshot.machine->memory->cached = 4 << 20;
        snapshot.machine->memory->shared = 3 << 20;
        sample->snapshot = std::make_shared<const Snapshot>(std::move(snapshot));
        charts.applySample(sample);
        QString tip;
        for (const auto *chart : charts.findChildren<TimeChart *>()) {
            if (chart->accessibleName() == QStringLiteral("Memory"))
                tip = chart->toolTip();
        }
        QVERIFY2(tip.contains(QLatin1String("Shared memory and tmpfs: 3.0 MiB")), qPrintable(tip));
        QVERIFY2(tip.contains(QLatin1String("Cache: 1.0 MiB")), qPrintable(tip));
    }

    void theStatusBarSaysWhatItDoesNotKnow()
    {
        SystemStatus status;
        auto sample = std::make_shared<Sample>(*sampleOf({processOf(1, 0)}));
        auto snapshot = *sample->snapshot;
        snapshot.load = LoadAverage{1.5, 1, 1};
        sample->snapshot = std::make_shared<const Snapshot>(snapshot);
        status.applySample(sample);
        const auto texts = [&] {
            QStringList all;
            for (const auto *text : status.findChildren<SteadyText *>())
                all += text->text() + text->toolTip();
            return all.join(QLatin1Char('\n'));
        };
        QVERIFY2(texts().contains(QLatin1String("load 1.50")), qPrintable(texts()));
        snapshot.load->front() = failure(ErrorKind::Malformed, "loadavg: three numbers were expected");
        sample->snapshot = std::make_shared<const Snapshot>(snapshot);
        status.applySample(sample);
        QVERIFY2(texts().contains(QLatin1String("load ?")), qPrintable(texts()));
        QVERIFY2(texts().contains(QLatin1String("three numbers")), qPrintable(texts()));
    }

private:
    static void show(TimeChart &chart)
    {
        chart.resize(240, 110);
        chart.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
    }
};

static const forklore::TestClass<TestCharts> testClass(__FILE__);
#include "tst_charts.moc"

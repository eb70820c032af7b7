// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <QTest>

#include "core/session/series.h"
#include "tests/support/series_text.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

using Kind = Series::Kind;

QByteArray all(const Series &series)
{
    return textOf(series);
}

double itself(int second)
{
    return second;
}

double restless(int second)
{
    return second % 97 * 0.25;
}

/// A measurement each second, from the first to the last.
void appendEach(Series &series, int first, int last, double (*value)(int second))
{
    for (int second = first; second <= last; ++second)
        series.append(std::chrono::seconds(second), value(second));
}

void append(Series &series, int first, int last, double value)
{
    for (int second = first; second <= last; ++second)
        series.append(std::chrono::seconds(second), value);
}

} // namespace

class SeriesTest : public QObject {
    Q_OBJECT

private slots:
    void emptyAtFirst();
    void equalValuesAreOneRun();
    void momentsAscend();
    void gaps();
    void gapsAtTheEnds();
    void notANumberIsAGap();
    void valueAt_data();
    void valueAt();
    void betweenHasOneMoreAtEachSide_data();
    void betweenHasOneMoreAtEachSide();
    void momentsAreKeptToTheMillisecond();
    void fineOnesStay();
    void oldGaugesSayWhatWasLast();
    void oldRatesSayTheMean();
    void meansAreWeighedByTime();
    void mergingKeepsTheSum();
    void whatStandsStillIsNotMerged();
    void gapsSurviveMerging();
    void firstMeasurementAfterAGap();
    void manyGapsInAStep();
    void slowMeasurementsAreNotMerged();
    void oldOnesAreForgotten();
    void longSeriesAreBounded();
    void forgetting();
    void monthsOfSilence();
    void sizeOfOneThatStandsStill();
};

void SeriesTest::emptyAtFirst()
{
    Series series(Kind::Gauge);
    QVERIFY(series.isEmpty());
    QVERIFY(!series.last());
    QVERIFY(!series.at(0s, 1h));
    QCOMPARE(series.runs(), 0u);
    series.interrupt();
    QVERIFY(series.isEmpty());
    QCOMPARE(all(series), QByteArray());
}

void SeriesTest::equalValuesAreOneRun()
{
    Series series(Kind::Gauge);
    append(series, 1, 100, 5);
    QCOMPARE(series.runs(), 1u);
    QCOMPARE(all(series), QByteArray("1:5 100:5"));
    append(series, 101, 101, 6);
    append(series, 102, 103, 5);
    QCOMPARE(series.runs(), 3u);
    QCOMPARE(all(series), QByteArray("1:5 100:5 101:6 102:5 103:5"));
    QVERIFY(series.last()->at == 103s);
    QCOMPARE(series.last()->value, 5.0);
}

void SeriesTest::momentsAscend()
{
    Series series(Kind::Gauge);
    series.append(10s, 1);
    series.append(10s, 2);
    series.append(9s, 3);
    series.append(-9s, 3);
    QCOMPARE(all(series), QByteArray("10:1"));
    series.append(11s, 1);
    series.append(11s, 4);
    QCOMPARE(all(series), QByteArray("10:1 11:1"));
}

void SeriesTest::gaps()
{
    Series series(Kind::Gauge);
    append(series, 1, 3, 5);
    series.interrupt();
    series.interrupt();
    append(series, 7, 8, 5);
    QCOMPARE(all(series), QByteArray("1:5 3:5 3.001:- 7:5 8:5"));
    QCOMPARE(series.runs(), 3u);
}

void SeriesTest::gapsAtTheEnds()
{
    Series series(Kind::Gauge);
    series.interrupt();
    series.append(1s, 5);
    series.interrupt();
    QCOMPARE(all(series), QByteArray("1:5"));
    QVERIFY(series.last()->at == 1s);
    series.append(1s, 5); // not after the last
    QCOMPARE(all(series), QByteArray("1:5"));
    series.append(1001ms, 5);
    QCOMPARE(all(series), QByteArray("1:5 1.001:- 1.001:5"));
}

void SeriesTest::notANumberIsAGap()
{
    Series series(Kind::Gauge);
    series.append(1s, 5);
    series.append(2s, std::numeric_limits<double>::quiet_NaN());
    series.append(3s, 5);
    QCOMPARE(all(series), QByteArray("1:5 1.001:- 3:5"));
}

void SeriesTest::valueAt_data()
{
    QTest::addColumn<double>("moment");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("before the first") << 0.9 << QByteArray();
    QTest::newRow("the first") << 1.0 << QByteArray("5");
    QTest::newRow("within a run") << 2.5 << QByteArray("5");
    QTest::newRow("after a run") << 3.9 << QByteArray("5");
    QTest::newRow("another value") << 4.0 << QByteArray("6");
    QTest::newRow("before a gap") << 5.0 << QByteArray("6");
    QTest::newRow("in the gap") << 5.5 << QByteArray();
    QTest::newRow("at the end of the gap") << 8.999 << QByteArray();
    QTest::newRow("after the gap") << 9.0 << QByteArray("7");
    QTest::newRow("the last") << 10.0 << QByteArray("7");
    QTest::newRow("after the last") << 12.0 << QByteArray("7");
    QTest::newRow("long after the last") << 12.1 << QByteArray();
}

void SeriesTest::valueAt()
{
    QFETCH(double, moment);
    QFETCH(QByteArray, value);
    Series series(Kind::Rate);
    append(series, 1, 3, 5);
    append(series, 4, 5, 6);
    series.interrupt();
    append(series, 9, 10, 7);
    const auto found = series.at(std::chrono::milliseconds(qRound(moment * 1000)), 2s);
    QCOMPARE(found ? QByteArray::number(*found) : QByteArray(), value);
}

void SeriesTest::betweenHasOneMoreAtEachSide_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<QByteArray>("points");
    QTest::newRow("all") << 0 << 100 << QByteArray("10:1 13:1 14:2 15:3 15.001:- 20:4 25:4");
    QTest::newRow("before all") << 0 << 5 << QByteArray("10:1");
    QTest::newRow("after all") << 30 << 40 << QByteArray("25:4");
    QTest::newRow("from a point to a point") << 14 << 15 << QByteArray("13:1 14:2 15:3 15.001:-");
    QTest::newRow("within a run") << 11 << 12 << QByteArray("10:1 13:1");
    QTest::newRow("around a point") << 12 << 14 << QByteArray("10:1 13:1 14:2 15:3");
    QTest::newRow("in a gap") << 17 << 18 << QByteArray("15.001:- 20:4");
    QTest::newRow("from a gap") << 17 << 22 << QByteArray("15.001:- 20:4 25:4");
    QTest::newRow("a moment") << 14 << 14 << QByteArray("13:1 14:2 15:3");
}

void SeriesTest::betweenHasOneMoreAtEachSide()
{
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(QByteArray, points);
    Series series(Kind::Gauge);
    append(series, 10, 13, 1);
    append(series, 14, 14, 2);
    append(series, 15, 15, 3);
    series.interrupt();
    append(series, 20, 25, 4);
    QCOMPARE(textOf(series.between(std::chrono::seconds(from), std::chrono::seconds(to))), points);
}

void SeriesTest::momentsAreKeptToTheMillisecond()
{
    Series series(Kind::Gauge);
    series.append(1'234'567'891'999ns, 0.1);
    series.append(1'234'568'000'001ns, 0.2);
    const auto points = series.between(0s, 1h);
    QVERIFY(points.front().at == 1'234'567ms);
    QVERIFY(points.back().at == 1'234'568ms);
    QCOMPARE(points.front().value, 0.1); // values are kept whole
}

void SeriesTest::fineOnesStay()
{
    Series series(Kind::Rate);
    appendEach(series, 1, 2000, itself);
    const auto points = series.between(1401s, 2000s);
    QCOMPARE(points.size(), 601u);
    QCOMPARE(textOf({points.end() - 2, points.end()}), QByteArray("1999:1999 2000:2000"));
}

void SeriesTest::oldGaugesSayWhatWasLast()
{
    Series series(Kind::Gauge);
    appendEach(series, 101, 2000, itself);
    QCOMPARE(textOf(series.between(101s, 131s)), QByteArray("110:110 120:120 130:130 140:140"));
}

void SeriesTest::oldRatesSayTheMean()
{
    Series series(Kind::Rate);
    appendEach(series, 101, 2000, itself);
    // The mean of 111 to 120, each having told of the second before it.
    QCOMPARE(textOf(series.between(120s, 131s)), QByteArray("110:106 120:115.5 130:125.5 140:135.5"));
}

void SeriesTest::meansAreWeighedByTime()
{
    Series series(Kind::Rate);
    append(series, 1, 10, 0);
    series.append(18s, 5); // eight seconds
    series.append(20s, 10);
    append(series, 21, 2000, 0);
    QCOMPARE(textOf(series.between(20s, 20s)), QByteArray("10:0 20:6 21:0"));
}

void SeriesTest::mergingKeepsTheSum()
{
    Series series(Kind::Rate);
    append(series, 1, 13, 0);
    append(series, 14, 34, 2); // 42 in all, over steps whole and broken
    append(series, 35, 51, 0);
    append(series, 52, 2000, 5);
    const auto points = series.between(0s, 51s);
    QCOMPARE(textOf(points), QByteArray("1:0 10:0 20:1.4 30:2 40:0.8 50:0 51:0 52:5"));
    double sum = 0;
    for (std::size_t i = 1; i + 1 < points.size(); ++i)
        sum += points[i].value * std::chrono::duration<double>(points[i].at - points[i - 1].at).count();
    QCOMPARE(sum, 42.0);
}

void SeriesTest::whatStandsStillIsNotMerged()
{
    Series series(Kind::Rate);
    append(series, 3, 57, 1);
    append(series, 58, 3333, 2);
    appendEach(series, 3334, 5000, itself);
    // Only the steps that have several values are put together.
    QCOMPARE(textOf(series.between(0s, 3340s)), QByteArray("3:1 57:1 58:2 3330:2 3340:2336.5 3350:3345.5"));
}

void SeriesTest::gapsSurviveMerging()
{
    Series series(Kind::Gauge);
    appendEach(series, 1, 14, itself);
    series.interrupt();
    appendEach(series, 17, 2000, itself);
    QCOMPARE(textOf(series.between(0s, 21s)), QByteArray("10:10 14:14 14.001:- 20:20 30:30"));
    QVERIFY(!series.at(15s, 1h));
}

void SeriesTest::firstMeasurementAfterAGap()
{
    Series series(Kind::Rate);
    append(series, 1, 10, 1);
    series.interrupt();
    series.append(14s, 99); // over how long is not known
    append(series, 15, 16, 4);
    appendEach(series, 17, 2000, itself);
    QCOMPARE(series.between(20s, 20s).at(1).value, (2 * 4 + 17 + 18 + 19 + 20) / 6.0);
}

void SeriesTest::manyGapsInAStep()
{
    Series series(Kind::Gauge);
    for (int second = 1; second <= 2000; ++second) {
        series.append(std::chrono::seconds(second), second);
        series.interrupt();
    }
    QCOMPARE(textOf(series.between(11s, 20s)), QByteArray("10.001:- 20:20 20.001:-"));
    QVERIFY(series.runs() < 2 * 660 + 3 * 140);
}

void SeriesTest::slowMeasurementsAreNotMerged()
{
    Series series(Kind::Rate);
    for (int second = 16; second <= 4000; second += 16)
        series.append(std::chrono::seconds(second), second);
    QCOMPARE(textOf(series.between(100s, 120s)), QByteArray("96:96 112:112 128:128"));
}

void SeriesTest::oldOnesAreForgotten()
{
    Series series(Kind::Gauge);
    appendEach(series, 1, 30, itself);
    appendEach(series, 24 * 3600, 24 * 3600 + 300, itself);
    QVERIFY(series.between(0s, 1s).front().at >= 24h);
    QVERIFY(!series.at(30s, 48h));
}

void SeriesTest::longSeriesAreBounded()
{
    Series series(Kind::Rate);
    appendEach(series, 1, 2 * 24 * 3600, restless);
    QVERIFY2(series.runs() <= 660 + 8640 + 10, qPrintable(QString::number(series.runs())));
    const auto points = series.between(Moment::min(), Moment::max());
    QVERIFY(points.front().at >= 24h - 100s && points.front().at <= 24h + 100s);
    QVERIFY(std::ranges::is_sorted(points, std::ranges::less_equal(), &Series::Point::at));
}

void SeriesTest::forgetting()
{
    Series series(Kind::Gauge);
    append(series, 1, 3, 1);
    series.interrupt();
    append(series, 5, 9, 2);
    append(series, 10, 11, 3);
    series.forget(3s);
    QCOMPARE(all(series), QByteArray("1:1 3:1 3.001:- 5:2 9:2 10:3 11:3"));
    series.forget(4s);
    QCOMPARE(all(series), QByteArray("5:2 9:2 10:3 11:3"));
    series.forget(1h);
    QCOMPARE(all(series), QByteArray("10:3 11:3")); // it may go on
}

void SeriesTest::monthsOfSilence()
{
    constexpr auto later = 24h * 100;
    Series series(Kind::Gauge);
    append(series, 1, 2, 1);
    series.append(later, 1);
    QCOMPARE(series.last()->value, 1.0);
    QVERIFY(series.last()->at == later);
    Series interrupted(Kind::Gauge);
    appendEach(interrupted, 1, 5, itself);
    interrupted.interrupt();
    interrupted.append(later, 7);
    QCOMPARE(all(interrupted), QByteArray("8640000:7"));
    Series lasting(Kind::Gauge); // a run that goes on does not begin anew
    for (auto hour = 1h; hour <= later; ++hour)
        lasting.append(hour, 1);
    QCOMPARE(lasting.runs(), 1u);
    QVERIFY(lasting.at(later - 12h, 1s));
}

void SeriesTest::sizeOfOneThatStandsStill()
{
    QCOMPARE(sizeof(Run), 16u);
    QVERIFY(sizeof(Series) <= 56);
}

static const forklore::TestClass<SeriesTest> testClass(__FILE__);
#include "tst_series.moc"

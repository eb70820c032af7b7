// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of a series that a chart takes: for its period it is as good as the whole.
#include <QTest>

#include "core/session/series.h"
#include "tests/support/series_text.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

using Kind = Series::Kind;

void append(Series &series, int first, int last, double value)
{
    for (int second = first; second <= last; ++second)
        series.append(std::chrono::seconds(second), value);
}

} // namespace

class SeriesPartTest : public QObject {
    Q_OBJECT

private slots:
    void aPartTellsWhatTheWholeTells();
};

/// Of each period, between every two moments of it and at each: a cursor reads a chart that has only the
/// part.
void SeriesPartTest::aPartTellsWhatTheWholeTells()
{
    constexpr int end = 32;
    Series whole(Kind::Gauge);
    const auto compare = [&] {
        for (int from = 8; from < end; ++from) {
            for (int to = from; to < end; ++to) {
                const auto part = whole.part({std::chrono::seconds(from), std::chrono::seconds(to)});
                for (int a = from; a <= to; ++a) {
                    const std::chrono::seconds moment(a);
                    QVERIFY(part.at(moment, 2s) == whole.at(moment, 2s));
                    for (int b = a; b <= to; ++b)
                        QCOMPARE(textOf(part.between(moment, std::chrono::seconds(b))),
                                 textOf(whole.between(moment, std::chrono::seconds(b))));
                }
            }
        }
    };
    compare();
    append(whole, 10, 13, 1);
    compare();
    append(whole, 14, 14, 2);
    append(whole, 15, 15, 3);
    whole.interrupt();
    compare();
    append(whole, 20, 25, 4);
    whole.interrupt();
    append(whole, 26, 26, 4);
    append(whole, 27, 28, 5);
    compare();
    whole.interrupt();
    compare();
    QCOMPARE(whole.part({21s, 22s}).runs(), 4u); // the one that they are in, a gap at each side, the next one
    QCOMPARE(textOf(whole.part({})), textOf(whole));
}

static const forklore::TestClass<SeriesPartTest> testClass(__FILE__);
#include "tst_series_part.moc"

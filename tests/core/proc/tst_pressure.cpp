// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/machine/pressure.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

class PressureTest : public QObject {
    Q_OBJECT

private slots:
    void totals();
    void malformed_data();
    void malformed();
    void aCopyMayLackIt();
};

void PressureTest::totals()
{
    QVERIFY(parsePressure("some avg10=20.55 avg60=56.29 avg300=39.90 total=4141176211\n"
                          "full avg10=0.00 avg60=0.00 avg300=0.00 total=17\n") ==
            (Pressure{4'141'176'211us}));
    QVERIFY(parsePressure("some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n") == (Pressure{5us}));
    QVERIFY(parsePressure("some avg10=0.00 avg5=1 total=5 more=1\nother total=x\n") == (Pressure{5us}));
}

void PressureTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("no total") << raw("some avg10=20.55 avg60=56.29 avg300=39.90\n");
    QTest::newRow("total no number") << raw("some avg10=0.00 total=\n");
    QTest::newRow("negative") << raw("some total=-1\n");
    QTest::newRow("too large") << raw("some total=1000000000000001\n");
    QTest::newRow("full alone") << raw("full avg10=0.00 total=1\n");
}

void PressureTest::malformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parsePressure(view(text))), raw("malformed"));
}

void PressureTest::aCopyMayLackIt()
{
    Fixture fixture;
    auto root = Directory::open(fixture.root());
    const auto missing = readPressure(*root, "cpu");
    QCOMPARE(kindOf(missing), raw("unsupported"));
    QVERIFY2(missing.error().message.ends_with("is missing from this copy of /proc"), why(missing));
    fixture.write("pressure/io", "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n");
    QVERIFY(readPressure(*root, "io") == (Pressure{5us}));
}

static const forklore::TestClass<PressureTest> testClass(__FILE__);
#include "tst_pressure.moc"

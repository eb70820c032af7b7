// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/proc/pid_statm.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class PidStatmTest : public QObject {
    Q_OBJECT

private slots:
    void residentPages();
    void malformed_data();
    void malformed();
};

void PidStatmTest::residentPages()
{
    const auto pages = parseResidentPages("2345 678 90 12 0 345 0\n");
    QVERIFY2(pages, why(pages));
    QCOMPARE(*pages, 678u);
}

void PidStatmTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("one field") << raw("2345\n");
    QTest::newRow("a word") << raw("2345 many 90 12 0 345 0\n");
    QTest::newRow("negative") << raw("2345 -1 90 12 0 345 0\n");
    QTest::newRow("beyond 64 bits") << raw("2345 18446744073709551616 90 12 0 345 0\n");
}

void PidStatmTest::malformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parseResidentPages(view(text))), raw("malformed"));
}

static const forklore::TestClass<PidStatmTest> testClass(__FILE__);
#include "tst_pid_statm.moc"

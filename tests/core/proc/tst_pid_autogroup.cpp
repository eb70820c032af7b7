// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/proc/pid_autogroup.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class PidAutogroupTest : public QObject {
    Q_OBJECT

private slots:
    void groupIsRead()
    {
        const auto group = parsePidAutogroup("/autogroup-12 nice -5\n");
        QVERIFY2(group, why(group));
        QVERIFY(*group == (Autogroup{12, -5}));
        const auto none = parsePidAutogroup("");
        QVERIFY2(none, why(none));
        QVERIFY(!*none);
    }

    void oddTextIsMalformed_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const auto *text :
             {"autogroup-12 nice 0", "/autogroup- nice 0", "/autogroup-12", "/autogroup-12 nice",
              "/autogroup-12 nice 20", "/autogroup-12 nice 0 0", "/autogroup-x nice 0", "/autogroup nice 0"})
            QTest::newRow(text) << QByteArray(text);
    }
    void oddTextIsMalformed()
    {
        QFETCH(const QByteArray, text);
        QCOMPARE(kindOf(parsePidAutogroup(view(text))), raw("malformed"));
    }

    void ownIsReadOrThereIsNone()
    {
        const auto own = readPidAutogroup(*Directory::open("/proc"), "self/autogroup");
        QVERIFY2(own, why(own));
    }
};

static const forklore::TestClass<PidAutogroupTest> testClass(__FILE__);
#include "tst_pid_autogroup.moc"

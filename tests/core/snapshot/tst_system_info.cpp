// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/id_names.h"
#include "core/host/system_info.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

class SystemInfoTest : public QObject {
    Q_OBJECT

private slots:
    void durations_data();
    void durations();
    void users();
};

void SystemInfoTest::durations_data()
{
    QTest::addColumn<quint64>("ticksPerSecond");
    QTest::addColumn<quint64>("ticks");
    QTest::addColumn<qint64>("nanoseconds");
    QTest::newRow("none") << quint64{100} << quint64{0} << qint64{0};
    QTest::newRow("one") << quint64{100} << quint64{1} << qint64{10'000'000};
    QTest::newRow("a second") << quint64{100} << quint64{100} << qint64{1'000'000'000};
    QTest::newRow("seconds and ticks") << quint64{250} << quint64{1001} << qint64{4'004'000'000};
    QTest::newRow("a century") << quint64{100} << quint64{315'576'000'001}
                               << qint64{3'155'760'000'010'000'000};
}

void SystemInfoTest::durations()
{
    QFETCH(quint64, ticksPerSecond);
    QFETCH(quint64, ticks);
    QFETCH(qint64, nanoseconds);
    SystemInfo system;
    system.ticksPerSecond = ticksPerSecond;
    QVERIFY(system.duration(ticks) == std::chrono::nanoseconds(nanoseconds));
}

void SystemInfoTest::users()
{
    const auto users = userNames(true);
    QCOMPARE(bytes(*users.await(0)), raw("root"));
    QCOMPARE(bytes(*users.await(4'123'456'789)), raw("4123456789")); // nobody has it
    QCOMPARE(bytes(*userNames(false).find(0)), raw("0"));            // another machine's
}

static const forklore::TestClass<SystemInfoTest> testClass(__FILE__);
#include "tst_system_info.moc"

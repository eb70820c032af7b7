// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/process/exit_status.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

Q_DECLARE_METATYPE(forklore::ExitStatus)

class ExitStatusTest : public QObject {
    Q_OBJECT

private slots:
    void waitStatus_data();
    void waitStatus();
};

void ExitStatusTest::waitStatus_data()
{
    using Kind = ExitStatus::Kind;
    QTest::addColumn<int>("status");
    QTest::addColumn<ExitStatus>("expected");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("0") << 0 << ExitStatus{Kind::Exited, 0, false} << raw("exited 0");
    QTest::newRow("3") << 0x300 << ExitStatus{Kind::Exited, 3, false} << raw("exited 3");
    QTest::newRow("255") << 0xff00 << ExitStatus{Kind::Exited, 255, false} << raw("exited 255");
    QTest::newRow("SIGKILL") << 9 << ExitStatus{Kind::Signaled, 9, false} << raw("killed by SIGKILL");
    QTest::newRow("SIGSEGV, core") << 0x8b << ExitStatus{Kind::Signaled, 11, true}
                                   << raw("killed by SIGSEGV, core dumped");
    QTest::newRow("real-time signal")
        << 40 << ExitStatus{Kind::Signaled, 40, false} << raw("killed by SIGRTMIN+6");
}

void ExitStatusTest::waitStatus()
{
    QFETCH(int, status);
    QFETCH(ExitStatus, expected);
    const auto result = ExitStatus::fromWaitStatus(status);
    QVERIFY(result == expected);
    QTEST(bytes(text(result)), "text");
}

static const forklore::TestClass<ExitStatusTest> testClass(__FILE__);
#include "tst_exit_status.moc"

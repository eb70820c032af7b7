// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <fcntl.h>

#include "core/host/linux/proc/pid_fdinfo.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class PidFdinfoTest : public QObject {
    Q_OBJECT

private slots:
    void aFile();
    void olderKernelsTellNoInode();
    void onlyTheFirstOfEachCounts();
    void anAddressAsAPosition();
    void anOddLineLosesItselfAlone_data();
    void anOddLineLosesItselfAlone();
    void malformed();
};

void PidFdinfoTest::aFile()
{
    const auto info =
        parsePidFdinfo("pos:\t4096\nflags:\t02100001\nmnt_id:\t25\nino:\t777\nlock:\t1: POSIX\n");
    QVERIFY2(info, why(info));
    QVERIFY(*info == (FdInfo{4096, O_CLOEXEC | 0100000 | O_WRONLY, 777}));
}

void PidFdinfoTest::olderKernelsTellNoInode()
{
    const auto info = parsePidFdinfo("pos:\t0\nflags:\t00\nmnt_id:\t25\n");
    QVERIFY2(info, why(info));
    QVERIFY(*info == (FdInfo{0, 0, std::nullopt}));
}

void PidFdinfoTest::onlyTheFirstOfEachCounts()
{
    const auto info =
        parsePidFdinfo("pos:\t1\nflags:\t02\nino:\t7\n"
                       "tfd:        5 events:       19 data:                5  pos:0 ino:421 sdev:e\n"
                       "pos:\t2\nflags:\t03\nino:\t8\n");
    QVERIFY2(info, why(info));
    QVERIFY(*info == (FdInfo{1, O_RDWR, 7}));
}

void PidFdinfoTest::anAddressAsAPosition()
{
    // /proc/PID/mem beyond 2^63: the kernel prints the position as a signed number.
    const auto info = parsePidFdinfo("pos:\t-10485760\nflags:\t02\n");
    QVERIFY2(info, why(info));
    QVERIFY(info->position == 0xffff'ffff'ff60'0000u);
}

void PidFdinfoTest::anOddLineLosesItselfAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("position");
    QTest::newRow("no flags") << raw("pos:\t7\n") << true;
    QTest::newRow("no position") << raw("flags:\t02\n") << false;
    QTest::newRow("flags that are not octal") << raw("pos:\t7\nflags:\t08\n") << true;
    QTest::newRow("flags beyond 32 bits") << raw("pos:\t7\nflags:\t040000000000\n") << true;
    QTest::newRow("position of letters") << raw("pos:\tstart\nflags:\t02\n") << false;
    QTest::newRow("position beyond 64 bits") << raw("pos:\t18446744073709551616\nflags:\t02\n") << false;
    QTest::newRow("cut in the middle") << raw("pos:\t7\nflags:\t") << true;
}

void PidFdinfoTest::anOddLineLosesItselfAlone()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, position);
    const auto info = parsePidFdinfo(view(text));
    QVERIFY2(info, why(info));
    QVERIFY(info->position == (position ? std::optional<std::uint64_t>(7) : std::nullopt));
    QVERIFY(info->flags == (position ? std::nullopt : std::optional<std::uint32_t>(2)));
}

void PidFdinfoTest::malformed()
{
    for (const auto *text : {"", "ino:\t7\n", "pos:\tx\nflags:\ty\n"})
        QCOMPARE(kindOf(parsePidFdinfo(text)), raw("malformed"));
}

static const forklore::TestClass<PidFdinfoTest> testClass(__FILE__);
#include "tst_pid_fdinfo.moc"

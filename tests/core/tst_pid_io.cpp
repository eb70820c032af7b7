// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/source/linux/pid_io.h"
#include "tests/support/bytes.h"

using namespace forklore;

namespace {

const QByteArray lines = "rchar: 6976\nwchar: 12\nsyscr: 10\nsyscw: 3\nread_bytes: 45056\nwrite_bytes: 8192\n"
                         "cancelled_write_bytes: 4096\n";

} // namespace

class PidIoTest : public QObject {
    Q_OBJECT

private slots:
    void sevenCounters();
    void linesToComeArePassedOver();
    void malformed_data();
    void malformed();
};

void PidIoTest::sevenCounters()
{
    const auto io = parsePidIo(view(lines));
    QVERIFY2(io, why(io));
    QCOMPARE(io->readCharacters, 6976u);
    QCOMPARE(io->writeCharacters, 12u);
    QCOMPARE(io->readCalls, 10u);
    QCOMPARE(io->writeCalls, 3u);
    QCOMPARE(io->readBytes, 45056u);
    QCOMPARE(io->writeBytes, 8192u);
    QCOMPARE(io->cancelledWriteBytes, 4096u);
}

void PidIoTest::linesToComeArePassedOver()
{
    const auto io = parsePidIo(view("swapped_bytes: many\n\nno colon\n" + lines));
    QVERIFY2(io, why(io));
    QCOMPARE(io->readBytes, 45056u);
}

void PidIoTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    for (const auto *key :
         {"rchar", "wchar", "syscr", "syscw", "read_bytes", "write_bytes", "cancelled_write_bytes"})
        QTest::addRow("no %s", key) << QByteArray(lines).replace(QByteArray(key) + ':', "other:");
    QTest::newRow("letters") << QByteArray(lines).replace("6976", "some");
    QTest::newRow("negative") << QByteArray(lines).replace("6976", "-1");
    QTest::newRow("beyond 64 bits") << QByteArray(lines).replace("6976", "18446744073709551616");
    QTest::newRow("cut short") << lines.chopped(30);
    QTest::newRow("cut in a number's place") << lines.chopped(6);
}

void PidIoTest::malformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parsePidIo(view(text))), raw("malformed"));
}

QTEST_APPLESS_MAIN(PidIoTest)
#include "tst_pid_io.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <QTest>

#include "core/host/linux/proc/pid_io.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

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
    void anOddLineLosesItselfAlone_data();
    void anOddLineLosesItselfAlone();
    void malformed();
};

void PidIoTest::sevenCounters()
{
    const auto io = parsePidIo(view(lines));
    QVERIFY2(io, why(io));
    QVERIFY(io->readCharacters == 6976u);
    QVERIFY(io->writeCharacters == 12u);
    QVERIFY(io->readCalls == 10u);
    QVERIFY(io->writeCalls == 3u);
    QVERIFY(io->readBytes == 45056u);
    QVERIFY(io->writeBytes == 8192u);
    QVERIFY(io->cancelledWriteBytes == 4096u);
}

void PidIoTest::linesToComeArePassedOver()
{
    const auto io = parsePidIo(view("swapped_bytes: many\n\nno colon\n" + lines));
    QVERIFY2(io, why(io));
    QVERIFY(io->readBytes == 45056u);
}

void PidIoTest::anOddLineLosesItselfAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("missing"); // of the seven, in the order of the text
    constexpr std::array keys = {
        "rchar", "wchar", "syscr", "syscw", "read_bytes", "write_bytes", "cancelled_write_bytes"};
    for (std::size_t i = 0; i < keys.size(); ++i)
        QTest::addRow("no %s", keys[i])
            << QByteArray(lines).replace(lines.indexOf(keys[i]), 1, "x") << static_cast<int>(i);
    QTest::newRow("letters") << QByteArray(lines).replace("6976", "some") << 0;
    QTest::newRow("negative") << QByteArray(lines).replace("6976", "-1") << 0;
    QTest::newRow("beyond 64 bits") << QByteArray(lines).replace("6976", "18446744073709551616") << 0;
    QTest::newRow("cut short") << lines.chopped(28) << 6;
    QTest::newRow("cut in a number's place") << lines.chopped(6) << 6;
}

void PidIoTest::anOddLineLosesItselfAlone()
{
    QFETCH(QByteArray, text);
    QFETCH(int, missing);
    const auto io = parsePidIo(view(text));
    QVERIFY2(io, why(io));
    const std::array all = {io->readCharacters, io->writeCharacters, io->readCalls,          io->writeCalls,
                            io->readBytes,      io->writeBytes,      io->cancelledWriteBytes};
    constexpr std::array<std::uint64_t, 7> whole = {6976, 12, 10, 3, 45056, 8192, 4096};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto expected = static_cast<int>(i) == missing ? std::nullopt : std::optional(whole[i]);
        QVERIFY(all[i] == expected);
    }
}

void PidIoTest::malformed()
{
    for (const auto *text : {"", "\n", "other: 7\n", "rchar: x\n"})
        QCOMPARE(kindOf(parsePidIo(text)), raw("malformed"));
}

static const forklore::TestClass<PidIoTest> testClass(__FILE__);
#include "tst_pid_io.moc"

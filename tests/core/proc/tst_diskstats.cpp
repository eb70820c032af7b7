// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/machine/diskstats.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

QByteArray line(const char *name, int read = 2, int written = 3)
{
    return QByteArray("   8       0 ") + name + " 100 10 " + QByteArray::number(read) + " 7 200 20 " +
           QByteArray::number(written) + " 8 0 9 10\n";
}

} // namespace

class DiskstatsTest : public QObject {
    Q_OBJECT

private slots:
    void sectorsAreOf512Bytes();
    void noDisks();
    void wholeDisksOnly_data();
    void wholeDisksOnly();
    void malformed_data();
    void malformed();
};

void DiskstatsTest::sectorsAreOf512Bytes()
{
    const auto disks =
        parseDiskstats(" 254 0 vda 250618 25250 12377954 2133356 217500 208467 51296504 246549 0 147952 "
                       "2425065 358455 75 39911672 43687 33706 1472\n");
    QVERIFY(disks == (Devices{{"vda", Throughput{12'377'954ull * 512, 51'296'504ull * 512}}}));
}

void DiskstatsTest::noDisks()
{
    QVERIFY(parseDiskstats("").empty());
    QVERIFY(parseDiskstats("\n8 0\n").empty()); // whose would it be?
}

void DiskstatsTest::wholeDisksOnly_data()
{
    QTest::addColumn<QByteArrayList>("names");
    QTest::addColumn<int>("disks");
    QTest::newRow("sda") << QByteArrayList{"sda", "sda1", "sda2", "sda15"} << 1;
    QTest::newRow("two") << QByteArrayList{"sda", "sda1", "sdb", "sdb1"} << 2;
    QTest::newRow("more than 26") << QByteArrayList{"sdap", "sdap1", "sda", "sda1"} << 2;
    QTest::newRow("nvme") << QByteArrayList{"nvme0n1", "nvme0n1p1", "nvme0n1p12", "nvme1n1"} << 2;
    QTest::newRow("nvme by two paths") << QByteArrayList{"nvme0n1", "nvme0c0n1", "nvme0c1n1"} << 1;
    QTest::newRow("card") << QByteArrayList{"mmcblk0", "mmcblk0p1", "mmcblk0boot0"} << 2;
    QTest::newRow("nbd") << QByteArrayList{"nbd1", "nbd10", "nbd1p1"} << 2;
    QTest::newRow("optical") << QByteArrayList{"sr0", "sr1"} << 2;
    QTest::newRow("partition without its disk") << QByteArrayList{"xvda1", "xvda2"} << 2;
    QTest::newRow("partition before its disk") << QByteArrayList{"sda1", "sda"} << 1;
    QTest::newRow("in memory") << QByteArrayList{"ram0", "zram0", "zram15"} << 0;
    QTest::newRow("loop") << QByteArrayList{"loop0", "loop10", "loop0p1"} << 0;
    QTest::newRow("mapped") << QByteArrayList{"sda", "dm-0", "dm-12"} << 1;
    QTest::newRow("arrays") << QByteArrayList{"sda", "sdb", "md0", "md127", "md0p1", "md_home", "md_d0"} << 2;
    QTest::newRow("stacked") << QByteArrayList{"bcache0", "bcache0p1", "drbd0", "zd0", "zd16p1"} << 0;
}

void DiskstatsTest::wholeDisksOnly()
{
    QFETCH(QByteArrayList, names);
    QFETCH(int, disks);
    QByteArray text;
    for (const auto &name : names)
        text += line(name.constData());
    const auto found = parseDiskstats(view(text));
    QCOMPARE(found.size(), static_cast<std::size_t>(disks));
    for (const auto &disk : found)
        QVERIFY(disk.bytes == (Throughput{1024, 1536}));
}

void DiskstatsTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("letters") << raw("8 0 sda 1 1 x 1 1 1 3\n");
    QTest::newRow("name alone") << raw("8 0 sda");
    QTest::newRow("ends early") << raw("8 0 sda 1 2 3 4\n");
    QTest::newRow("negative") << line("sda", -1);
    QTest::newRow("too large") << raw("8 0 sda 1 1 36028797018963968 1 1 1 1\n");
}

/// An odd line is its own disk's alone.
void DiskstatsTest::malformed()
{
    QFETCH(QByteArray, text);
    const auto disks = parseDiskstats(view(line("sdb") + text));
    QCOMPARE(disks.size(), 2u);
    QVERIFY(disks[0].bytes == (Throughput{1024, 1536}));
    QCOMPARE(kindOf(disks[1].bytes), raw("malformed"));
    // What does not count is not read.
    QVERIFY(parseDiskstats("8 0 sda 1 1 2 1 1 1 3\n8 1 sda1 4 4 4 4\n7 0 loop0\n") ==
            (Devices{{"sda", Throughput{1024, 1536}}}));
}

static const forklore::TestClass<DiskstatsTest> testClass(__FILE__);
#include "tst_diskstats.moc"

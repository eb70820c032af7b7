// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/machine/arcstats.h"
#include "core/host/linux/machine/meminfo.h"
#include "core/host/linux/machine/swaps.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr std::uint64_t kilobyte = 1024;

const QByteArray whole = "MemTotal:       1000 kB\n"
                         "MemFree:         100 kB\n"
                         "MemAvailable:    550 kB\n"
                         "Buffers:          10 kB\n"
                         "Cached:          300 kB\n"
                         "SwapCached:        7 kB\n"
                         "Active(anon):      8 kB\n"
                         "SwapTotal:        50 kB\n"
                         "SwapFree:         20 kB\n"
                         "Zswap:             2 kB\n"
                         "Zswapped:          6 kB\n"
                         "Shmem:            30 kB\n"
                         "SReclaimable:     90 kB\n"
                         "HugePages_Total:       3\n"
                         "HugePages_Free:        1\n"
                         "Hugepagesize:     20 kB\n"
                         "Hugetlb:         100 kB\n";

MemoryState::Figure kilobytes(std::uint64_t count)
{
    return count * kilobyte;
}

} // namespace

class MeminfoTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsTold();
    void hugePagesOfOldKernels();
    void linesThatAreMissing_data();
    void linesThatAreMissing();
    void oddLines_data();
    void oddLines();
    void nothing();
    void sharedMemoryIsNoCache();
    void zfs_data();
    void zfs();
    void arcstats();
    void malformedArcstats_data();
    void malformedArcstats();
    void swaps();
    void malformedSwaps_data();
    void malformedSwaps();
};

void MeminfoTest::whatIsTold()
{
    const auto memory = parseMeminfo(view(whole));
    QVERIFY(memory == (MemoryState{.total = kilobytes(1000),
                                   .free = kilobytes(100),
                                   .available = kilobytes(550),
                                   .buffers = kilobytes(10),
                                   .cached = kilobytes(300),
                                   .shared = kilobytes(30),
                                   .reclaimable = kilobytes(90),
                                   .swapTotal = kilobytes(50),
                                   .swapFree = kilobytes(20),
                                   .zswapped = kilobytes(6),
                                   .hugePages = kilobytes(100),
                                   .hugePagesFree = kilobytes(20)}));
    QVERIFY(memory.used() == kilobytes(530));
    QVERIFY(memory.swapUsed() == kilobytes(30));
    QVERIFY(memory.swapInMemory() == kilobytes(6));
}

void MeminfoTest::hugePagesOfOldKernels()
{
    auto text = whole;
    const auto memory = parseMeminfo(view(text.replace("Hugetlb:         100 kB\n", "")));
    QVERIFY(memory.hugePages == kilobytes(60)); // of the usual size
    text.replace("Hugepagesize:     20 kB\n", "");
    QCOMPARE(kindOf(parseMeminfo(view(text)).hugePages), raw("unsupported"));
    const auto none = parseMeminfo("HugePages_Total: 0\nHugePages_Free: 0\n");
    QVERIFY(none.hugePages == kilobytes(0) && none.hugePagesFree == kilobytes(0));
    const auto many = parseMeminfo("HugePages_Total: 99999999999999\nHugepagesize: 2048000 kB\n");
    QCOMPARE(kindOf(many.hugePages), raw("malformed"));
}

void MeminfoTest::linesThatAreMissing_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("figure");
    QTest::addColumn<QByteArray>("used");
    QTest::addColumn<QByteArray>("swap");
    const auto row = [](const char *key, const char *figure, const char *used = "", const char *swap = "") {
        QTest::newRow(key) << QByteArray(key) << QByteArray(figure) << QByteArray(used) << QByteArray(swap);
    };
    row("MemTotal", "malformed", "malformed");
    row("MemFree", "malformed", "malformed");
    row("MemAvailable", "unsupported");
    row("Buffers", "malformed", "malformed");
    row("Cached", "malformed", "malformed");
    row("Shmem", "unsupported", "unsupported"); // how much of the cache can be given back?
    row("SReclaimable", "unsupported");         // no slab can
    row("SwapTotal", "unsupported", "", "unsupported");
    row("SwapFree", "unsupported", "", "unsupported");
}

/// A line loses its figure, and those that are made of it.
void MeminfoTest::linesThatAreMissing()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, used);
    QFETCH(QByteArray, swap);
    auto text = whole;
    const auto memory = parseMeminfo(view(text.replace(key + ':', "Other:")));
    QTEST(kindOf(key == "MemTotal"       ? memory.total
                 : key == "MemFree"      ? memory.free
                 : key == "MemAvailable" ? memory.available
                 : key == "Buffers"      ? memory.buffers
                 : key == "Cached"       ? memory.cached
                 : key == "Shmem"        ? memory.shared
                 : key == "SReclaimable" ? memory.reclaimable
                 : key == "SwapTotal"    ? memory.swapTotal
                                         : memory.swapFree),
          "figure");
    QCOMPARE(kindOf(memory.used()), used);
    QCOMPARE(kindOf(memory.swapUsed()), swap);
}

void MeminfoTest::oddLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("letters") << raw("SwapFree: x kB\n");
    QTest::newRow("negative") << raw("SwapFree: -1 kB\n");
    QTest::newRow("another unit") << raw("SwapFree: 1 MB\n");
    QTest::newRow("no unit") << raw("SwapFree: 1\n");
    QTest::newRow("no value") << raw("SwapFree:\n");
    QTest::newRow("cut") << raw("SwapFree: 1");
    QTest::newRow("too large for bytes") << raw("SwapFree: 18014398509481984 kB\n");
}

void MeminfoTest::oddLines()
{
    QFETCH(QByteArray, line);
    auto text = whole;
    const auto memory = parseMeminfo(view(text.replace("SwapFree:         20 kB\n", "") + line));
    QCOMPARE(kindOf(memory.swapFree), raw("malformed"));
    QCOMPARE(kindOf(memory.swapUsed()), raw("malformed"));
    QVERIFY(memory.swapTotal == kilobytes(50));
    QVERIFY(memory.used() == kilobytes(530));
}

void MeminfoTest::nothing()
{
    const auto memory = parseMeminfo("");
    QCOMPARE(kindOf(memory.used()), raw("malformed"));
    QCOMPARE(kindOf(memory.swapUsed()), raw("unsupported"));
    QCOMPARE(kindOf(memory.hugePages), raw("unsupported"));
}

void MeminfoTest::sharedMemoryIsNoCache()
{
    MemoryState memory{.total = 100, .free = 10, .cached = 60, .shared = 50};
    QCOMPARE(memory.cache().value(), 10u);
    QCOMPARE(memory.used().value(), 80u);
    memory.shared = 70; // they are not counted at one moment
    QCOMPARE(memory.cache().value(), 0u);
}

void MeminfoTest::zfs_data()
{
    QTest::addColumn<quint64>("size");
    QTest::addColumn<quint64>("least");
    QTest::addColumn<quint64>("used");
    QTest::newRow("empty") << quint64(0) << quint64(5) << quint64(70);
    QTest::newRow("shrinks") << quint64(40) << quint64(5) << quint64(35);
    QTest::newRow("at its least") << quint64(5) << quint64(5) << quint64(70);
    QTest::newRow("another machine's") << quint64(71) << quint64(5) << quint64(70);
}

/// What it may give back is no used memory.
void MeminfoTest::zfs()
{
    QFETCH(quint64, size);
    QFETCH(quint64, least);
    const MemoryState memory{.total = 100, .free = 10, .cached = 20, .zfs = ZfsCache{size, least}};
    QTEST(quint64(memory.used().value()), "used");
    const MemoryState unknown{
        .total = 100, .free = 10, .cached = 20, .zfs = failure(ErrorKind::Malformed, "arcstats")};
    QCOMPARE(kindOf(unknown.used()), raw("malformed"));
    QCOMPARE(kindOf(unknown.cache()), raw("malformed"));
}

void MeminfoTest::arcstats()
{
    const auto cache = parseArcstats("13 1 0x01 147 39984 4208476713 61327485943\n"
                                     "name                            type data\n"
                                     "hits                            4    1234\n"
                                     "c                               4    900\n"
                                     "c_min                           4    100\n"
                                     "c_max                           4    2000\n"
                                     "size                            4    800\n"
                                     "compressed_size                 4    700\n");
    QVERIFY2(cache, why(cache));
    QVERIFY(*cache == (ZfsCache{800, 100}));
}

void MeminfoTest::malformedArcstats_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("no size") << raw("c_min 4 1\n");
    QTest::newRow("no minimum") << raw("size 4 1\n");
    QTest::newRow("letters") << raw("c_min 4 1\nsize 4 x\n");
    QTest::newRow("short") << raw("c_min 4 1\nsize 4\n");
    QTest::newRow("too large") << raw("c_min 4 1\nsize 4 18446744073709551615\n");
}

void MeminfoTest::malformedArcstats()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parseArcstats(view(text))), raw("malformed"));
}

void MeminfoTest::swaps()
{
    const auto heading = raw("Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
    const auto onZram = [&](const QByteArray &lines) { return parseSwapOnZram(view(heading + lines)); };
    QCOMPARE(onZram("").value(), 0u);
    QCOMPARE(onZram("/dev/sda2 partition\t9\t\t8\t\t-2\n").value(), 0u);
    QCOMPARE(onZram("/dev/zram0 partition\t9\t\t8\t\t100\n/zram/swap\\040file file 9 1 -2\n"
                    "/dev/zram10 partition 9 2 100\n")
                 .value(),
             10 * kilobyte);
    QVERIFY(onZram("/dev/sda2 partition odd odd\n").has_value()); // it is no matter here
}

void MeminfoTest::malformedSwaps_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("another file") << raw("a\n");
    QTest::newRow("short") << raw("Filename Type Size Used\n/dev/zram0 partition 9\n");
    QTest::newRow("letters") << raw("Filename Type Size Used\n/dev/zram0 partition 9 x 1\n");
    QTest::newRow("too large") << raw(
        "Filename Type Size Used\n/dev/zram0 partition 9 9999999999999999999 1\n");
}

void MeminfoTest::malformedSwaps()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parseSwapOnZram(view(text))), raw("malformed"));
}

static const forklore::TestClass<MeminfoTest> testClass(__FILE__);
#include "tst_meminfo.moc"

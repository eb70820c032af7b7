// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/source/linux/meminfo.h"
#include "tests/support/bytes.h"

using namespace forklore;

class MeminfoTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsTold();
    void oldKernels();
    void malformed_data();
    void malformed();
};

void MeminfoTest::whatIsTold()
{
    const auto memory = parseMeminfo("MemTotal:       1000 kB\n"
                                     "MemFree:         100 kB\n"
                                     "MemAvailable:    550 kB\n"
                                     "Buffers:          10 kB\n"
                                     "Cached:          300 kB\n"
                                     "SwapCached:        7 kB\n"
                                     "Active(anon):      8 kB\n"
                                     "SwapTotal:        50 kB\n"
                                     "SwapFree:         20 kB\n"
                                     "Shmem:            30 kB\n"
                                     "SReclaimable:     90 kB\n"
                                     "HugePages_Total:       0\n");
    QVERIFY2(memory, why(memory));
    QVERIFY(*memory == (MemoryState{.total = 1000 * 1024,
                                    .free = 100 * 1024,
                                    .cache = 400 * 1024,
                                    .swapTotal = 50 * 1024,
                                    .swapFree = 20 * 1024}));
    QCOMPARE(memory->used(), 500u * 1024);
}

void MeminfoTest::oldKernels()
{
    const auto memory = parseMeminfo("MemTotal: 100 kB\nMemFree: 10 kB\nBuffers: 1 kB\nCached: 2 kB\n");
    QVERIFY2(memory, why(memory));
    QCOMPARE(memory->cache, 3u * 1024);
    QCOMPARE(memory->swapTotal, 0u); // built without
}

void MeminfoTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    for (const auto *line : {"MemTotal: 9 kB\n", "MemFree: 9 kB\n", "Buffers: 9 kB\n", "Cached: 9 kB\n"}) {
        auto text = raw("MemTotal: 9 kB\nMemFree: 9 kB\nBuffers: 9 kB\nCached: 9 kB\n");
        QTest::addRow("without %.8s", line) << text.replace(line, "");
    }
    const auto good = raw("MemTotal: 9 kB\nMemFree: 9 kB\nBuffers: 9 kB\nCached: 9 kB\n");
    QTest::newRow("letters") << good + raw("SwapFree: x kB\n");
    QTest::newRow("negative") << good + raw("SwapFree: -1 kB\n");
    QTest::newRow("another unit") << good + raw("SwapFree: 1 MB\n");
    QTest::newRow("no unit") << good + raw("SwapFree: 1\n");
    QTest::newRow("too large for bytes") << good + raw("SwapFree: 18014398509481984 kB\n");
}

void MeminfoTest::malformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parseMeminfo(view(text))), raw("malformed"));
}

QTEST_APPLESS_MAIN(MeminfoTest)
#include "tst_meminfo.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/source/linux/pid_smaps.h"
#include "tests/support/bytes.h"

using namespace forklore;

namespace {

/// The lines below a heading, in the kernel's order, with those that are passed over among them.
QByteArray block(int rss, int pss, int sharedClean, int sharedDirty, int privateClean, int privateDirty,
                 int swap)
{
    const auto line = [](const char *key, int kilobytes) {
        return QByteArray(key) + ": " + QByteArray::number(kilobytes).rightJustified(10) + " kB\n";
    };
    return line("Size", 9999) + line("KernelPageSize", 4) + line("Rss", rss) + line("Pss", pss) +
           line("Pss_Dirty", 1) + line("Shared_Clean", sharedClean) + line("Shared_Dirty", sharedDirty) +
           line("Private_Clean", privateClean) + line("Private_Dirty", privateDirty) + line("Referenced", 1) +
           line("Shared_Hugetlb", 2048) + line("Private_Hugetlb", 2048) + line("Swap", swap) +
           line("SwapPss", 10) + "THPeligible:           0\nVmFlags: rd mr mw me \n";
}

const QByteArray figures = block(28, 11, 12, 4, 8, 4, 20);
const PageFigures asBytes = {28 * 1024, 11 * 1024, 12 * 1024, 16 * 1024, 20 * 1024};

QByteArray heading(const char *name)
{
    return QByteArray("7f00-8f00 r-xp 00001000 fe:00 248056                     ") + name + '\n';
}

} // namespace

class PidSmapsTest : public QObject {
    Q_OBJECT

private slots:
    void aMapping();
    void names_data();
    void names();
    void manyMappings();
    void noMappingAtAll();
    void theHighestAddresses();
    void malformed_data();
    void malformed();
    void rollup();
    void malformedRollup_data();
    void malformedRollup();
};

void PidSmapsTest::aMapping()
{
    const auto mappings = parsePidSmaps(view(heading("/usr/bin/sleep") + figures));
    QVERIFY2(mappings, why(mappings));
    QCOMPARE(mappings->size(), 1u);
    QVERIFY(mappings->front() == (Mapping{0x7f00, 0x8f00, "r-xp", 0x1000, "/usr/bin/sleep", asBytes}));
}

void PidSmapsTest::names_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const auto *name :
         {"", "[heap]", "[anon:glibc: malloc]", "/srv/two words", "/srv/gone (deleted)", "/srv/new\\012line",
          "/dev/shm/\xff\xfe", "/srv/Rss: 12 kB", "/SYSV00000000 (deleted)"})
        QTest::addRow("<%s>", name) << QByteArray(name);
}

void PidSmapsTest::names()
{
    QFETCH(QByteArray, name);
    const auto mappings = parsePidSmaps(view(heading(name.constData()) + figures));
    QVERIFY2(mappings, why(mappings));
    QCOMPARE(bytes(mappings->front().name), name);
}

void PidSmapsTest::manyMappings()
{
    const auto mappings = parsePidSmaps(view("1000-2000 r--p 00000000 00:00 0 \n" + figures +
                                             "3000-5000 rw-s 0000f000 fe:00 7 /x\n" + figures));
    QVERIFY2(mappings, why(mappings));
    QCOMPARE(mappings->size(), 2u);
    QCOMPARE(mappings->at(1).end - mappings->at(1).start, 0x2000u);
    QVERIFY(mappings->at(1).pages == asBytes);
    const auto sum = pagesOf(*mappings);
    QCOMPARE(sum.resident, 2 * asBytes.resident);
    QCOMPARE(sum.unique, 2 * asBytes.unique);
    QCOMPARE(sum.swap, 2 * asBytes.swap);
}

void PidSmapsTest::noMappingAtAll()
{
    QVERIFY(parsePidSmaps("").value().empty());
    QVERIFY(pagesOf({}) == PageFigures());
}

void PidSmapsTest::theHighestAddresses()
{
    const auto mappings = parsePidSmaps(view(
        "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]\n" + figures));
    QVERIFY2(mappings, why(mappings));
    QCOMPARE(mappings->front().start, 0xffff'ffff'ff60'0000u);
}

void PidSmapsTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *what, QByteArray text) { QTest::newRow(what) << text; };
    const auto without = [](const char *key) {
        auto text = figures;
        const auto at = text.indexOf(QByteArray("\n") + key + ':') + 1;
        return heading("") + text.remove(at, text.indexOf('\n', at) + 1 - at);
    };
    row("a figure before any mapping", "Rss: 8 kB\n" + heading("") + figures);
    row("no figures", heading(""));
    row("no figures before the next", heading("") + heading("") + figures);
    row("cut short", (heading("") + figures).chopped(80));
    for (const auto *key :
         {"Rss", "Pss", "Shared_Clean", "Shared_Dirty", "Private_Clean", "Private_Dirty", "Swap"})
        QTest::addRow("no %s", key) << without(key);
    row("a figure twice", heading("") + "Rss: 8 kB\n" + figures);
    row("a figure of letters", heading("") + QByteArray(figures).replace("Rss:         28", "Rss: many"));
    row("a negative figure", heading("") + QByteArray(figures).replace("Rss:         28", "Rss: -8"));
    row("a figure beyond 64 bits of bytes",
        heading("") + QByteArray(figures).replace("Rss:         28", "Rss: 18446744073709551615"));
    row("no range", "7f00 r-xp 00001000 fe:00 248056 /x\n" + figures);
    row("a range that ends where it starts", "7f00-7f00 r-xp 00001000 fe:00 248056 /x\n" + figures);
    row("a range backwards", "8f00-7f00 r-xp 00001000 fe:00 248056 /x\n" + figures);
    row("permissions of three letters", "7f00-8f00 r-x 00001000 fe:00 248056 /x\n" + figures);
    row("an offset that is not hexadecimal", "7f00-8f00 r-xp 0000x fe:00 248056 /x\n" + figures);
    row("an inode of letters", "7f00-8f00 r-xp 0000 fe:00 inode /x\n" + figures);
    row("a blank line", "\n" + heading("") + figures);
    row("other text", "no mapping\n");
    row("NULs", raw("\0\0\n"));
}

void PidSmapsTest::malformed()
{
    QFETCH(QByteArray, text);
    const auto mappings = parsePidSmaps(view(text));
    QCOMPARE(kindOf(mappings), raw("malformed"));
    QVERIFY2(bytes(mappings.error().message).startsWith("smaps: "), why(mappings));
}

void PidSmapsTest::rollup()
{
    const auto pages = parsePidSmapsRollup(view(
        "55d49fcb7000-7ffee6d6a000 ---p 00000000 00:00 0                          [rollup]\n" + figures));
    QVERIFY2(pages, why(pages));
    QVERIFY(*pages == asBytes);
}

void PidSmapsTest::malformedRollup_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("two blocks") << heading("") + figures + heading("") + figures;
    QTest::newRow("no figures") << heading("[rollup]");
}

void PidSmapsTest::malformedRollup()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parsePidSmapsRollup(view(text))), raw("malformed"));
}

QTEST_APPLESS_MAIN(PidSmapsTest)
#include "tst_pid_smaps.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/proc/pid_smaps.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

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
const PageFigures asBytes = {28 * 1024, 11 * 1024, 12 * 1024, 16 * 1024, 20 * 1024, 4096 * 1024};

QByteArray heading(const char *name)
{
    return QByteArray("7f00-8f00 r-xp 00001000 fe:00 248056                     ") + name + '\n';
}

} // namespace

Q_DECLARE_METATYPE(PageFigures)

class PidSmapsTest : public QObject {
    Q_OBJECT

private slots:
    void aMapping();
    void names_data();
    void names();
    void manyMappings();
    void noMappingAtAll();
    void theHighestAddresses();
    void anOddLineLosesItsFigureAlone_data();
    void anOddLineLosesItsFigureAlone();
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
    QVERIFY(sum.resident == 2 * *asBytes.resident);
    QVERIFY(sum.unique == 2 * *asBytes.unique);
    QVERIFY(sum.swap == 2 * *asBytes.swap);
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

void PidSmapsTest::anOddLineLosesItsFigureAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<PageFigures>("expected");
    const auto row = [](const char *what, const QByteArray &text, auto figure) {
        auto expected = asBytes;
        (expected.*figure).reset();
        QTest::newRow(what) << heading("/x") + text << expected;
    };
    const auto without = [](const char *key) {
        auto text = figures;
        const auto at = text.indexOf(QByteArray("\n") + key + ':') + 1;
        return text.remove(at, text.indexOf('\n', at) + 1 - at);
    };
    const auto withRss = [](const char *line) {
        return QByteArray(figures).replace("Rss:         28", line);
    };
    row("no RSS", without("Rss"), &PageFigures::resident);
    row("no PSS", without("Pss"), &PageFigures::proportional);
    row("no shared clean", without("Shared_Clean"), &PageFigures::shared);
    row("no shared dirty", without("Shared_Dirty"), &PageFigures::shared);
    row("no private clean", without("Private_Clean"), &PageFigures::unique);
    row("no private dirty", without("Private_Dirty"), &PageFigures::unique);
    row("no swap", without("Swap"), &PageFigures::swap);
    row("a figure twice", "Rss: 8 kB\n" + figures, &PageFigures::resident);
    row("a figure of letters", withRss("Rss: many"), &PageFigures::resident);
    row("a negative figure", withRss("Rss: -8"), &PageFigures::resident);
    row("a figure beyond 64 bits of bytes", withRss("Rss: 18446744073709551615"), &PageFigures::resident);
}

void PidSmapsTest::anOddLineLosesItsFigureAlone()
{
    QFETCH(QByteArray, text);
    QFETCH(PageFigures, expected);
    const auto mappings = parsePidSmaps(view(text));
    QVERIFY2(mappings, why(mappings));
    QVERIFY(mappings->front().pages == expected);
    // Nor has the sum with another mapping, in either order.
    for (const auto &both : {text + heading("") + figures, heading("") + figures + text}) {
        const auto sum = parsePidSmaps(view(both)).map(pagesOf);
        QVERIFY2(sum, why(sum));
        QCOMPARE(sum->resident.has_value(), expected.resident.has_value());
        QCOMPARE(sum->proportional.has_value(), expected.proportional.has_value());
        QCOMPARE(sum->unique.has_value(), expected.unique.has_value());
        QCOMPARE(sum->shared.has_value(), expected.shared.has_value());
        QCOMPARE(sum->swap.has_value(), expected.swap.has_value());
    }
}

void PidSmapsTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *what, QByteArray text) { QTest::newRow(what) << text; };
    row("a figure before any mapping", "Rss: 8 kB\n" + heading("") + figures);
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
}

void PidSmapsTest::malformedRollup()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parsePidSmapsRollup(view(text))), raw("malformed"));
}

static const forklore::TestClass<PidSmapsTest> testClass(__FILE__);
#include "tst_pid_smaps.moc"

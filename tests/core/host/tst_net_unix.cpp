// SPDX-License-Identifier: GPL-3.0-or-later
//
// net/unix, where a name may hold a newline and behind it anything, a whole line among it.
#include <QTest>

#include "core/host/linux/sockets/net_unix.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

const QByteArray heading = "Num       RefCount Protocol Flags    Type St Inode Path\n";

/// As the kernel prints it.
QByteArray line(int inode, const QByteArray &name = {})
{
    const auto number = QByteArray::number(inode).rightJustified(5);
    const auto head = "0000000012345678: 00000002 00000000 00010000 0001 01 " + number;
    return (name.isEmpty() ? head : head + ' ' + name) + '\n';
}

QByteArray nameOf(const NetUnix &all, std::uint64_t inode)
{
    const auto known = all.sockets.find(inode);
    if (known == all.sockets.end())
        return all.doubtful.contains(inode) ? "doubtful" : "none";
    return known->second.addressError ? QByteArray("unknown") : bytes(known->second.local);
}

} // namespace

class NetUnixTest : public QObject {
    Q_OBJECT

private slots:
    void unixPaths_data();
    void unixPaths();
    void unixLinesPassedOver();
    void aForgedLineDecidesNothing_data();
    void aForgedLineDecidesNothing();
    void aLineThatNoNameReachesIsCertain();
    void aNameThatGoesOnIsUnknown();
    void manyForgedLinesInOneName();
};

void NetUnixTest::unixPaths_data()
{
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("none") << raw("7") << raw("");
    QTest::newRow("plain") << raw("7 /run/x") << raw("/run/x");
    QTest::newRow("blanks within") << raw("7 /run/a b  c") << raw("/run/a b  c");
    QTest::newRow("blank at the start") << raw("7  x") << raw(" x");
    QTest::newRow("blank at the end") << raw("7 x ") << raw("x ");
    QTest::newRow("abstract") << raw("7 @x") << raw("@x");
    QTest::newRow("abstract without a name") << raw("7 @") << raw("@");
    QTest::newRow("bytes") << raw("7 /\xff\t") << raw("/\xff\t");
}

void NetUnixTest::unixPaths()
{
    QFETCH(QByteArray, end);
    const auto table =
        parseNetUnix(view("Num …\n0000000000000000: 00000002 00000000 00000000 0001 03 " + end + "\n"))
            .sockets;
    QCOMPARE(table.size(), 1u);
    QTEST(bytes(table.at(7).local), "path");
    QCOMPARE(bytes(table.at(7).state), raw("ESTABLISHED"));
}

void NetUnixTest::unixLinesPassedOver()
{
    const auto table = parseNetUnix("Num …\n\n"
                                    "0: 2 0 0 1\n"
                                    "0: 2 0 xyz 1 1 8 /a\n"
                                    "0: 2 0 0 0001 01 x /a\n"
                                    "0: 2 0 0 0001 01 9 /good\n")
                           .sockets;
    QCOMPARE(table.size(), 1u);
    QVERIFY(table.contains(9));
}

void NetUnixTest::aForgedLineDecidesNothing_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("name"); ///< of the socket that is lied about
    const auto forged = line(300, "@x\n" + line(100, "/forged").chopped(1));
    const auto honest = line(100, "/run/true");
    QTest::newRow("no such line") << line(200) + forged + line(400) << raw("doubtful");
    QTest::newRow("a name that begins with a newline")
        << honest + line(200) + line(201) + line(300, "\n" + line(100, "/forged").chopped(1))
        << raw("/run/true");
    QTest::newRow("before it") << line(200) + honest + line(201) + line(202) + forged << raw("/run/true");
    QTest::newRow("behind it") << line(200) + forged + line(201) + line(202) + honest << raw("/run/true");
    QTest::newRow("right before it") << line(200) + honest + forged << raw("/run/true");
    // The forged name could go on into this line, if it were one.
    QTest::newRow("right behind it, in reach") << line(200) + forged + honest << raw("doubtful");
    QTest::newRow("first") << forged + line(200) << raw("doubtful");
}

void NetUnixTest::aForgedLineDecidesNothing()
{
    QFETCH(QByteArray, text);
    const auto all = parseNetUnix(view(heading + text));
    QTEST(nameOf(all, 100), "name");
    for (const auto &[inode, socket] : all.sockets)
        QVERIFY(socket.local != "/forged");
}

void NetUnixTest::aLineThatNoNameReachesIsCertain()
{
    // 108 bytes are the longest name: 50 of this one, a newline, and 58 of a line without a name are 109.
    const QByteArray fifty(50, 'n');
    QCOMPARE(line(100).size(), 59);
    QCOMPARE(nameOf(parseNetUnix(view(heading + line(300, fifty) + line(100))), 100), raw(""));
    QCOMPARE(nameOf(parseNetUnix(view(heading + line(300, fifty.left(49)) + line(100))), 100),
             raw("doubtful"));
    // A long name of its own takes it out of reach too.
    QCOMPARE(nameOf(parseNetUnix(view(heading + line(300, "@x") + line(100, fifty))), 100), fifty);
}

void NetUnixTest::aNameThatGoesOnIsUnknown()
{
    const auto all =
        parseNetUnix(view(heading + line(100, "@a\nnot a line") + line(200) + line(300, "@b\n")));
    QCOMPARE(nameOf(all, 100), raw("unknown"));
    QCOMPARE(nameOf(all, 200), raw("doubtful"));
    QCOMPARE(nameOf(all, 300), raw("unknown"));
    QCOMPARE(nameOf(parseNetUnix(view(heading + line(100, "\n"))), 100), raw("unknown"));
    QCOMPARE(bytes(all.sockets.at(100).state), raw("LISTEN")); // which the kernel wrote before the name
}

void NetUnixTest::manyForgedLinesInOneName()
{
    const auto all = parseNetUnix(view(
        heading + line(100, "@a\n0: 2 0 0 1 1 101 b\n0: 2 0 0 1 1 102 c\n0: 2 0 0 1 1 103 d") + line(200)));
    for (const auto inode : {101, 102, 103})
        QCOMPARE(nameOf(all, static_cast<std::uint64_t>(inode)), raw("doubtful"));
}

static const forklore::TestClass<NetUnixTest> testClass(__FILE__);
#include "tst_net_unix.moc"

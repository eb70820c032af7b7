// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <bit>

#include "core/host/linux/sockets/net_sockets.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

static_assert(std::endian::native == std::endian::little,
              "the tables below are those of a little-endian machine");

namespace {

const QByteArray heading = "  sl  local_address rem_address   st …\n";

QByteArray inetLine(const char *local, const char *remote, const char *state, const char *inode)
{
    return heading + "   0: " + local + ' ' + remote + ' ' + state +
           " 00000000:00000000 00:00000000 00000000  1000        0 " + inode + " 1 0 100 0 0 10 0\n";
}

} // namespace

class NetSocketsTest : public QObject {
    Q_OBJECT

private slots:
    void inetAddresses_data();
    void inetAddresses();
    void tcpStates_data();
    void tcpStates();
    void inetLinesPassedOver_data();
    void inetLinesPassedOver();
    void whatNoDescriptorLeadsTo();
    void netlinkAndPacket();
    void emptyTables();
};

void NetSocketsTest::inetAddresses_data()
{
    QTest::addColumn<QByteArray>("family");
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("not bound") << raw("inet") << raw("00000000:0000") << raw("");
    QTest::newRow("any") << raw("inet") << raw("00000000:0016") << raw("0.0.0.0:22");
    QTest::newRow("no port") << raw("inet") << raw("0100007F:0000") << raw("127.0.0.1:0");
    QTest::newRow("bytes in order") << raw("inet") << raw("04030201:FFFF") << raw("1.2.3.4:65535");
    QTest::newRow("small letters") << raw("inet") << raw("0a00a8c0:00ff") << raw("192.168.0.10:255");
    QTest::newRow("6, not bound") << raw("inet6") << raw("00000000000000000000000000000000:0000") << raw("");
    QTest::newRow("6, any") << raw("inet6") << raw("00000000000000000000000000000000:0050") << raw("[::]:80");
    QTest::newRow("6, loopback") << raw("inet6") << raw("00000000000000000000000001000000:0050")
                                 << raw("[::1]:80");
    QTest::newRow("6, bytes in order")
        << raw("inet6") << raw("B80D0120000000000000000078563412:0001") << raw("[2001:db8::1234:5678]:1");
    QTest::newRow("6, mapped") << raw("inet6") << raw("0000000000000000FFFF00000100007F:0050")
                               << raw("[::ffff:127.0.0.1]:80");
}

void NetSocketsTest::inetAddresses()
{
    QFETCH(QByteArray, family);
    QFETCH(QByteArray, written);
    const auto none = family == "inet" ? "00000000:0000" : "00000000000000000000000000000000:0000";
    const auto bound = parseNetInet(view(inetLine(written, none, "0A", "7")), view(family), "stream");
    QCOMPARE(bound.size(), 1u);
    QTEST(bytes(bound.front().socket.local), "address");
    QCOMPARE(bytes(bound.front().socket.remote), QByteArray());
    QCOMPARE(bytes(bound.front().socket.family), family);
    const auto connected = parseNetInet(view(inetLine(none, written, "01", "7")), view(family), "stream");
    QCOMPARE(connected.size(), 1u);
    QTEST(bytes(connected.front().socket.remote), "address");
}

void NetSocketsTest::tcpStates_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::addColumn<QByteArray>("state");
    QTest::newRow("1") << raw("01") << raw("ESTABLISHED");
    QTest::newRow("2") << raw("02") << raw("SYN_SENT");
    QTest::newRow("3") << raw("03") << raw("SYN_RECV");
    QTest::newRow("4") << raw("04") << raw("FIN_WAIT1");
    QTest::newRow("5") << raw("05") << raw("FIN_WAIT2");
    QTest::newRow("6") << raw("06") << raw("TIME_WAIT");
    QTest::newRow("7") << raw("07") << raw("CLOSE");
    QTest::newRow("8") << raw("08") << raw("CLOSE_WAIT");
    QTest::newRow("9") << raw("09") << raw("LAST_ACK");
    QTest::newRow("10") << raw("0A") << raw("LISTEN");
    QTest::newRow("11") << raw("0B") << raw("CLOSING");
    QTest::newRow("12") << raw("0C") << raw("NEW_SYN_RECV");
}

void NetSocketsTest::tcpStates()
{
    QFETCH(QByteArray, number);
    const auto table =
        parseNetInet(view(inetLine("0100007F:0001", "0100007F:0002", number, "9")), "inet", "stream");
    QCOMPARE(table.size(), 1u);
    QTEST(bytes(table.front().socket.state), "state");
}

void NetSocketsTest::inetLinesPassedOver_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("state to come") << inetLine("0100007F:0001", "0100007F:0002", "0D", "7");
    QTest::newRow("no port") << inetLine("0100007F", "0100007F:0002", "01", "7");
    QTest::newRow("port beyond 16 bits") << inetLine("0100007F:10000", "0100007F:0002", "01", "7");
    QTest::newRow("address too short") << inetLine("100007F:0001", "0100007F:0002", "01", "7");
    QTest::newRow("address too long") << inetLine("00100007F:0001", "0100007F:0002", "01", "7");
    QTest::newRow("address of letters") << inetLine("0100007G:0001", "0100007F:0002", "01", "7");
    QTest::newRow("inode of letters") << inetLine("0100007F:0001", "0100007F:0002", "01", "x");
    QTest::newRow("cut short") << heading + "   0: 0100007F:0001 0100007F:0002 01";
    QTest::newRow("empty line") << heading + "\n";
}

void NetSocketsTest::inetLinesPassedOver()
{
    QFETCH(QByteArray, text);
    QVERIFY(parseNetInet(view(text), "inet", "stream").empty());
    auto good = inetLine("0100007F:0001", "0100007F:0002", "01", "7");
    good.remove(0, heading.size());
    QCOMPARE(parseNetInet(view(text + "\n" + good), "inet", "stream").size(),
             1u); // the next line counts again
}

void NetSocketsTest::whatNoDescriptorLeadsTo()
{
    const auto waiting =
        parseNetInet(view(inetLine("0100007F:0001", "0100007F:0002", "06", "0")), "inet", "stream");
    QCOMPARE(waiting.size(), 1u);
    QVERIFY(waiting.front() ==
            (InetSocket{{"inet", "stream", "TIME_WAIT", "127.0.0.1:1", "127.0.0.1:2"}, Uid{1000}, 0}));
    auto odd = inetLine("0100007F:0001", "0100007F:0002", "01", "7");
    odd.replace(" 1000 ", " x ");
    const auto unowned = parseNetInet(view(odd), "inet", "stream");
    QCOMPARE(unowned.size(), 1u); // one field is lost, not the line
    QVERIFY(!unowned.front().uid);
}

void NetSocketsTest::netlinkAndPacket()
{
    const auto netlink = parseNetNetlink("sk Eth Pid …\n0 4 4123 00000000 0 0 0 2 0 55\nshort line\n"
                                         "0 9 0 00000000 0 0 0 2 0 0\n0 x 4294963206 0 0 0 0 2 0 56\n"
                                         "0 15 4294963206 00000000 0 0 0 2 0 57\n");
    QCOMPARE(netlink.size(), 3u); // the kernel's own have no inode
    QVERIFY(netlink.at(55) == (Socket{"netlink", "", "", "protocol 4, port 4123", ""}));
    QVERIFY(netlink.at(56).local.empty() && netlink.at(56).addressError);
    QCOMPARE(bytes(netlink.at(57).local), raw("protocol 15, port 4294963206"));

    const InterfaceNames names = {{2, "eth0"}};
    const auto packet = parseNetPacket("sk RefCnt …\n0 3 3 0003 2 1 0 0 66\n0 3 2 0800 7 1 0 0 67\n"
                                       "0 3 3 1234 0 1 0 0 68\n0 3 3 x 0 1 0 0 69\nshort\n"
                                       "0 3 3 0003 2 1 0 0 0\n",
                                       names);
    QCOMPARE(packet.size(), 4u);
    QVERIFY(packet.at(66) == (Socket{"packet", "raw", "", "protocol 0x0003 (all), interface eth0", ""}));
    QVERIFY(packet.at(67) == (Socket{"packet", "dgram", "", "protocol 0x0800 (IPv4), interface 7", ""}));
    QCOMPARE(bytes(packet.at(68).local), raw("protocol 0x1234, any interface"));
    QVERIFY(packet.at(69).local.empty() && packet.at(69).addressError);
}

void NetSocketsTest::emptyTables()
{
    for (const auto *text : {"", "\n", "heading", "heading\n"}) {
        QVERIFY(parseNetInet(text, "inet", "stream").empty());
        QVERIFY(parseNetNetlink(text).empty());
        QVERIFY(parseNetPacket(text, {}).empty());
    }
}

static const forklore::TestClass<NetSocketsTest> testClass(__FILE__);
#include "tst_net_sockets.moc"

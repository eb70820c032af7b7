// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/source/linux/net_dev.h"
#include "tests/support/bytes.h"

using namespace forklore;

namespace {

const QByteArray heading = "Inter-|   Receive                   |  Transmit\n"
                           " face |bytes    packets errs        |bytes    packets errs\n";

}

class NetDevTest : public QObject {
    Q_OBJECT

private slots:
    void allButTheLoopback();
    void noInterfaces();
    void malformed_data();
    void malformed();
};

void NetDevTest::allButTheLoopback()
{
    const auto network =
        parseNetDev(view(heading + "    lo:   25882  412 0 0 0 0 0 0    25882  412 0 0 0 0 0 0\n"
                                   "  eth0: 1000 9953 0 0 0 0 0 0 2000 4743 0 0 0 0 0 0\n"
                                   "wlp0s20f3:4294967296 1 0 0 0 0 0 0 1 4743 0 0 0 0 0 0\n"
                                   "  lo2: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n"));
    QVERIFY2(network, why(network));
    QVERIFY(*network == (Throughput{4'294'968'297, 2002}));
}

void NetDevTest::noInterfaces()
{
    QVERIFY(parseNetDev(view(heading)) == Throughput{});
}

void NetDevTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("another file") << raw("a\nb\n");
    QTest::newRow("ends early") << heading + "eth0: 1 2 3 4 5 6 7 8\n";
    QTest::newRow("letters") << heading + "eth0: x 2 3 4 5 6 7 8 9\n";
    QTest::newRow("negative") << heading + "eth0: 1 2 3 4 5 6 7 8 -9\n";
    QTest::newRow("no name") << heading + "1 2 3 4 5 6 7 8 9\n";
    QTest::newRow("too large together")
        << heading + "a: 18446744073709551615 2 3 4 5 6 7 8 9\nb: 1 2 3 4 5 6 7 8 9\n";
}

void NetDevTest::malformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parseNetDev(view(text))), raw("malformed"));
}

QTEST_APPLESS_MAIN(NetDevTest)
#include "tst_net_dev.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which sockets are the two ends of a connection; and peers in a copy of /proc, where no kernel can be asked.
#include <QTest>

#include <algorithm>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sockets/networks.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto tcpTable =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    "   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1\n"
    "   1: 0100007F:0050 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 101 1\n"
    "   2: 0100007F:9C40 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 102 1\n"
    "   3: 0A01A8C0:9C41 01010101:01BB 01 00000000:00000000 00:00000000 00000000     0        0 103 1\n";

void addProcess(Fixture &fixture, int pid, const char *comm)
{
    const auto base = std::to_string(pid);
    const auto stat = base + " (" + comm + ") S 1 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 " + base +
                      " 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    fixture.write(base + "/stat", stat);
    fixture.write(base + "/net/tcp", tcpTable);
}

void addFile(Fixture &fixture, int pid, int number, const char *target, const char *info)
{
    const auto base = std::to_string(pid);
    fixture.link(base + "/fd/" + std::to_string(number), target);
    fixture.write(base + "/fdinfo/" + std::to_string(number), info);
}

constexpr auto reading = "pos:\t0\nflags:\t00\n";
constexpr auto writing = "pos:\t0\nflags:\t01\n";
constexpr auto both = "pos:\t0\nflags:\t02\n";

} // namespace

class TestNetworks : public QObject {
    Q_OBJECT

private slots:
    void connectedSocketsAreKnown_data()
    {
        QTest::addColumn<QList<QByteArray>>("one"); ///< family, type, local, remote
        QTest::addColumn<QList<QByteArray>>("other");
        QTest::addColumn<bool>("connected");
        using Words = QList<QByteArray>;
        const auto row = [](const char *name, const Words &one, const Words &other, bool connected) {
            QTest::newRow(name) << one << other << connected;
        };
        row("both ways", {"inet", "stream", "1.1.1.1:1", "1.1.1.2:2"},
            {"inet", "stream", "1.1.1.2:2", "1.1.1.1:1"}, true);
        row("another port", {"inet", "stream", "1.1.1.1:1", "1.1.1.2:2"},
            {"inet", "stream", "1.1.1.2:2", "1.1.1.1:3"}, false);
        row("mapped", {"inet6", "stream", "[::ffff:1.1.1.1]:1", "[::ffff:1.1.1.2]:2"},
            {"inet", "stream", "1.1.1.2:2", "1.1.1.1:1"}, true);
        row("tcp and udp", {"inet", "stream", "1.1.1.1:1", "1.1.1.2:2"},
            {"inet", "dgram", "1.1.1.2:2", "1.1.1.1:1"}, false);
        row("a datagram server", {"inet", "dgram", "1.1.1.1:1", "1.1.1.2:2"},
            {"inet", "dgram", "1.1.1.2:2", ""}, true);
        row("two that send to nobody", {"inet", "dgram", "1.1.1.1:1", ""}, {"inet", "dgram", "1.1.1.2:2", ""},
            false);
        row("a listener", {"inet", "stream", "1.1.1.1:1", "1.1.1.2:2"}, {"inet", "stream", "1.1.1.2:2", ""},
            false);
        row("unix", {"unix", "stream", "a", "b"}, {"unix", "stream", "b", "a"}, false);
    }
    void connectedSocketsAreKnown()
    {
        QFETCH(QList<QByteArray>, one);
        QFETCH(QList<QByteArray>, other);
        const auto socketOf = [](const QList<QByteArray> &words) {
            return Socket{words[0].toStdString(),
                          words[1].toStdString(),
                          {},
                          words[2].toStdString(),
                          words[3].toStdString()};
        };
        QTEST(areConnected(socketOf(one), socketOf(other)), "connected");
        QTEST(areConnected(socketOf(other), socketOf(one)), "connected");
    }

    void addressesAreOneLine()
    {
        QCOMPARE(bytes(addressesOf({"inet", "stream", "LISTEN", "[::]:22", ""})),
                 QByteArray("LISTEN [::]:22"));
        QCOMPARE(bytes(addressesOf({"unix", "stream", "ESTABLISHED", "", "/run/x"})),
                 QByteArray("\xe2\x86\x92 /run/x"));
        QCOMPARE(bytes(addressesOf({"unix", "stream", "ESTABLISHED", "", ""})), QByteArray());
        QCOMPARE(bytes(plainAddress("[::ffff:1.2.3.4]:5")), QByteArray("1.2.3.4:5"));
        QCOMPARE(bytes(plainAddress("[::ffff:1]:5")), QByteArray("[::ffff:1]:5"));
        QCOMPARE(bytes(plainAddress("[::ffff:1.2.3.4")), QByteArray("[::ffff:1.2.3.4"));
    }

    void aProcessThatHasEndedDoesNotStandForItsNetwork()
    {
        Fixture fixture;
        addProcess(fixture, 10, "ended");
        addProcess(fixture, 20, "running");
        for (const auto *process : {"10", "20"})
            fixture.link(std::string(process) + "/ns/net", "net:[4026532008]");
        fixture.remove("10/net");
        const auto root = Directory::open(fixture.root());
        QVERIFY2(root, why(root));
        Networks networks(*root);
        QVERIFY(!networks.find(10, 100));
        QVERIFY(networks.find(20, 100));
        QVERIFY(networks.find(10, 100)); // it is the same network
    }

    /// Nothing of this machine may be mixed in: neither its sockets nor what its paths lead to.
    void aCopyOfProcHasPeersOfItsOwn()
    {
        Fixture fixture;
        addProcess(fixture, 10, "server");
        addProcess(fixture, 20, "client");
        addFile(fixture, 10, 0, "pipe:[7]", reading);
        addFile(fixture, 20, 1, "pipe:[7]", writing);
        addFile(fixture, 10, 3, "socket:[101]", both);
        addFile(fixture, 20, 3, "socket:[102]", both);
        addFile(fixture, 10, 4, "socket:[100]", both);
        addFile(fixture, 10, 5, "socket:[103]", both);
        addFile(fixture, 10, 6, "socket:[200]", both);
        addFile(fixture, 10, 7, "/dev/ptmx", "pos:\t0\nflags:\t02\nmnt_id:\t1\ntty-index:\t3\n");
        addFile(fixture, 20, 7, "/dev/pts/3", both);
        addFile(fixture, 20, 8, "/dev/pts/4", both);
        fixture.write("10/net/unix", "Num RefCount Protocol Flags Type St Inode Path\n"
                                     "0: 00000003 00000000 00000000 0001 03 200 /run/x\n");
        const auto inspector = LinuxInspector::create(fixture.root());
        QVERIFY2(inspector, why(inspector));
        const auto peers = inspector->peers({10, 10});
        QVERIFY2(peers, why(peers));
        const auto told = [&](int number) {
            const auto end = std::ranges::find(*peers, number, &OtherEnd::number);
            if (end == peers->end())
                return QByteArray("none");
            QByteArray text = end->elsewhere ? "elsewhere" : "";
            for (const auto &holder : end->holders)
                text += bytes(holder.process.comm) + ' ' + QByteArray::number(holder.number) + ';';
            return text;
        };
        QCOMPARE(told(0), QByteArray("client 1;"));
        QCOMPARE(told(3), QByteArray("client 3;"));
        QCOMPARE(told(4), QByteArray("none")); // it listens
        QCOMPARE(told(5), QByteArray("elsewhere"));
        QCOMPARE(told(6), QByteArray(""));
        QCOMPARE(told(7), QByteArray("client 7;"));
        const auto unixEnd = std::ranges::find(*peers, 6, &OtherEnd::number);
        QVERIFY(bytes(unixEnd->incomplete).contains("a copy of /proc"));
        const auto chain = inspector->chain({20, 20});
        QVERIFY2(chain, why(chain));
        QCOMPARE(chain->processes.size(), std::size_t(2));
        QCOMPARE(bytes(chain->processes.front().comm), QByteArray("client"));
        const auto held = *inspector->whoHas(*parseFileQuery("80"));
        QCOMPARE(held.holders.size(), std::size_t(3));
    }
};

static const forklore::TestClass<TestNetworks> testClass(__FILE__);
#include "tst_networks.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/host/linux/machine/net_dev.h"
#include "core/host/linux/machine/own_interfaces.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

const QByteArray heading = "Inter-|   Receive                   |  Transmit\n"
                           " face |bytes    packets errs        |bytes    packets errs\n";

Devices devices(const QByteArrayList &names)
{
    Devices all;
    for (const auto &name : names)
        all.push_back({name.toStdString(), Throughput{1, 1}});
    return all;
}

QByteArray namesOf(const Devices &devices)
{
    QByteArrayList names;
    for (const auto &device : devices)
        names.append(bytes(device.name));
    return names.join(' ');
}

} // namespace

class NetDevTest : public QObject {
    Q_OBJECT

private slots:
    void allButTheLoopback();
    void noInterfaces();
    void noHeading_data();
    void noHeading();
    void malformed_data();
    void malformed();
    void countedOnceByName_data();
    void countedOnceByName();
    void countedOnceByDevice();
    void anotherNamespacesSys();
};

void NetDevTest::allButTheLoopback()
{
    const auto network =
        parseNetDev(view(heading + "    lo:   25882  412 0 0 0 0 0 0    25882  412 0 0 0 0 0 0\n"
                                   "  eth0: 1000 9953 0 0 0 0 0 0 2000 4743 0 0 0 0 0 0\n"
                                   "wlp0s20f3:4294967296 1 0 0 0 0 0 0 1 4743 0 0 0 0 0 0\n"
                                   "  lo2: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n"));
    QVERIFY2(network, why(network));
    QVERIFY(*network == (Devices{{"eth0", Throughput{1000, 2000}},
                                 {"wlp0s20f3", Throughput{4'294'967'296, 1}},
                                 {"lo2", Throughput{1, 1}}}));
}

void NetDevTest::noInterfaces()
{
    QVERIFY(parseNetDev(view(heading)) == Devices());
    QVERIFY(OwnInterfaces(std::nullopt).among({}).empty());
}

void NetDevTest::noHeading_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("another file") << raw("a\nb\n");
}

void NetDevTest::noHeading()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parseNetDev(view(text))), raw("malformed"));
}

void NetDevTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("ends early") << raw("eth0: 1 2 3 4 5 6 7 8\n");
    QTest::newRow("letters") << raw("eth0: x 2 3 4 5 6 7 8 9\n");
    QTest::newRow("negative") << raw("eth0: 1 2 3 4 5 6 7 8 -9\n");
    QTest::newRow("too large") << raw("eth0: 1 2 3 4 5 6 7 8 99999999999999999999\n");
    QTest::newRow("no numbers") << raw("eth0:\n");
}

/// An odd line is its own interface's alone.
void NetDevTest::malformed()
{
    QFETCH(QByteArray, line);
    const auto network = parseNetDev(view(heading + "eth1: 1 2 3 4 5 6 7 8 9\n" + line));
    QVERIFY2(network, why(network));
    QCOMPARE(namesOf(*network), raw("eth1 eth0"));
    QVERIFY(network->at(0).bytes == (Throughput{1, 9}));
    QCOMPARE(kindOf(network->at(1).bytes), raw("malformed"));
}

void NetDevTest::countedOnceByName_data()
{
    QTest::addColumn<QByteArrayList>("names");
    QTest::addColumn<QByteArray>("counted");
    const auto row = [](const char *about, const QByteArrayList &names, const char *counted) {
        QTest::newRow(about) << names << QByteArray(counted);
    };
    row("hardware", {"eth0", "enp3s0", "wlan0", "wwan0", "ib0"}, "eth0 enp3s0 wlan0 wwan0 ib0");
    row("docker", {"eth0", "docker0", "br-0a1b2c", "veth12ab", "vethdeadbee"}, "eth0");
    row("bridge", {"eno1", "br0", "vnet3", "virbr0", "tap0"}, "eno1");
    row("bond and VLAN", {"eth0", "eth1", "bond0", "eth0.100", "vlan7", "team0"}, "eth0 eth1");
    row("tunnels", {"eth0", "tun0", "wg0", "gre0", "gretap0", "sit0", "tunl0", "ip6tnl0", "vxlan.calico"},
        "eth0");
    row("cluster", {"ens5", "cni0", "flannel.1", "cali0a1b", "dummy0", "ifb0", "ipvlan1"}, "ens5");
    row("alike", {"bridge", "tunnel", "brown0a", "bondage"}, "bridge tunnel brown0a bondage");
    row("only such", {"veth0", "wg0"}, "veth0 wg0");
}

void NetDevTest::countedOnceByName()
{
    QFETCH(QByteArrayList, names);
    QTEST(namesOf(OwnInterfaces(std::nullopt).among(devices(names))), "counted");
}

void NetDevTest::countedOnceByDevice()
{
    const QTemporaryDir sys;
    const auto make = [&](const QString &path) { QVERIFY(QDir(sys.path()).mkpath(path)); };
    OwnInterfaces own(*Directory::open(sys.path().toStdString()));
    make("mgmt/device");
    make("lan");
    QCOMPARE(namesOf(own.among(devices({"mgmt", "lan"}))), raw("mgmt")); // whatever they are called
    make("tun0/device");
    QCOMPARE(namesOf(own.among(devices({"mgmt", "lan", "tun0"}))), raw("mgmt tun0"));
    // In a container there is no hardware: names tell of what is below what.
    make("eth0");
    make("docker0");
    QCOMPARE(namesOf(own.among(devices({"eth0", "docker0"}))), raw("eth0"));
}

void NetDevTest::anotherNamespacesSys()
{
    const QTemporaryDir sys;
    QVERIFY(QDir(sys.path()).mkpath(QStringLiteral("eth0/device")));
    OwnInterfaces own(*Directory::open(sys.path().toStdString()));
    QCOMPARE(namesOf(own.among(devices({"eth0", "eth1", "veth7"}))), raw("eth0 eth1"));
}

static const forklore::TestClass<NetDevTest> testClass(__FILE__);
#include "tst_net_dev.moc"

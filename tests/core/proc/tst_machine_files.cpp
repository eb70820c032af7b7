// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/machine/machine_files.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

class MachineFilesTest : public QObject {
    Q_OBJECT

private slots:
    void loadavg();
    void loadavgMalformed_data();
    void loadavgMalformed();
    void uptime();
    void uptimeMalformed_data();
    void uptimeMalformed();
    void bootSeconds();
    void bootSecondsMalformed_data();
    void bootSecondsMalformed();
    void latestMomentsAddUp();
    void hidepid_data();
    void hidepid();
    void procMount();
    void ttyDrivers();
    void ttyNames_data();
    void ttyNames();
};

void MachineFilesTest::loadavg()
{
    QVERIFY(parseLoadavg("0.50 12.25 100.00 2/345 4200\n") == (LoadAverage{0.5, 12.25, 100.0}));
}

void MachineFilesTest::loadavgMalformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("known");
    QTest::newRow("empty") << raw("") << raw("? ? ?");
    QTest::newRow("two numbers") << raw("0.5 0.5\n") << raw("0.5 0.5 ?");
    QTest::newRow("letters") << raw("0.5 x 0.5 1/2 3\n") << raw("0.5 ? 0.5");
    QTest::newRow("negative") << raw("0.5 -0.5 0.5\n") << raw("0.5 ? 0.5");
    QTest::newRow("not finite") << raw("nan inf 0.5\n") << raw("? ? 0.5");
    QTest::newRow("exponent") << raw("0.5 1e3 0.5\n") << raw("0.5 ? 0.5");
}

/// A number loses its own figure and no other.
void MachineFilesTest::loadavgMalformed()
{
    QFETCH(QByteArray, text);
    QByteArrayList known;
    for (const auto &value : parseLoadavg(view(text)))
        known.append(value ? QByteArray::number(*value) : raw("?"));
    QTEST(known.join(' '), "known");
}

void MachineFilesTest::uptime()
{
    QVERIFY(parseUptime("1000.25 1900.00\n") == std::chrono::nanoseconds(1000250ms));
    QVERIFY(parseUptime("0.00 0.00\n") == 0ns);
}

void MachineFilesTest::uptimeMalformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("letters") << raw("long\n");
    QTest::newRow("negative") << raw("-1.00 1.00\n");
    QTest::newRow("not finite") << raw("inf 1.00\n");
    QTest::newRow("beyond nanoseconds") << raw("99999999999.00 1.00\n");
    QTest::newRow("beyond doubles") << QByteArray(400, '9');
}

void MachineFilesTest::uptimeMalformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parseUptime(view(text))), raw("malformed"));
}

void MachineFilesTest::bootSeconds()
{
    QVERIFY(parseBootSeconds("cpu  1 2 3\nintr 1 2\nbtime 1700000000\nprocesses 7\n") == 1700000000u);
    QVERIFY(parseBootSeconds("btime 0") == 0u);
}

void MachineFilesTest::bootSecondsMalformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("no such line") << raw("cpu 1\nbtimes 5\n");
    QTest::newRow("no number") << raw("btime\n");
    QTest::newRow("letters") << raw("btime soon\n");
    QTest::newRow("negative") << raw("btime -5\n");
    QTest::newRow("beyond nanoseconds") << raw("btime 99999999999\n");
    QTest::newRow("in the middle of a line") << raw("cpu btime 5\n");
}

void MachineFilesTest::bootSecondsMalformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parseBootSeconds(view(text))), raw("malformed"));
}

void MachineFilesTest::latestMomentsAddUp()
{
    // The moment of a sample is the boot time and the uptime together: what is accepted of each must fit.
    constexpr std::uint64_t nanoseconds = 1'000'000'000;
    std::uint64_t latestBoot = 0;
    double longestUptime = 0;
    for (std::uint64_t seconds = 1; seconds < 20'000'000'000; seconds += 100'000'000) {
        if (parseBootSeconds("btime " + std::to_string(seconds)))
            latestBoot = seconds;
        if (parseUptime(std::to_string(seconds) + ".00 0.00"))
            longestUptime = static_cast<double>(seconds);
    }
    QVERIFY(latestBoot > 4'000'000'000); // the year 2096
    QVERIFY(latestBoot + static_cast<std::uint64_t>(longestUptime) < INT64_MAX / nanoseconds);
}

void MachineFilesTest::hidepid_data()
{
    QTest::addColumn<QByteArray>("mountinfo");
    QTest::addColumn<bool>("hides"); ///< other users' processes, whole or in part
    const QByteArray plain = "22 26 0:21 / /proc rw,nosuid shared:5 - proc proc rw\n";
    const QByteArray hiding = "22 26 0:21 / /proc rw,nosuid shared:5 - proc proc rw,hidepid=invisible\n";
    QTest::newRow("empty") << raw("") << false;
    QTest::newRow("plain") << plain << false;
    QTest::newRow("invisible") << hiding << true;
    QTest::newRow("by number") << raw("22 26 0:21 / /proc rw - proc proc rw,hidepid=2\n") << true;
    QTest::newRow("with a group") << raw("22 26 0:21 / /proc rw - proc proc rw,gid=4,hidepid=1\n") << true;
    QTest::newRow("ptraceable") << raw("22 26 0:21 / /proc rw - proc proc rw,hidepid=ptraceable\n") << true;
    QTest::newRow("switched off") << raw("22 26 0:21 / /proc rw - proc proc rw,hidepid=off\n") << false;
    QTest::newRow("switched off by number")
        << raw("22 26 0:21 / /proc rw - proc proc rw,hidepid=0\n") << false;
    QTest::newRow("elsewhere") << raw("22 26 0:21 / /srv/proc rw - proc proc rw,hidepid=2\n") << false;
    QTest::newRow("a later mount covers it") << hiding + plain << false;
    QTest::newRow("a later mount hides") << plain + hiding << true;
    QTest::newRow("cut short") << raw("22 26 0:21 / /proc") << false;
}

void MachineFilesTest::hidepid()
{
    QFETCH(QByteArray, mountinfo);
    const auto mount = parseProcMount(view(mountinfo), "/proc");
    QTEST(mount && mount->hiding != Hiding::Nothing, "hides");
}

void MachineFilesTest::procMount()
{
    const auto mountOf = [](const QByteArray &options) {
        return parseProcMount(view("22 26 0:21 / /proc rw,nosuid shared:5 - proc " + options + '\n'),
                              "/proc");
    };
    QVERIFY(mountOf("proc rw") == ProcMount());
    QVERIFY(mountOf("proc rw,hidepid=noaccess") == (ProcMount{Hiding::Facts, false}));
    QVERIFY(mountOf("proc rw,hidepid=1,subset=pid") == (ProcMount{Hiding::Facts, true}));
    QVERIFY(mountOf("proc rw,subset=pid,hidepid=ptraceable") == (ProcMount{Hiding::All, true}));
    QVERIFY(mountOf("hidepid=2 rw") == ProcMount()); // the source of a mount is any text
    QVERIFY(!parseProcMount("22 26 0:21 / /srv rw - proc proc rw\n", "/proc"));
    QVERIFY(parseProcMount("22 26 0:21 / /my\\040proc rw - proc proc rw,hidepid=2\n", "/my proc") ==
            (ProcMount{Hiding::All, false}));
}

void MachineFilesTest::ttyDrivers()
{
    const auto drivers = parseTtyDrivers("/dev/tty             /dev/tty        5       0 system:/dev/tty\n"
                                         "serial               /dev/ttyS       4 64-95 serial\n"
                                         "odd                  ttyX            7       0 system\n"
                                         "nameless             /dev/           8       0 system\n"
                                         "usbserial            /dev/ttyUSB   188 x-5 serial\n"
                                         "\n"
                                         "dbc_serial           /dev/ttyDBC   242       0 serial\n");
    const std::vector<TtyDriver> expected = {
        {"tty", 5, 0, 0, false}, {"ttyS", 4, 64, 95, true}, {"ttyDBC", 242, 0, 0, true}};
    QVERIFY(drivers == expected);
}

void MachineFilesTest::ttyNames_data()
{
    QTest::addColumn<uint>("device"); // major << 8 | low byte of minor | rest of minor << 20
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("none") << 0u << raw("");
    QTest::newRow("pts/3") << (136u << 8 | 3u) << raw("pts/3");
    QTest::newRow("pts/259, by the next major") << (137u << 8 | 3u) << raw("pts/259");
    QTest::newRow("pts/300, by a large minor") << (1u << 20 | 136u << 8 | 44u) << raw("pts/300");
    QTest::newRow("console 1") << (4u << 8 | 1u) << raw("tty1");
    QTest::newRow("last console") << (4u << 8 | 63u) << raw("tty63");
    QTest::newRow("serial line") << (4u << 8 | 64u) << raw("ttyS0");
    QTest::newRow("a driver's only device") << (5u << 8 | 1u) << raw("console");
    QTest::newRow("a driver's third device") << (229u << 8 | 2u) << raw("hvc2");
    QTest::newRow("beyond a driver's range") << (229u << 8 | 8u) << raw("229:8");
    QTest::newRow("no driver") << (240u << 8 | 7u) << raw("240:7");
    QTest::newRow("all bits") << 0xffff'ffffu << raw("4095:1048575");
}

void MachineFilesTest::ttyNames()
{
    QFETCH(uint, device);
    const std::vector<TtyDriver> drivers = {{"console", 5, 1, 1, false}, {"hvc", 229, 0, 7, true}};
    QTEST(bytes(ttyName(drivers, device).value_or("")), "name");
}

static const forklore::TestClass<MachineFilesTest> testClass(__FILE__);
#include "tst_machine_files.moc"

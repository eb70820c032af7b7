// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/inspect/process_location.h"
#include "core/host/linux/proc/pid_cgroup.h"
#include "core/process/location.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

std::vector<std::string> linesOf(const QByteArray &text)
{
    std::vector<std::string> lines;
    for (const auto &line : text.split('\n'))
        lines.push_back(line.toStdString());
    return lines;
}

const QByteArray stat =
    "(x) S 1 7 7 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 70 0 0 18446744073709551615 0 0 0 0 0 0 0 0 "
    "0 0 0 0 17 0 0 0 0 0 0 0 0 0 4096 4110 0 0 0\n";

} // namespace

class LocationTest : public QObject {
    Q_OBJECT

private slots:
    void controlGroups_data();
    void controlGroups();
    void malformedControlGroups_data();
    void malformedControlGroups();
    void units_data();
    void units();
    void namespaceLinks_data();
    void namespaceLinks();
    void ofAFixture();
    void ofALeaderThatEnded();
};

void LocationTest::controlGroups_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("lines");
    QTest::newRow("empty") << raw("") << QByteArrayList();
    QTest::newRow("v2") << raw("0::/a.slice\n") << QByteArrayList{"0::/a.slice"};
    QTest::newRow("v1 beside it") << raw("4:memory:/m\n1:name=systemd:/s\n0::/\n")
                                  << QByteArrayList{"4:memory:/m", "1:name=systemd:/s", "0::/"};
    QTest::newRow("several controllers") << raw("2:cpu,cpuacct:/\n") << QByteArrayList{"2:cpu,cpuacct:/"};
    QTest::newRow("colons in the path") << raw("0::/a:b::c\n") << QByteArrayList{"0::/a:b::c"};
    QTest::newRow("bytes in the path") << raw("0::/\xff\\n \n") << QByteArrayList{raw("0::/\xff\\n ")};
    QTest::newRow("removed") << raw("0::/x (deleted)\n") << QByteArrayList{"0::/x (deleted)"};
    QTest::newRow("outside the namespace") << raw("0::/../..\n") << QByteArrayList{"0::/../.."};
    QTest::newRow("no newline at the end") << raw("0::/") << QByteArrayList{"0::/"};
}

void LocationTest::controlGroups()
{
    QFETCH(QByteArray, text);
    const auto lines = parsePidCgroup(view(text));
    QVERIFY2(lines, why(lines));
    QTEST(listOf(*lines), "lines");
}

void LocationTest::malformedControlGroups_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty line") << raw("\n");
    QTest::newRow("no number") << raw("::/\n");
    QTest::newRow("negative") << raw("-1::/\n");
    QTest::newRow("one colon") << raw("0:/\n");
    QTest::newRow("no path") << raw("0::\n");
    QTest::newRow("path without a slash") << raw("0::a\n");
    QTest::newRow("a NUL for a number") << raw("\0::/\n");
}

void LocationTest::malformedControlGroups()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parsePidCgroup(view(text))), raw("malformed"));
}

void LocationTest::units_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("unit"); // empty: none
    const auto row = [](const char *name, const char *lines, const char *unit) {
        QTest::newRow(name) << QByteArray(lines) << QByteArray(unit);
    };
    row("service", "0::/system.slice/ssh.service", "ssh.service");
    row("below a service", "0::/system.slice/ssh.service/worker", "ssh.service");
    row("login session", "0::/user.slice/user-1000.slice/session-2.scope", "session-2.scope");
    row("init", "0::/init.scope", "init.scope");
    row("user's manager", "0::/user.slice/user-1000.slice/user@1000.service/init.scope", "init.scope");
    row("user's service", "0::/user.slice/user-1000.slice/user@1000.service/app.slice/mail.service",
        "mail.service");
    row("user's, in slices of slices",
        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-a.slice/app-a-b@1.service",
        "app-a-b@1.service");
    row("user's manager itself", "0::/user.slice/user-1000.slice/user@1000.service", "user@1000.service");
    row("of another manager below", "0::/user.slice/user-1000.slice/user@1000.service/x",
        "user@1000.service");
    row("container", "0::/system.slice/docker-0a1b.scope/init", "docker-0a1b.scope");
    row("mount unit with escapes", "0::/system.slice/srv-my\\x2ddata.mount", "srv-my\\x2ddata.mount");
    row("instance with escapes", "0::/system.slice/system-getty.slice/getty@tty1.service",
        "getty@tty1.service");
    row("@ in an instance", "0::/a@b@c.service", "a@b@c.service");
    row("escaped: like a file of the group", "0::/system.slice/_cpu.service", "cpu.service");
    row("escaped: an underscore of its own", "0::/system.slice/__x.service", "_x.service");
    row("escaped slice", "0::/_cpu.slice/a.service", "a.service");
    row("removed", "0::/system.slice/a.service (deleted)", "a.service");
    row("outside the namespace", "0::/../../system.slice/a.service", "a.service");
    row("version 1", "5:memory:/x\n1:name=systemd:/system.slice/a.service", "a.service");
    row("hybrid", "1:name=systemd:/system.slice/a.service\n0::/system.slice/b.service", "b.service");
    row("hybrid, nothing in version 2", "1:name=systemd:/system.slice/a.service\n0::/", "a.service");

    row("no lines", "", "");
    row("root", "0::/", "");
    row("only a controller of version 1", "5:memory:/system.slice/a.service", "");
    row("slices alone", "0::/user.slice/user-1000.slice", "");
    row("not systemd's", "0::/docker/0a1b2c", "");
    row("not systemd's, a unit below", "0::/lxc/x/system.slice/a.service", "");
    row("template", "0::/system.slice/a@.service", "");
    row("@ in front", "0::/system.slice/@a.service", "");
    row("no name", "0::/system.slice/.service", "");
    row("unknown type", "0::/system.slice/a.thing", "");
    row("blank in the name", "0::/system.slice/a b.service", "");
    row("letter beyond ASCII", "0::/system.slice/\xc3\xa4.service", "");
    QTest::newRow("too long") << "0::/" + QByteArray(256, 'a') + ".service" << QByteArray();
    QTest::newRow("just not too long")
        << "0::/" + QByteArray(247, 'a') + ".service" << QByteArray(247, 'a') + ".service";
}

void LocationTest::units()
{
    QFETCH(QByteArray, lines);
    QTEST(bytes(systemdUnit(linesOf(lines)).value_or("")), "unit");
}

void LocationTest::namespaceLinks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qulonglong>("inode"); // 0: malformed
    QTest::newRow("pid") << raw("pid:[4026531836]") << 4026531836ull;
    QTest::newRow("one to come") << raw("new_kind:[18446744073709551615]") << ~0ull;
    for (const auto *text : {"", "pid", "pid:[]", "pid:[x]", "pid:[1", "pid:1]", ":[1]", "pid:[1] (deleted)",
                             "pid:[-1]", "pid:[ 1]", "pid:[18446744073709551616]"})
        QTest::newRow(text) << QByteArray(text) << 0ull;
}

void LocationTest::namespaceLinks()
{
    QFETCH(QByteArray, text);
    const auto inode = parseNamespaceLink(view(text));
    QTEST(static_cast<qulonglong>(inode.value_or(0)), "inode");
    QVERIFY(inode || inode.error().kind == ErrorKind::Malformed);
}

void LocationTest::ofAFixture()
{
    Fixture fixture;
    fixture.write("7/stat", view("7 " + stat));
    fixture.link("7/cwd", "/srv/x (deleted)");
    fixture.link("7/ns/uts", "uts:[12]");
    fixture.link("7/ns/cgroup", "broken");
    const auto location = LinuxInspector::create(fixture.root())->location({7, 70});
    QVERIFY2(location, why(location));
    QVERIFY(location->directory.value() == std::optional(Place{"/srv/x", true}));
    QCOMPARE(kindOf(location->root), raw("unsupported")); // the copy lacks them
    QCOMPARE(kindOf(location->executable), raw("unsupported"));
    QCOMPARE(kindOf(location->controlGroups), raw("unsupported"));
    QCOMPARE(location->namespaces->size(), 2u);
    QCOMPARE(bytes(location->namespaces->at(0).kind), raw("cgroup"));
    QCOMPARE(kindOf(location->namespaces->at(0).inode), raw("malformed"));
    QCOMPARE(location->namespaces->at(1).inode.value(), 12u);
    QVERIFY(!location->namespaces->at(1).own); // whose they would be in a captured /proc nobody knows
    QCOMPARE(kindOf(LinuxInspector::create(fixture.root())->location({7, 71})), raw("gone"));
}

void LocationTest::ofALeaderThatEnded()
{
    Fixture fixture;
    auto ended = "7 " + stat;
    ended.replace(") S", ") Z").replace("20 0 1 0 70", "20 0 2 0 70");
    fixture.write("7/stat", view(ended));
    fixture.write("7/task/7/stat", view(ended));
    fixture.write("7/task/8/stat", view("8 " + stat));
    fixture.link("7/task/8/cwd", "/srv");
    const auto location = LinuxInspector::create(fixture.root())->location({7, 70});
    QVERIFY2(location, why(location));
    QVERIFY(location->directory.value() == std::optional(Place{"/srv", false}));
}

static const forklore::TestClass<LocationTest> testClass(__FILE__);
#include "tst_location.moc"

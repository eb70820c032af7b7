// SPDX-License-Identifier: GPL-3.0-or-later
//
// show PID peers: who is at the other end, of this machine's processes and of a copy's.
#include <QTest>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/live/stage/staged.h"
#include "tests/support/test_program.h"

using namespace forklore;

class CliPeers : public QObject {
    Q_OBJECT

private slots:
    void theOtherEndIsNamed();
    void whatIsMissingIsSaid();
    void textIsOneRowADescriptor();
};

void CliPeers::theOtherEndIsNamed()
{
    const Subject subject({"joined"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto run = runCommand({"--json", "show", QString::number(subject.pid()), "peers"});
    QVERIFY2(run.status == 0, run.text().constData());
    const auto peers = run.json()["sections"]["peers"];
    const auto end = objectWith(peers, "fd", subject.fact("pipe-r").toInt());
    QCOMPARE(members(end), (QStringList{"elsewhere", "fd", "incomplete", "peers"}));
    QCOMPARE(end["elsewhere"], QJsonValue(false));
    QCOMPARE(end["peers"].toArray().size(), 1);
    const auto holder = end["peers"][0].toObject();
    QCOMPARE(members(holder), (QStringList{"access", "comm", "fd", "pid", "start_ticks"}));
    QCOMPARE(holder["pid"], QJsonValue(subject.child()));
    QCOMPARE(holder["fd"], QJsonValue(subject.fact("pipe-w").toInt()));
    QCOMPARE(holder["access"], QJsonValue("w"));
    QVERIFY(objectWith(peers, "fd", subject.fact("tcp-listener").toInt()).isEmpty());
}

void CliPeers::whatIsMissingIsSaid()
{
    ProcRoot machine;
    machine.add({.pid = 50});
    machine.link("50/fd/3", "socket:[9]");
    machine.write("50/fdinfo/3", "pos:\t0\nflags:\t02\n");
    machine.write("50/net/unix", "Num RefCount Protocol Flags Type St Inode Path\n"
                                 "0: 00000003 00000000 00000000 0001 03 9 /run/x\n");
    const auto run = runCommand(machine.with({"--json", "show", "50", "peers"}));
    QVERIFY2(run.status == 0, run.text().constData());
    const auto end = run.json()["sections"]["peers"][0];
    QCOMPARE(end["fd"], QJsonValue(3));
    QVERIFY(end["peers"].toArray().isEmpty());
    QVERIFY2(end["incomplete"].toString().contains("copy of /proc"),
             qPrintable(end["incomplete"].toString()));
}

void CliPeers::textIsOneRowADescriptor()
{
    ProcRoot machine;
    machine.add({.pid = 50});
    machine.add({.pid = 60, .comm = "reader", .start = 300});
    for (const auto *end : {"50/fd/1", "60/fd/0", "60/fd/5"})
        machine.link(end, "pipe:[7]");
    machine.write("50/fdinfo/1", "pos:\t0\nflags:\t01\n");
    machine.write("60/fdinfo/0", "pos:\t0\nflags:\t00\n");
    machine.write("60/fdinfo/5", "pos:\t0\nflags:\t00\n");
    const auto run = runCommand(machine.with({"show", "50", "peers"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QByteArrayList lines;
    for (const auto &line : run.lines())
        lines << line.simplified();
    QVERIFY2(lines.contains("1 60 300 reader 0 r, 60 300 reader 5 r no -"), run.out);
}

static const forklore::TestClass<CliPeers> testClass(__FILE__);
#include "tst_cli_peers.moc"

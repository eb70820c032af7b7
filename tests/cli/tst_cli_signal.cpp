// SPDX-License-Identifier: GPL-3.0-or-later
//
// signal: to one process, a group or a tree, and what is refused.
#include <QDeadlineTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <csignal>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

QByteArray stateOf(Pid pid)
{
    return witness::statFields(pid).value(0);
}

} // namespace

class CliSignal : public QObject {
    Q_OBJECT

private slots:
    void toAProcess();
    void toOneThatTakesNone();
    void documentOfADelivery();
    void toAGroup();
    void toATree();
    void itsOwnTreeGetsItAll();
    void aTreeThatIsBeingKilledIsNotLeftStopped();
    void wrongUsage_data();
    void wrongUsage();
    void anotherMachineIsNotReached();
    void aProcessThatIsNotThere();
};

void CliSignal::toAProcess()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = QString::number(subject.pid());
    for (const auto *stop : {"STOP", "sigstop", "19"}) {
        const auto stopped = runCommand({"signal", stop, pid});
        QVERIFY2(stopped.status == 0, stopped.text().constData());
        QCOMPARE(stopped.out, "SIGSTOP sent to " + pid.toLatin1() + " forklore-subjec\n");
        QTRY_COMPARE(stateOf(subject.pid()), QByteArray("T"));
        const auto continued = runCommand({"signal", "CONT", pid});
        QVERIFY2(continued.status == 0, continued.text().constData());
        QTRY_VERIFY(stateOf(subject.pid()) != "T");
    }
}

/// kill(2) succeeds, and nothing happens.
void CliSignal::toOneThatTakesNone()
{
    const Subject subject({"zombie", "42"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto run = runCommand({"signal", "KILL", QString::number(subject.child())});
    QCOMPARE(run.status, 0);
    QVERIFY2(run.err.contains("it has ended and waits for its parent"), run.text().constData());
}

void CliSignal::documentOfADelivery()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto run = runCommand({"--json", "signal", "CONT", QString::number(subject.pid())});
    QVERIFY2(run.status == 0, run.text().constData());
    const auto start = witness::statFields(subject.pid()).at(22 - 3).toInt();
    const QJsonObject delivery{{"pid", subject.pid()},
                               {"start_ticks", start},
                               {"comm", "forklore-subjec"},
                               {"sent", true},
                               {"frozen", QJsonValue()}};
    QCOMPARE(textOf(run.json()), textOf(QJsonObject{{"schema", "forklore.signal/1"},
                                                    {"signal", "SIGCONT"},
                                                    {"pid", subject.pid()},
                                                    {"start_ticks", start},
                                                    {"deliveries", QJsonArray{delivery}},
                                                    {"not_stopped", QJsonArray()},
                                                    {"sample_error", QJsonValue()}}));
}

void CliSignal::toAGroup()
{
    const Subject subject({"pgid"}); // the child has a group of its own
    QVERIFY2(subject.stands(), subject.complaint());
    const auto run = runCommand({"signal", "STOP", QString::number(subject.child()), "--group"});
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines().size(), 1);
    QTRY_COMPARE(stateOf(subject.child()), QByteArray("T"));
    QVERIFY(stateOf(subject.pid()) != "T");
}

void CliSignal::toATree()
{
    const Subject subject({"pgid"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto run = runCommand({"signal", "STOP", QString::number(subject.pid()), "--tree"});
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines(),
             (QByteArrayList{"SIGSTOP sent to " + QByteArray::number(subject.child()) + " forklore-subjec",
                             "SIGSTOP sent to " + QByteArray::number(subject.pid()) + " forklore-subjec"}));
    QTRY_COMPARE(stateOf(subject.pid()), QByteArray("T"));
    const auto on = runCommand({"signal", "CONT", QString::number(subject.pid()), "--tree"});
    QVERIFY2(on.status == 0, on.text().constData());
}

void CliSignal::itsOwnTreeGetsItAll()
{
    // The shell ignores nothing; its other child and itself come before the command, which is one of them.
    QProcess shell;
    shell.start(QStringLiteral("sh"),
                {QStringLiteral("-c"),
                 QStringLiteral("sleep 1000 & echo $!; \"$0\" signal TERM $$ --tree; echo on"),
                 commandPath()});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.exitStatus(), QProcess::CrashExit); // by SIGTERM, before it went on
    const auto lines = shell.readAllStandardOutput().split('\n');
    QVERIFY(!lines.contains("on"));
    QTRY_VERIFY(!QFile::exists("/proc/" + lines.front()) || stateOf(lines.front().toInt()) == "Z");
}

/// Ctrl+C while it stands still: it is killed, or goes on, and never stays stopped.
void CliSignal::aTreeThatIsBeingKilledIsNotLeftStopped()
{
    for (int round = 0; round < 5; ++round) {
        const Subject subject({"pgid"});
        QVERIFY2(subject.stands(), subject.complaint());
        QProcess command;
        command.start(commandPath(), {QStringLiteral("signal"), QStringLiteral("KILL"),
                                      QString::number(subject.child()), QStringLiteral("--tree")});
        QVERIFY(command.waitForStarted());
        const auto isOver = [&] {
            return stateOf(subject.child()) == "T" || stateOf(subject.child()) == "Z";
        };
        const QDeadlineTimer deadline(10s);
        while (!isOver()) // stopped for a moment only: each look counts
            QVERIFY(!deadline.hasExpired());
        if (command.state() == QProcess::Running) // then its pid is not anybody else's
            kill(static_cast<pid_t>(command.processId()), SIGINT);
        QVERIFY(command.waitForFinished());
        QTRY_COMPARE(stateOf(subject.child()), QByteArray("Z"));
    }
}

void CliSignal::wrongUsage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("no process") << QStringList{"TERM"};
    QTest::newRow("no such signal") << QStringList{"NOPE", "4711"};
    QTest::newRow("signal 0") << QStringList{"0", "4711"};
    QTest::newRow("pid 0") << QStringList{"CONT", "0"};
    QTest::newRow("a group by its negative number") << QStringList{"CONT", "--", "-5"};
    QTest::newRow("both scopes") << QStringList{"CONT", "4711", "--tree", "--group"};
    QTest::newRow("all of the machine") << QStringList{"CONT", "1", "--tree"};
}

void CliSignal::wrongUsage()
{
    QFETCH(QStringList, words);
    const auto run = runCommand(QStringList{"signal"} + words);
    QVERIFY2(run.status == 2, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

void CliSignal::anotherMachineIsNotReached()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    ProcRoot machine;
    machine.add({.pid = subject.pid()});
    const auto run = runCommand(machine.with({"signal", "KILL", QString::number(subject.pid())}));
    QVERIFY2(run.status == 2, run.text().constData());
    QTRY_COMPARE(stateOf(subject.pid()), QByteArray("S"));
}

void CliSignal::aProcessThatIsNotThere()
{
    const auto run = runCommand({"signal", "TERM", "2147483647"});
    QVERIFY2(run.status == 3, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

static const forklore::TestClass<CliSignal> testClass(__FILE__);
#include "tst_cli_signal.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// list: every field of the contract, with its type, its value and its error.
#include <QTest>

#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

const QStringList fields = {"pid",       "ppid",        "start_ticks",   "started_at", "pgid",
                            "sid",       "tty",         "state",         "comm",       "argv",
                            "uid",       "user",        "nice",          "threads",    "cpu_seconds",
                            "rss_bytes", "vsize_bytes", "kernel_thread", "fd_count",   "exit_status",
                            "name",      "frozen"};

} // namespace

class CliList : public QObject {
    Q_OBJECT

private slots:
    void headOfTheDocument();
    void ordinaryProcess();
    void strangeBytesAreBase64_data();
    void strangeBytesAreBase64();
    void zombieTellsHowItEnded_data();
    void zombieTellsHowItEnded();
    void leaderEndedHasNoExitStatus();
    void kernelThreadHasNoArguments();
    void userWithoutANameIsANumber();
    void uidIsTheEffectiveOne();
    void terminalIsNamed();
    void malformedStaysInTheList_data();
    void malformedStaysInTheList();
    void missingFactsAreErrorsInTheirFields();
    void vanishedIsLeftOut();
    void whatTheMachineDoesNotTellIsAnError();
    void directoryWithoutProcesses();
    void textHasOneRowAProcess();
    void textShowsTheFacts();
};

void CliList::headOfTheDocument()
{
    ProcRoot machine;
    machine.add({1, 0});
    const auto run = runCommand(machine.with({"list", "--json"}));
    QVERIFY2(run.status == 0, run.text().constData());
    const auto document = run.json();
    QCOMPARE(members(document),
             (QStringList{"boot_id", "host", "notices", "processes", "schema", "taken_at"}));
    QCOMPARE(document["schema"], QJsonValue("forklore.list/1"));
    QCOMPARE(document["taken_at"], QJsonValue("2026-11-22T08:02:03.450Z"));
    QCOMPARE(document["boot_id"], QJsonValue("00000000-1111-2222-3333-444444444444"));
    QCOMPARE(document["host"], QJsonValue("stage"));
    QVERIFY(run.out.endsWith("}\n"));
}

void CliList::ordinaryProcess()
{
    ProcRoot machine;
    machine.add({.pid = 50,
                 .ppid = 1,
                 .comm = "demo",
                 .argv = {"demo", "", "a b", "ünïcode", "line\n"},
                 .threads = 3,
                 .nice = -5,
                 .start = 250});
    machine.link("50/fd/0", "/dev/null");
    machine.link("50/fd/7", "pipe:[1]");
    const auto process =
        objectWith(runCommand(machine.with({"list", "--json"})).json()["processes"], "pid", 50);
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));

    QCOMPARE(process["ppid"], QJsonValue(1));
    QCOMPARE(process["start_ticks"], QJsonValue(250));
    QCOMPARE(process["started_at"].toDouble(), ProcRoot::bootSeconds + 250 / ticks);
    QCOMPARE(process["pgid"], QJsonValue(50));
    QCOMPARE(process["sid"], QJsonValue(50));
    QCOMPARE(process["tty"], QJsonValue());
    QCOMPARE(process["state"], QJsonValue("S"));
    QCOMPARE(process["comm"], QJsonValue("demo"));
    QCOMPARE(process["argv"], QJsonValue(QJsonArray({"demo", "", "a b", "ünïcode", "line\n"})));
    QCOMPARE(process["uid"], QJsonValue(0));
    QCOMPARE(process["user"], QJsonValue("0")); // this machine's users do not name those of another
    QCOMPARE(process["nice"], QJsonValue(-5));
    QCOMPARE(process["threads"], QJsonValue(3));
    QCOMPARE(process["cpu_seconds"].toDouble(), 123 / ticks);
    QCOMPARE(process["rss_bytes"].toInteger(), 300 * sysconf(_SC_PAGESIZE));
    QCOMPARE(process["vsize_bytes"].toInteger(), 8192000);
    QCOMPARE(process["kernel_thread"], QJsonValue(false));
    QCOMPARE(process["fd_count"], QJsonValue(2));
    QCOMPARE(process["exit_status"], QJsonValue());
}

void CliList::strangeBytesAreBase64_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    QTest::newRow("ASCII") << QByteArray("plain") << true;
    QTest::newRow("a stat line") << QByteArray("a) R (b") << true;
    QTest::newRow("controls") << QByteArray("\n\t\x1b\x7f\x01") << true;
    QTest::newRow("quotes") << QByteArray("\"\\/") << true;
    QTest::newRow("two bytes") << QByteArray("\xc3\xbc") << true;
    QTest::newRow("four bytes") << QByteArray("\xf0\x9f\x90\xa7") << true;
    QTest::newRow("last code point") << QByteArray("\xf4\x8f\xbf\xbf") << true;
    QTest::newRow("0xff") << QByteArray("\xff") << false;
    QTest::newRow("two, for the padding") << QByteArray("\xff\xfe") << false;
    QTest::newRow("three, without padding") << QByteArray("\xff\xfe\xfd") << false;
    QTest::newRow("cut in a character") << QByteArray("a\xc3") << false;
    QTest::newRow("lone continuation") << QByteArray("a\x80") << false;
    QTest::newRow("too long a form") << QByteArray("\xc0\xaf") << false;
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
    QTest::newRow("beyond the last") << QByteArray("\xf4\x90\x80\x80") << false;
}

void CliList::strangeBytesAreBase64()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, valid);
    ProcRoot machine;
    machine.add({.pid = 50, .comm = text, .argv = {"first", text}});
    const auto process =
        objectWith(runCommand(machine.with({"list", "--json"})).json()["processes"], "pid", 50);
    const auto expected = valid ? QJsonValue(QString::fromUtf8(text))
                                : QJsonValue(QJsonObject{{"base64", QString::fromLatin1(text.toBase64())}});
    QCOMPARE(textOf(process["comm"]), textOf(expected));
    QCOMPARE(textOf(process["argv"]), textOf(QJsonArray{"first", expected}));
}

void CliList::zombieTellsHowItEnded_data()
{
    QTest::addColumn<int>("waitStatus");
    QTest::addColumn<QJsonObject>("exitStatus");
    QTest::addColumn<QByteArray>("text");
    const auto killed = [](const char *signal, bool core) {
        return QJsonObject{{"kind", "signaled"}, {"signal", signal}, {"core", core}};
    };
    QTest::newRow("exit 3") << (3 << 8) << QJsonObject{{"kind", "exited"}, {"code", 3}}
                            << QByteArray("exited 3");
    QTest::newRow("exit 255") << (255 << 8) << QJsonObject{{"kind", "exited"}, {"code", 255}}
                              << QByteArray("exited 255");
    QTest::newRow("SIGSEGV, core") << (11 | 128) << killed("SIGSEGV", true)
                                   << QByteArray("killed by SIGSEGV, core dumped");
    QTest::newRow("SIGKILL") << 9 << killed("SIGKILL", false) << QByteArray("killed by SIGKILL");
    QTest::newRow("SIGRTMIN") << 34 << killed("SIGRTMIN", false) << QByteArray("killed by SIGRTMIN");
    QTest::newRow("SIGRTMIN+30") << 64 << killed("SIGRTMIN+30", false) << QByteArray("killed by SIGRTMIN+30");
    QTest::newRow("the library's own") << 33 << killed("SIG33", false) << QByteArray("killed by SIG33");
}

void CliList::zombieTellsHowItEnded()
{
    QFETCH(int, waitStatus);
    QFETCH(QJsonObject, exitStatus);
    QFETCH(QByteArray, text);
    ProcRoot machine;
    machine.add({.pid = 50, .state = 'Z', .argv = {}, .exitCode = waitStatus});
    const auto process =
        objectWith(runCommand(machine.with({"list", "--json"})).json()["processes"], "pid", 50);
    QCOMPARE(textOf(process["exit_status"]), textOf(exitStatus));
    QCOMPARE(process["argv"], QJsonValue(QJsonArray()));
    QCOMPARE(process["state"], QJsonValue("Z"));
    const auto run = runCommand(machine.with({"list"}));
    QVERIFY2(run.out.contains(text), run.out.constData());
}

void CliList::leaderEndedHasNoExitStatus()
{
    ProcRoot machine;
    machine.add({.pid = 50, .state = 'Z', .argv = {}, .threads = 2});
    machine.write("50/task/50/cmdline", "");
    machine.write("50/task/51/cmdline", std::string_view("living\0thread\0", 14));
    machine.link("50/task/51/fd/0", "/dev/null");
    const auto process =
        objectWith(runCommand(machine.with({"list", "--json"})).json()["processes"], "pid", 50);
    QCOMPARE(process["exit_status"], QJsonValue());
    QCOMPARE(process["state"], QJsonValue("Z"));
    QCOMPARE(process["fd_count"], QJsonValue(1));
    QVERIFY2(textOf(process["argv"]).contains("thread"), textOf(process["argv"]).constData());

    ProcRoot ending; // the last thread went between two reads: an error, never an empty vector
    ending.add({.pid = 50, .state = 'Z', .argv = {}, .threads = 2});
    const auto gone = objectWith(runCommand(ending.with({"list", "--json"})).json()["processes"], "pid", 50);
    QCOMPARE(errorKind(gone["argv"]), QString("gone"));
}

void CliList::kernelThreadHasNoArguments()
{
    ProcRoot machine;
    machine.add({.pid = 2, .comm = "kworker/R-sync_wq of a long name", .argv = {}, .flags = 0x200000});
    const auto process =
        objectWith(runCommand(machine.with({"list", "--json"})).json()["processes"], "pid", 2);
    QCOMPARE(process["kernel_thread"], QJsonValue(true));
    QCOMPARE(process["argv"], QJsonValue(QJsonArray()));
    QCOMPARE(process["comm"], QJsonValue("kworker/R-sync_wq of a long name"));
    QVERIFY(runCommand(machine.with({"list"})).out.contains("[kworker/R-sync_wq of a long name]"));
}

void CliList::userWithoutANameIsANumber()
{
    ProcRoot machine;
    machine.add({.pid = 50, .uid = 4'000'000'000, .euid = 4'000'000'000});
    const auto process =
        objectWith(runCommand(machine.with({"list", "--json"})).json()["processes"], "pid", 50);
    QCOMPARE(process["uid"].toInteger(), 4'000'000'000);
    QCOMPARE(process["user"], QJsonValue("4000000000"));
}

void CliList::uidIsTheEffectiveOne()
{
    ProcRoot machine;
    machine.add({.pid = 50, .uid = 4'000'000'000, .euid = 0});
    const auto process =
        objectWith(runCommand(machine.with({"list", "--json"})).json()["processes"], "pid", 50);
    QCOMPARE(process["uid"], QJsonValue(0));
    QCOMPARE(process["user"], QJsonValue("0"));
}

void CliList::terminalIsNamed()
{
    ProcRoot machine;
    machine.add({.pid = 50, .tty = 136 << 8 | 3});
    machine.add({.pid = 51, .tty = 4 << 8 | 1});
    const auto processes = runCommand(machine.with({"list", "--json"})).json()["processes"];
    QCOMPARE(objectWith(processes, "pid", 50)["tty"], QJsonValue("pts/3"));
    QCOMPARE(objectWith(processes, "pid", 51)["tty"], QJsonValue("tty1"));
}

void CliList::malformedStaysInTheList_data()
{
    QTest::addColumn<QByteArray>("stat");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("nonsense") << QByteArray("nonsense\n");
    QTest::newRow("cut") << QByteArray("50 (demo) S 1 50 50 0 -1");
    QTest::newRow("another process's")
        << QByteArray("51 (demo) S 1 50 50 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 5 6 7\n");
}

void CliList::malformedStaysInTheList()
{
    QFETCH(QByteArray, stat);
    ProcRoot machine;
    machine.add({1, 0});
    machine.add({.pid = 50});
    machine.write("50/stat", stat.toStdString());
    machine.add({.pid = 60});
    const auto run = runCommand(machine.with({"list", "--json"}));
    QVERIFY2(run.status == 0, run.text().constData());
    const auto processes = run.json()["processes"].toArray();
    QCOMPARE(processes.size(), 3);
    const auto process = processes[1].toObject();
    QCOMPARE(process["pid"], QJsonValue(50));
    for (const auto &field : fields) {
        if (field != "pid")
            QVERIFY2(errorKind(process[field]) == "malformed",
                     qPrintable(field + ": " + textOf(process[field])));
    }
    const auto text = runCommand(machine.with({"list"}));
    QCOMPARE(text.status, 0);
    QCOMPARE(text.lines().size(), 4);
    QVERIFY(text.lines()[2].trimmed().startsWith("50 "));
}

void CliList::missingFactsAreErrorsInTheirFields()
{
    ProcRoot machine;
    machine.add({.pid = 50});
    machine.write("50/status", "Name:\tx\n");
    const auto process =
        objectWith(runCommand(machine.with({"list", "--json"})).json()["processes"], "pid", 50);
    QCOMPARE(errorKind(process["uid"]), QString("malformed"));
    QCOMPARE(errorKind(process["user"]), QString("malformed"));
    QCOMPARE(process["comm"], QJsonValue("staged")); // the rest stands
    QCOMPARE(process["argv"], QJsonValue(QJsonArray({"/usr/bin/staged"})));
}

void CliList::vanishedIsLeftOut()
{
    ProcRoot machine;
    machine.add({1, 0});
    machine.directory("50");
    const auto run = runCommand(machine.with({"list", "--json"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.json()["processes"].toArray().size(), 1);
}

void CliList::whatTheMachineDoesNotTellIsAnError()
{
    Fixture machine;
    machine.write("uptime", "5.00 5.00\n");
    machine.write("1/stat", "no stat\n");
    const auto run = runCommand({"--json", "--proc-root", QString::fromStdString(machine.root()), "list"});
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(errorKind(run.json()["boot_id"]), QString("unsupported"));
    QCOMPARE(errorKind(run.json()["host"]), QString("unsupported"));
}

void CliList::directoryWithoutProcesses()
{
    const ProcRoot machine;
    const auto run = runCommand(machine.with({"list", "--json"}));
    QVERIFY2(run.status == 1, run.text().constData());
    QVERIFY(run.out.isEmpty());
    QVERIFY2(run.err.contains("no processes there"), run.err.constData());
}

void CliList::textHasOneRowAProcess()
{
    ProcRoot machine;
    machine.add({.pid = 1, .comm = "two\nlines", .argv = {}});
    machine.add({.pid = 2, .argv = {"a\nb", "\r", "\xe2\x80\xa8"}});
    machine.add({.pid = 3, .argv = {""}});
    const auto run = runCommand(machine.with({"list"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines().size(), 4);
    QCOMPARE(controlCharacterIn(run.out), -1);
    QVERIFY2(run.lines()[1].endsWith("[two\\nlines]"), run.out.constData());
    QVERIFY2(run.lines()[2].endsWith("a\\nb \\r \\u2028"), run.out.constData());
    QVERIFY2(run.lines()[3].endsWith(R"("")"), run.out.constData());
}

void CliList::textShowsTheFacts()
{
    ProcRoot machine;
    machine.add({.pid = 50, .ppid = 1, .argv = {"demo", "--flag", "a b"}, .threads = 3});
    machine.link("50/fd/0", "/dev/null");
    const auto lines = runCommand(machine.with({"list"})).lines();
    QCOMPARE(lines[0].simplified(),
             QByteArray("PID PPID USER STATE CPU TIME MEMORY THREADS FDS COMMAND LINE"));
    const auto row = lines[1].simplified();
    QVERIFY2(row.startsWith("50 1 0 sleeping 0:01.23 1.2 MiB 3 1 demo --flag"), row.constData());
}

static const forklore::TestClass<CliList> testClass(__FILE__);
#include "tst_cli_list.moc"

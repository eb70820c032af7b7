// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command on this machine's own processes: what a subject staged is what a script is told.
#include <QTest>

#include <algorithm>

#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/live/stage/staged.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

const QStringList fields = {"pid",       "ppid",        "start_ticks",   "started_at", "pgid",
                            "sid",       "tty",         "state",         "comm",       "argv",
                            "uid",       "user",        "nice",          "threads",    "cpu_seconds",
                            "rss_bytes", "vsize_bytes", "kernel_thread", "fd_count",   "exit_status"};

bool isBytes(const QJsonValue &value) // a string of the kernel's
{
    return value.isString() || (value.toObject().size() == 1 && value.toObject().value("base64").isString());
}

bool isCount(const QJsonValue &value)
{
    return value.isDouble() && value.toDouble() >= 0 &&
           value.toDouble() == static_cast<double>(value.toInteger());
}

/// Whether a field is of its type. What may be missing is null or an error, as the contract says.
bool isWellFormed(const QString &field, const QJsonValue &value)
{
    if (!errorKind(value).isEmpty())
        return field != "pid";
    if (QStringList{"pid", "ppid", "pgid", "sid", "start_ticks", "uid", "threads", "rss_bytes", "vsize_bytes",
                    "fd_count"}
            .contains(field))
        return isCount(value);
    if (field == "nice")
        return value.toInt(99) >= -20 && value.toInt(99) <= 19;
    if (field == "started_at" || field == "cpu_seconds")
        return value.isDouble() && value.toDouble() >= 0;
    if (field == "tty")
        return value.isNull() || value.isString();
    if (field == "state")
        return value.toString().size() == 1;
    if (field == "comm" || field == "user")
        return isBytes(value);
    if (field == "kernel_thread")
        return value.isBool();
    if (field == "argv") {
        const auto array = value.toArray();
        return value.isArray() &&
               std::all_of(array.begin(), array.end(), [](const auto &element) { return isBytes(element); });
    }
    if (field == "exit_status") {
        const auto status = value.toObject();
        return value.isNull() || (status["kind"] == "exited" && isCount(status["code"])) ||
               (status["kind"] == "signaled" && status["signal"].isString() && status["core"].isBool());
    }
    return true; // a field that was added
}

} // namespace

class CliLive : public QObject {
    Q_OBJECT

private slots:
    void everyFieldOfEveryProcess();
    void everySectionOfAnOrdinaryProcess();
    void descriptorsOfEveryKind();
    void limitsAreThoseThatWereSet();
    void zombieTellsHowItEnded();
    void leaderThatEndedIsNoZombie();
    void strangeNameIsBase64();
    void megabyteOfArguments();
    void controllingTerminal();
    void endedProcessIsStatusThree();

private:
    static const QJsonObject sections(Pid pid);
};

const QJsonObject CliLive::sections(Pid pid)
{
    const auto run = runCommand({"--json", "show", QString::number(pid)});
    if (run.status != 0)
        qWarning("%s", run.text().constData());
    return run.json()["sections"].toObject();
}

void CliLive::everyFieldOfEveryProcess()
{
    const auto run = runCommand({"list", "--json"});
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.err, QByteArray());
    const auto document = run.json();
    const auto processes = document["processes"].toArray();
    QVERIFY(!processes.isEmpty());
    int last = 0;
    for (const auto &element : processes) {
        const auto process = element.toObject();
        QVERIFY(process["pid"].toInt() > last);
        last = process["pid"].toInt();
        for (const auto &field : fields) {
            QVERIFY2(process.contains(field), qPrintable(field));
            QVERIFY2(isWellFormed(field, process[field]), qPrintable(field + ": " + textOf(process)));
        }
    }
    const auto self = objectWith(processes, "pid", getpid());
    QCOMPARE(self["ppid"].toInt(), getppid());
    QCOMPARE(self["uid"].toInt(), static_cast<int>(geteuid()));
    QCOMPARE(self["exit_status"], QJsonValue());
    QVERIFY(self["argv"].toArray().first().toString().endsWith("tests_cli"));
}

void CliLive::everySectionOfAnOrdinaryProcess()
{
    const Subject subject({"plain", "an argument"}, {"KNOWN=value"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto shown = sections(subject.pid());
    QCOMPARE(shown["identity"]["pid"], QJsonValue(subject.pid()));
    QCOMPARE(shown["identity"]["sid"].toInt(), subject.fact("sid").toInt());
    QCOMPARE(shown["ancestors"][0]["pid"].toInt(), subject.fact("ppid").toInt());
    QCOMPARE(textOf(shown["children"]), QByteArray("[]"));
    QCOMPARE(shown["names"]["title_rewritten"], QJsonValue(false));
    QCOMPARE(shown["names"]["exe_deleted"], QJsonValue(false));
    QCOMPARE(shown["arguments"][2], QJsonValue("an argument"));
    QCOMPARE(textOf(shown["environment"]), QByteArray(R"([{"name":"KNOWN","value":"value"}])"));
    QCOMPARE(shown["descriptors"].toArray().size(), 3);
    QCOMPARE(shown["limits"].toArray().size(), 16);
}

void CliLive::descriptorsOfEveryKind()
{
    const Subject subject({"descriptors"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto descriptors = sections(subject.pid())["descriptors"];
    const QMap<QByteArray, QString> kinds = {
        {"file-rw", "file"},       {"directory", "directory"}, {"null", "device"},
        {"pty-master", "tty"},     {"pty-slave", "tty"},       {"pipe-r", "pipe"},
        {"fifo", "fifo"},          {"tcp-listener", "socket"}, {"eventfd", "eventfd"},
        {"epoll", "eventpoll"},    {"inotify", "inotify"},     {"signalfd", "signalfd"},
        {"timerfd", "timerfd"},    {"pidfd", "pidfd"},         {"memfd", "memfd"},
        {"namespace", "namespace"}};
    for (auto kind = kinds.begin(); kind != kinds.end(); ++kind) {
        const auto descriptor = objectWith(descriptors, "fd", subject.fact(kind.key().constData()).toInt());
        QCOMPARE(descriptor["kind"], QJsonValue(kind.value()));
        QVERIFY(descriptor["inode"].isDouble());
        QCOMPARE(descriptor.contains("socket"), kind.value() == "socket");
    }
    const auto listener =
        objectWith(descriptors, "fd", subject.fact("tcp-listener").toInt())["socket"].toObject();
    QCOMPARE(listener["family"], QJsonValue("inet"));
    QCOMPARE(listener["type"], QJsonValue("stream"));
    QCOMPARE(listener["state"], QJsonValue("LISTEN"));
    QCOMPARE(listener["local"], QJsonValue("127.0.0.1:" + QString::fromLatin1(subject.fact("tcp-port"))));
    QCOMPARE(listener["remote"], QJsonValue());
    const auto position = objectWith(descriptors, "fd", subject.fact("file-rw").toInt());
    QCOMPARE(position["offset"], QJsonValue(7));
    QCOMPARE(position["flags"], QJsonValue(QJsonArray{"O_CLOEXEC"}));
}

void CliLive::limitsAreThoseThatWereSet()
{
    const Subject subject({"limits"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = QString::number(subject.pid());
    const auto files = runCommand({"--json", "limit", pid, "NOFILE"}).json();
    QCOMPARE(files["soft"], QJsonValue(200));
    QCOMPARE(files["hard"], QJsonValue(300));
    QCOMPARE(files["usage"], QJsonValue(3));
    const auto locked = runCommand({"--json", "limit", pid, "MEMLOCK"}).json();
    QCOMPARE(locked["usage"].toInt(), subject.fact("locked").toInt());
}

void CliLive::zombieTellsHowItEnded()
{
    const Subject exited({"zombie", "42"});
    QVERIFY2(exited.stands(), exited.complaint());
    const Subject killed({"zombie-signal", "9"});
    QVERIFY2(killed.stands(), killed.complaint());
    const auto processes = runCommand({"--json", "list"}).json()["processes"];
    QCOMPARE(textOf(objectWith(processes, "pid", exited.child())["exit_status"]),
             QByteArray(R"({"code":42,"kind":"exited"})"));
    QCOMPARE(textOf(objectWith(processes, "pid", killed.child())["exit_status"]),
             QByteArray(R"({"core":false,"kind":"signaled","signal":"SIGKILL"})"));
    QCOMPARE(objectWith(processes, "pid", exited.pid())["exit_status"], QJsonValue());
    const auto tree = runCommand({"tree", QString::number(exited.pid())});
    QVERIFY2(tree.out.contains(" (zombie, exited 42)"), tree.out.constData());
}

void CliLive::leaderThatEndedIsNoZombie()
{
    const Subject subject({"leader-ended", "an argument"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto process = objectWith(runCommand({"--json", "list"}).json()["processes"], "pid", subject.pid());
    QCOMPARE(process["exit_status"], QJsonValue());
    QCOMPARE(process["threads"], QJsonValue(2));
    QCOMPARE(process["argv"][2], QJsonValue("an argument"));
    QCOMPARE(process["fd_count"], QJsonValue(3));
    const auto shown = sections(subject.pid());
    QCOMPARE(shown["descriptors"].toArray().size(), 3);
    QVERIFY(!shown["environment"].toArray().isEmpty());
    QCOMPARE(shown["arguments"][2], QJsonValue("an argument"));
}

void CliLive::strangeNameIsBase64()
{
    const Subject subject({"comm", "a1ff0a"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(textOf(sections(subject.pid())["names"]["comm"]), QByteArray(R"({"base64":"of8K"})"));
    const auto text = runCommand({"tree", QString::number(subject.pid())});
    QVERIFY2(text.out.contains(R"(\xa1\xff\n)"), text.out.constData());
}

void CliLive::megabyteOfArguments()
{
    const Subject subject({"big-arguments"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto run = runCommand({"--json", "show", QString::number(subject.pid()), "arguments"});
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.json()["sections"]["arguments"].toArray().size(), subject.fact("count").toLongLong());
}

void CliLive::controllingTerminal()
{
    const Subject subject({"pty"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto identity = sections(subject.child())["identity"];
    QCOMPARE("/dev/" + identity["tty"].toString(), QString::fromLatin1(subject.fact("terminal")));
    QCOMPARE(identity["tty_foreground_pgid"].toInt(), subject.child());
}

void CliLive::endedProcessIsStatusThree()
{
    Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = QString::number(subject.pid());
    QCOMPARE(runCommand({"show", pid}).status, 0);
    subject.end();
    const auto run = runCommand({"show", pid});
    QVERIFY2(run.status == 3, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

static const forklore::TestClass<CliLive> testClass(__FILE__);
#include "tst_cli_live.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// show: every section's shape and values, from a /proc made for it.
#include <QTest>

#include <memory>

#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class CliShow : public QObject {
    Q_OBJECT

private slots:
    void init();
    void allSectionsAreShown();
    void namedSectionsAlone();
    void identity();
    void identityWithTerminal();
    void foregroundIsNullWithoutTerminal();
    void identityOfALeaderThatEnded();
    void ancestorsAndChildren();
    void names();
    void deletedProgram();
    void namesOfAKernelThread();
    void namesOfAZombie();
    void overflownTitle();
    void arguments();
    void environment();
    void descriptors();
    void descriptorFlagsAndPositions();
    void socketsAreLookedUp();
    void whatCannotBeReadIsAnError();
    void leaderThatEndedIsReadThroughAThread();
    void textHasEverySection();
    void textOfErrorsAndEmpties();

private:
    QJsonValue section(const char *name, int pid = 50) const;
    void addFd(int number, const std::string &target, const std::string &info,
               const std::string &where = "50");

    std::unique_ptr<ProcRoot> m_machine;
};

void CliShow::init()
{
    m_machine = std::make_unique<ProcRoot>();
    m_machine->add({.pid = 1, .ppid = 0, .comm = "init", .start = 3});
    m_machine->add({.pid = 20, .ppid = 1, .comm = "shell", .start = 100});
    m_machine->add({.pid = 50,
                    .ppid = 20,
                    .comm = "demo",
                    .argv = {"demo", "", "a b", "\xff"},
                    .threads = 2,
                    .nice = 5});
    m_machine->add({.pid = 60, .ppid = 50, .comm = "first", .start = 300});
    m_machine->add({.pid = 61, .ppid = 50, .comm = "\xff", .start = 301});
    m_machine->add({.pid = 62, .ppid = 60, .comm = "grandchild", .start = 302});
    m_machine->link("50/exe", "/usr/bin/demo");
    m_machine->write("50/environ", view(raw("A=1\0A=2\0no equals\0EMPTY=\0=x\0B=\xff\0")));
}

QJsonValue CliShow::section(const char *name, int pid) const
{
    const auto run = runCommand(m_machine->with({"--json", "show", QString::number(pid), name}));
    if (run.status != 0)
        qWarning("%s", run.told().constData());
    return run.json()["sections"][QLatin1String(name)];
}

void CliShow::addFd(int number, const std::string &target, const std::string &info, const std::string &where)
{
    m_machine->link(where + "/fd/" + std::to_string(number), target);
    if (!info.empty())
        m_machine->write(where + "/fdinfo/" + std::to_string(number), info);
}

void CliShow::allSectionsAreShown()
{
    const auto run = runCommand(m_machine->with({"--json", "show", "50"}));
    QVERIFY2(run.status == 0, run.told().constData());
    QCOMPARE(run.err, QByteArray());
    const auto document = run.json();
    QCOMPARE(members(document), (QStringList{"notices", "pid", "schema", "sections", "start_ticks"}));
    QCOMPARE(document["schema"], QJsonValue("forklore.show/1"));
    QCOMPARE(document["pid"], QJsonValue(50));
    QCOMPARE(document["start_ticks"], QJsonValue(200));
    const auto sections = members(document["sections"].toObject());
    for (const auto *name :
         {"diagnostics", "identity", "ancestors", "children", "names", "arguments", "environment",
          "descriptors", "peers", "limits", "signals", "threads", "memory", "credentials", "location", "io"})
        QVERIFY2(sections.contains(name), name);
}

void CliShow::namedSectionsAlone()
{
    const auto run = runCommand(m_machine->with({"--json", "show", "50", "names", "identity", "names"}));
    QVERIFY2(run.status == 0, run.told().constData());
    QCOMPARE(members(run.json()["sections"].toObject()), (QStringList{"identity", "names"}));
}

void CliShow::identity()
{
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    const QJsonObject expected = {{"pid", 50},
                                  {"ppid", 20},
                                  {"pgid", 50},
                                  {"sid", 50},
                                  {"tty", QJsonValue()},
                                  {"tty_foreground_pgid", QJsonValue()},
                                  {"state", "S"},
                                  {"state_text", "sleeping"},
                                  {"exit_status", QJsonValue()},
                                  {"started_at", ProcRoot::bootSeconds + 200 / ticks},
                                  {"start_ticks", 200},
                                  {"threads", 2},
                                  {"nice", 5},
                                  {"namespace_pids", QJsonArray{50}},
                                  {"kernel_thread", false}};
    auto identity = section("identity").toObject();
    QVERIFY(identity.take("frozen")["error"].isObject()); // a copy of /proc has no control groups
    QCOMPARE(textOf(identity), textOf(expected));
}

void CliShow::identityWithTerminal()
{
    m_machine->add({.pid = 50, .tty = 136 << 8 | 3, .foreground = 60});
    QCOMPARE(section("identity")["tty"], QJsonValue("pts/3"));
    QCOMPARE(section("identity")["tty_foreground_pgid"], QJsonValue(60));
}

void CliShow::foregroundIsNullWithoutTerminal()
{
    m_machine->add({.pid = 50, .tty = 0, .foreground = 60});
    QCOMPARE(section("identity")["tty"], QJsonValue());
    QCOMPARE(section("identity")["tty_foreground_pgid"], QJsonValue());
}

void CliShow::identityOfALeaderThatEnded()
{
    m_machine->add({.pid = 50, .state = 'Z', .threads = 2});
    QCOMPARE(section("identity")["state"], QJsonValue("Z"));
    QVERIFY(section("identity")["state_text"] != QJsonValue("zombie"));
}

void CliShow::ancestorsAndChildren()
{
    const auto ref = [](int pid, int start, const QJsonValue &comm) {
        return QJsonObject{{"pid", pid}, {"start_ticks", start}, {"comm", comm}};
    };
    QCOMPARE(textOf(section("ancestors")), textOf(QJsonArray{ref(20, 100, "shell"), ref(1, 3, "init")}));
    QCOMPARE(textOf(section("children")),
             textOf(QJsonArray{ref(60, 300, "first"), ref(61, 301, QJsonObject{{"base64", "/w=="}})}));
    QCOMPARE(textOf(section("ancestors", 1)), QByteArray("[]"));
    QCOMPARE(textOf(section("children", 62)), QByteArray("[]"));
}

void CliShow::names()
{
    const QJsonObject expected = {{"comm", "demo"},           {"argv0", "demo"},
                                  {"exe", "/usr/bin/demo"},   {"exe_deleted", false},
                                  {"title_rewritten", false}, {"environment_overwritten", false}};
    QCOMPARE(textOf(section("names")), textOf(expected));
}

void CliShow::deletedProgram()
{
    m_machine->link("50/exe", "/usr/bin/no such (deleted)");
    QCOMPARE(section("names")["exe"], QJsonValue("/usr/bin/no such"));
    QCOMPARE(section("names")["exe_deleted"], QJsonValue(true));
    // A copy of /proc has only the text: what this machine has under that path is another file.
    m_machine->write("x (deleted)", "");
    m_machine->link("50/exe", m_machine->root() + "/x (deleted)");
    QCOMPARE(section("names")["exe"], QJsonValue(QString::fromStdString(m_machine->root() + "/x")));
    QCOMPARE(section("names")["exe_deleted"], QJsonValue(true));
}

void CliShow::namesOfAKernelThread()
{
    m_machine->add({.pid = 2, .comm = "kthreadd", .argv = {}, .flags = 0x200000});
    const QJsonObject expected = {{"comm", "kthreadd"},       {"argv0", QJsonValue()},
                                  {"exe", QJsonValue()},      {"exe_deleted", QJsonValue()},
                                  {"title_rewritten", false}, {"environment_overwritten", false}};
    QCOMPARE(textOf(section("names", 2)), textOf(expected));
    QCOMPARE(textOf(section("arguments", 2)), QByteArray("[]"));
    QCOMPARE(errorKind(section("environment", 2)), QString("unsupported"));
    QCOMPARE(errorKind(section("descriptors", 2)), QString("unsupported"));
}

void CliShow::namesOfAZombie()
{
    m_machine->add({.pid = 50, .state = 'Z', .argv = {}});
    QCOMPARE(section("names")["argv0"], QJsonValue());
    QCOMPARE(section("names")["exe"], QJsonValue());
    QCOMPARE(textOf(section("arguments")), QByteArray("[]"));
    QCOMPARE(errorKind(section("environment")), QString("gone"));
    QCOMPARE(errorKind(section("descriptors")), QString("gone"));
}

void CliShow::overflownTitle()
{
    m_machine->write("50/cmdline", "a title that is longer than the vector was");
    QCOMPARE(section("names")["title_rewritten"], QJsonValue(true));
    QCOMPARE(section("names")["environment_overwritten"], QJsonValue(true));
    QCOMPARE(textOf(section("arguments")), textOf(QJsonArray{"a title that is longer than the vector was"}));
}

void CliShow::arguments()
{
    QCOMPARE(textOf(section("arguments")),
             textOf(QJsonArray{"demo", "", "a b", QJsonObject{{"base64", "/w=="}}}));
}

void CliShow::environment()
{
    const auto variable = [](const char *name, const QJsonValue &value) {
        return QJsonObject{{"name", name}, {"value", value}};
    };
    const QJsonArray expected = {
        variable("A", "1"),    variable("A", "2"), variable("no equals", QJsonValue()),
        variable("EMPTY", ""), variable("", "x"),  variable("B", QJsonObject{{"base64", "/w=="}})};
    QCOMPARE(textOf(section("environment")), textOf(expected));
    m_machine->write("50/environ", "");
    QCOMPARE(textOf(section("environment")), QByteArray("[]"));
}

void CliShow::descriptors()
{
    const std::string plain = "pos:\t0\nflags:\t02\nmnt_id:\t1\nino:\t99\n";
    const std::vector<std::pair<std::string, const char *>> targets = {
        {"/dev/null", "device"},
        {"/dev/pts/3", "tty"},
        {"/srv/data", "file"},
        {m_machine->root(), "file"}, // a directory of this machine, not of the copied one
        {"/no such/file (deleted)", "file"},
        {"pipe:[77]", "pipe"},
        {"socket:[78]", "socket"},
        {"anon_inode:[eventfd]", "eventfd"},
        {"anon_inode:[eventpoll]", "eventpoll"},
        {"anon_inode:inotify", "inotify"},
        {"anon_inode:[signalfd]", "signalfd"},
        {"anon_inode:[timerfd]", "timerfd"},
        {"anon_inode:[pidfd]", "pidfd"},
        {"anon_inode:[io_uring]", "io_uring"},
        {"anon_inode:[userfaultfd]", "anon"},
        {"anon_inode:bpf-map", "anon"},
        {"/memfd:my mem (deleted)", "memfd"},
        {"net:[4026531840]", "namespace"},
    };
    int number = 0;
    for (const auto &[target, kind] : targets)
        addFd(number++, target, plain);
    const auto descriptors = section("descriptors").toArray();
    QCOMPARE(descriptors.size(), static_cast<qsizetype>(targets.size()));
    for (qsizetype i = 0; i < descriptors.size(); ++i) {
        const auto descriptor = descriptors[i].toObject();
        const auto &[target, kind] = targets[static_cast<std::size_t>(i)];
        auto expected =
            QStringList{"access", "fd", "flags", "inode", "kind", "offset", "position_shared", "target"};
        if (std::string_view(kind) == "socket")
            expected.insert(7, "socket"); // where its name belongs
        QCOMPARE(members(descriptor), expected);
        QCOMPARE(descriptor["fd"], QJsonValue(static_cast<int>(i)));
        QCOMPARE(descriptor["target"], QJsonValue(QString::fromStdString(target)));
        QVERIFY2(descriptor["kind"] == QLatin1String(kind), target.c_str());
        QCOMPARE(descriptor["position_shared"], QJsonValue());
    }
    QCOMPARE(descriptors[5]["inode"], QJsonValue(77));
    QCOMPARE(descriptors[7]["inode"], QJsonValue(99));
}

void CliShow::descriptorFlagsAndPositions()
{
    addFd(0, "/dev/null", "pos:\t0\nflags:\t0100000\n");
    addFd(1, "/dev/null", "pos:\t123456789012\nflags:\t0102001\n");
    addFd(2, "/dev/null", "pos:\t0\nflags:\t02004002\n");
    addFd(10, "/dev/null", "pos:\t0\nflags:\t012000000\n");
    addFd(11, "/dev/null", "");
    addFd(100, "x\xff", "pos:\t0\nflags:\t04010001\n");
    const auto all = section("descriptors").toArray();
    QCOMPARE(all.size(), 6);
    QCOMPARE(textOf(all[0]["access"]) + textOf(all[0]["flags"]), QByteArray(R"("r"[])"));
    QCOMPARE(textOf(all[1]["access"]) + textOf(all[1]["flags"]), QByteArray(R"("w"["O_APPEND"])"));
    QCOMPARE(all[1]["offset"].toInteger(), 123456789012);
    QCOMPARE(textOf(all[2]["access"]) + textOf(all[2]["flags"]),
             QByteArray(R"("rw"["O_NONBLOCK","O_CLOEXEC"])"));
    QCOMPARE(textOf(all[3]["access"]) + textOf(all[3]["flags"]),
             QByteArray(R"("path"["O_CLOEXEC","O_PATH"])"));
    QCOMPARE(all[4]["fd"], QJsonValue(11)); // in the order of numbers, not of names
    QCOMPARE(errorKind(all[4]["offset"]), QString("unsupported"));
    QCOMPARE(errorKind(all[4]["flags"]), QString("unsupported"));
    QCOMPARE(textOf(all[5]["target"]), QByteArray(R"({"base64":"eP8="})"));
}

void CliShow::socketsAreLookedUp()
{
    const std::string info = "pos:\t0\nflags:\t02\n";
    for (int i = 0; i < 6; ++i)
        addFd(i, "socket:[" + std::to_string(100 + i) + "]", info);
    m_machine->write(
        "50/net/tcp",
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 100 1 x\n"
        "   1: 0100007F:1F90 0100007F:C000 08 00000000:00000000 00:00000000 00000000  0 0 101 1 x\n");
    m_machine->write("50/net/tcp6",
                     "  sl  local_address rem_address st\n"
                     "   0: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A "
                     "00000000:00000000 00:00000000 00000000 0 0 102 1 x\n");
    m_machine->write("50/net/unix",
                     "Num       RefCount Protocol Flags    Type St Inode Path\n"
                     "0000000000000000: 00000002 00000000 00010000 0001 01   103 /run/a socket\n"
                     "0000000000000000: 00000003 00000000 00000000 0001 03   999\n"
                     "0000000000000000: 00000003 00000000 00000000 0001 03   998\n"
                     "0000000000000000: 00000002 00000000 00000000 0002 03   104 @abstract\n");
    const auto socket = [&](int number) { return textOf(section("descriptors")[number]["socket"]); };
    const auto expected = [](const char *family, const QJsonValue &type, const QJsonValue &state,
                             const QJsonValue &local, const QJsonValue &remote) {
        return textOf(QJsonObject{
            {"family", family}, {"type", type}, {"state", state}, {"local", local}, {"remote", remote}});
    };
    QCOMPARE(socket(0), expected("inet", "stream", "LISTEN", "127.0.0.1:8080", {}));
    QCOMPARE(socket(1), expected("inet", "stream", "CLOSE_WAIT", "127.0.0.1:8080", "127.0.0.1:49152"));
    QCOMPARE(socket(2), expected("inet6", "stream", "LISTEN", "[::1]:80", {}));
    QCOMPARE(socket(3), expected("unix", "stream", "LISTEN", "/run/a socket", {}));
    QCOMPARE(socket(4), expected("unix", "dgram", "ESTABLISHED", "@abstract", {}));
    const auto unknown = section("descriptors")[5]["socket"]; // in no table: not without an address
    QCOMPARE(unknown["family"], QJsonValue("unknown"));
    QCOMPARE(errorKind(unknown["local"]), QString("unsupported"));
    QCOMPARE(errorKind(unknown["remote"]), QString("unsupported"));
}

void CliShow::whatCannotBeReadIsAnError()
{
    m_machine->add({.pid = 70});
    m_machine->write("70/status", "Name:\tx\n");
    const auto run = runCommand(m_machine->with({"--json", "show", "70"}));
    QVERIFY2(run.status == 0, run.told().constData());
    const auto sections = run.json()["sections"];
    QCOMPARE(errorKind(sections["identity"]["namespace_pids"]), QString("malformed"));
    QCOMPARE(sections["identity"]["pid"], QJsonValue(70));
    QCOMPARE(errorKind(sections["names"]["exe"]), QString("unsupported"));
    QCOMPARE(errorKind(sections["names"]["exe_deleted"]), QString("unsupported"));
    QCOMPARE(errorKind(sections["environment"]), QString("unsupported"));
    QCOMPARE(errorKind(sections["limits"]), QString("unsupported"));
    QCOMPARE(textOf(sections["descriptors"]), QByteArray("[]"));
}

void CliShow::leaderThatEndedIsReadThroughAThread()
{
    m_machine->add({.pid = 50, .state = 'Z', .argv = {}, .threads = 2});
    m_machine->directory("50/task/50");
    m_machine->write("50/task/51/environ", std::string("KNOWN=1\0", 8));
    m_machine->link("50/task/51/exe", "/usr/bin/demo");
    addFd(4, "/dev/null", "pos:\t0\nflags:\t0\n", "50/task/51");
    QCOMPARE(textOf(section("environment")), QByteArray(R"([{"name":"KNOWN","value":"1"}])"));
    QCOMPARE(section("descriptors")[0]["fd"], QJsonValue(4));
    QCOMPARE(section("names")["exe"], QJsonValue("/usr/bin/demo"));

    m_machine->add(
        {.pid = 55, .state = 'Z', .argv = {}, .threads = 2}); // no thread is left: errors, never empty
    QCOMPARE(errorKind(section("arguments", 55)), QString("unsupported"));
    QCOMPARE(errorKind(section("environment", 55)), QString("unsupported"));
    QCOMPARE(errorKind(section("descriptors", 55)), QString("unsupported"));
}

void CliShow::textHasEverySection()
{
    addFd(0, "/dev/null", "pos:\t0\nflags:\t02\n");
    const auto run = runCommand(m_machine->with({"show", "50"}));
    QVERIFY2(run.status == 0, run.told().constData());
    for (const auto *name :
         {"diagnostics", "identity", "ancestors", "children", "names", "arguments", "environment",
          "descriptors", "peers", "limits", "signals", "threads", "memory", "credentials", "location", "io"})
        QVERIFY2(run.lines().contains(name), name);
    QCOMPARE(controlCharacterIn(run.out), -1);
    QByteArrayList lines;
    for (const auto &line : run.lines())
        lines << line.simplified();
    QVERIFY(lines.contains("pid 50"));
    QVERIFY(lines.contains("state_text sleeping"));
    QVERIFY(lines.contains("20 100 shell"));
    QVERIFY(lines.contains("60 300 first"));
    QVERIFY(lines.contains(R"(61 301 \xff)"));
    QVERIFY(lines.contains("exe /usr/bin/demo"));
    QVERIFY(lines.contains("2 a b"));
    QVERIFY(lines.contains(R"(3 \xff)"));
    QVERIFY(lines.contains("A 1"));
    QVERIFY(run.out.contains("device  /dev/null"));
}

void CliShow::textOfErrorsAndEmpties()
{
    m_machine->add({.pid = 2, .comm = "kthreadd", .argv = {}, .flags = 0x200000});
    const auto run = runCommand(
        m_machine->with({"show", "2", "ancestors", "children", "arguments", "environment", "descriptors"}));
    QVERIFY2(run.status == 0, run.told().constData());
    QCOMPARE(run.out.count("(unsupported: "), 2); // environment and descriptors
    QCOMPARE(run.lines().count("none"), 3);       // ancestors, children and arguments
}

static const forklore::TestClass<CliShow> testClass(__FILE__);
#include "tst_cli_show.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// show: every section's shape and values, from a /proc made for it.
#include <string>

#include <QTest>

#include "tests/cli/command.h"
#include "tests/cli/shown_process.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class CliShow : public ShownProcess {
    Q_OBJECT

private slots:
    void init() { begin(); }
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
    void whatCannotBeReadIsAnError();
    void leaderThatEndedIsReadThroughAThread();
    void textHasEverySection();
    void textOfErrorsAndEmpties();
};

void CliShow::allSectionsAreShown()
{
    const auto run = runCommand(m_machine->with({"--json", "show", "50"}));
    QVERIFY2(run.status == 0, run.text().constData());
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
    QVERIFY2(run.status == 0, run.text().constData());
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

void CliShow::whatCannotBeReadIsAnError()
{
    m_machine->add({.pid = 70});
    m_machine->write("70/status", "Name:\tx\n");
    const auto run = runCommand(m_machine->with({"--json", "show", "70"}));
    QVERIFY2(run.status == 0, run.text().constData());
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
    QVERIFY2(run.status == 0, run.text().constData());
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
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.out.count("(unsupported: "), 2); // environment and descriptors
    QCOMPARE(run.lines().count("none"), 3);       // ancestors, children and arguments
}

static const forklore::TestClass<CliShow> testClass(__FILE__);
#include "tst_cli_show.moc"

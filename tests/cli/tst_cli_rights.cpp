// SPDX-License-Identifier: GPL-3.0-or-later
//
// show: the sections signals, credentials and location, from a /proc made for it.
#include <QTest>

#include <memory>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto status = "Name:\tx\nState:\tS (sleeping)\nUid:\t0\t4294967294\t4294967294\t4294967294\n"
                        "Gid:\t1\t2\t3\t4\nGroups:\t7 4242 \nNSpid:\t50\n"
                        "SigPnd:\t0000000000000001\nShdPnd:\t0000000000004000\nSigBlk:\t0000000000000200\n"
                        "SigIgn:\t0000000000001000\nSigCgt:\t8000000180000002\n"
                        "CapInh:\t0000000000000000\nCapPrm:\t0000000000002400\nCapEff:\t0000000000000400\n"
                        "CapBnd:\t8000000000000001\nCapAmb:\t0000000000000000\n"
                        "NoNewPrivs:\t1\nSeccomp:\t2\n";

} // namespace

class CliRights : public QObject {
    Q_OBJECT

private slots:
    void init();
    void signalsOfAProcess();
    void signalsOfItsThreads();
    void credentials();
    void whatAnOldKernelDoesNotTellIsUnsupported();
    void oneThatIsNotKnownSpoilsNoOther();
    void location();
    void locationOfWhatHasNoProgram();
    void locationThatCannotBeRead();
    void groupsAreLinesOfText();

private:
    QJsonValue section(const char *name, int pid = 50) const;

    std::unique_ptr<ProcRoot> m_machine;
};

void CliRights::init()
{
    m_machine = std::make_unique<ProcRoot>();
    m_machine->add({.pid = 50, .ppid = 1});
    m_machine->write("50/status", status);
    m_machine->link("50/cwd", "/srv/old (deleted)");
    m_machine->link("50/root", "/");
    m_machine->link("50/exe", "/usr/bin/x");
    m_machine->write("50/cgroup", "0::/system.slice/ssh.service\n");
    m_machine->link("50/ns/pid", "pid:[4026531836]");
    m_machine->link("50/ns/net", "net:[17]");
}

QJsonValue CliRights::section(const char *name, int pid) const
{
    const auto run = runCommand(m_machine->with({"--json", "show", QString::number(pid), name}));
    if (run.status != 0)
        qWarning("%s", run.text().constData());
    return run.json()["sections"][QLatin1String(name)];
}

void CliRights::signalsOfAProcess()
{
    const QJsonObject expected = {{"pending", QJsonArray{"SIGHUP"}},
                                  {"shared_pending", QJsonArray{"SIGTERM"}},
                                  {"blocked", QJsonArray{"SIGUSR1"}},
                                  {"ignored", QJsonArray{"SIGPIPE"}},
                                  {"caught", QJsonArray{"SIGINT", "SIG32", "SIG33", "SIGRTMIN+30"}},
                                  {"blocked_by_all_threads", QJsonArray{"SIGUSR1"}},
                                  {"pending_in_other_threads", QJsonArray()}};
    QCOMPARE(textOf(section("signals")), textOf(expected));
}

void CliRights::signalsOfItsThreads()
{
    const QByteArray ids = "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nState:\tS (sleeping)\n";
    m_machine->write("50/task/50/status", view(ids + "SigBlk:\t0000000000000600\n"));
    m_machine->write("50/task/51/status",
                     view(ids + "SigPnd:\t0000000000000008\nSigBlk:\t0000000000000400\n"));
    QCOMPARE(textOf(section("signals")["blocked_by_all_threads"]), QByteArray(R"(["SIGSEGV"])"));
    QCOMPARE(textOf(section("signals")["pending_in_other_threads"]), QByteArray(R"(["SIGILL"])"));
}

void CliRights::credentials()
{
    const QJsonObject expected = {
        {"uid",
         QJsonObject{
             {"real", 0}, {"effective", 4294967294.0}, {"saved", 4294967294.0}, {"fs", 4294967294.0}}},
        {"gid", QJsonObject{{"real", 1}, {"effective", 2}, {"saved", 3}, {"fs", 4}}},
        {"groups", QJsonArray{7, 4242}},
        {"user", "4294967294"},
        {"capabilities", QJsonObject{{"effective", QJsonArray{"CAP_NET_BIND_SERVICE"}},
                                     {"permitted", QJsonArray{"CAP_NET_BIND_SERVICE", "CAP_NET_RAW"}},
                                     {"inheritable", QJsonArray()},
                                     {"bounding", QJsonArray{"CAP_CHOWN", "capability 63"}},
                                     {"ambient", QJsonArray()}}},
        {"no_new_privs", true},
        {"seccomp", "filter"}};
    auto found = section("credentials").toObject();
    QVERIFY(found.take("group").isString()); // whatever this machine calls group 2
    QCOMPARE(textOf(found), textOf(expected));
}

void CliRights::whatAnOldKernelDoesNotTellIsUnsupported()
{
    m_machine->write("50/status",
                     "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nCapInh:\t0\nCapPrm:\t0\nCapEff:\t0\nCapBnd:\t0\n");
    const auto credentials = section("credentials");
    QCOMPARE(errorKind(credentials["groups"]), QString("malformed")); // every kernel has the line
    QCOMPARE(textOf(credentials["capabilities"]["effective"]), QByteArray("[]"));
    QCOMPARE(errorKind(credentials["capabilities"]["ambient"]), QString("unsupported"));
    QCOMPARE(errorKind(credentials["no_new_privs"]), QString("unsupported"));
    QCOMPARE(errorKind(credentials["seccomp"]), QString("unsupported"));
}

void CliRights::oneThatIsNotKnownSpoilsNoOther()
{
    m_machine->write("50/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nNoNewPrivs:\t0\nSeccomp:\t3\n");
    const auto credentials = section("credentials");
    QCOMPARE(errorKind(credentials["seccomp"]), QString("malformed"));
    QCOMPARE(credentials["no_new_privs"], QJsonValue(false));
    QCOMPARE(errorKind(credentials["capabilities"]), QString("unsupported"));
}

void CliRights::location()
{
    const QJsonObject expected = {
        {"cwd", "/srv/old"},
        {"cwd_deleted", true},
        {"root", "/"},
        {"exe", "/usr/bin/x"},
        {"cgroups", QJsonArray{"0::/system.slice/ssh.service"}},
        {"systemd_unit", "ssh.service"},
        {"namespaces", QJsonObject{{"net", 17}, {"pid", 4026531836.0}}},
        {"namespaces_own", QJsonObject{{"net", QJsonValue()}, {"pid", QJsonValue()}}}}; // it is no live /proc
    QCOMPARE(textOf(section("location")), textOf(expected));
}

void CliRights::locationOfWhatHasNoProgram()
{
    m_machine->add({.pid = 2, .ppid = 0, .comm = "kthreadd", .argv = {}, .flags = 0x200000});
    m_machine->link("2/cwd", "/");
    m_machine->write("2/cgroup", "0::/\n");
    m_machine->directory("2/ns");
    const QJsonObject expected = {{"cwd", QJsonValue()},           {"cwd_deleted", QJsonValue()},
                                  {"root", QJsonValue()},          {"exe", QJsonValue()},
                                  {"cgroups", QJsonArray{"0::/"}}, {"systemd_unit", QJsonValue()},
                                  {"namespaces", QJsonObject()},   {"namespaces_own", QJsonObject()}};
    QCOMPARE(textOf(section("location", 2)), textOf(expected));
}

void CliRights::locationThatCannotBeRead()
{
    m_machine->add({.pid = 60, .ppid = 1});
    m_machine->write("60/cgroup", "not a line of it\n");
    m_machine->link("60/ns/pid", "pid:[many]");
    const auto location = section("location", 60);
    for (const auto *name : {"cwd", "cwd_deleted", "root", "exe"})
        QCOMPARE(errorKind(location[QLatin1String(name)]), QString("unsupported"));
    QCOMPARE(errorKind(location["cgroups"]), QString("malformed"));
    QCOMPARE(errorKind(location["systemd_unit"]), QString("malformed"));
    QCOMPARE(errorKind(location["namespaces"]["pid"]), QString("malformed"));
}

void CliRights::groupsAreLinesOfText()
{
    const auto run = runCommand(m_machine->with({"show", "50", "credentials", "location"}));
    QVERIFY2(run.status == 0, run.text().constData());
    for (const auto *line : {"\nuid effective            4294967294\n", "\ncapabilities inheritable -\n",
                             "\ncapabilities permitted   CAP_NET_BIND_SERVICE CAP_NET_RAW\n",
                             "\nsystemd_unit             ssh.service\n", "\nnamespaces net           17\n"})
        QVERIFY2(run.out.contains(line), (line + run.out).constData());
}

static const forklore::TestClass<CliRights> testClass(__FILE__);
#include "tst_cli_rights.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// forklore-cli inside namespaces, and under a /proc that hides: what is hidden and what numbers mean is said.
#include <QTest>

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/live/stage/staged.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr uid_t stranger = 65534;

void enterUserNamespace()
{
    if (unshare(CLONE_NEWUSER) != 0)
        _exit(99);
}

void enterNetworkNamespace()
{
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        _exit(99);
}

/// The clocks from boot begin at about now, after the start of the test: entered with exec, since Linux 6.0.
void enterTimeNamespace()
{
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    std::array<char, 64> offset{};
    const int length = std::snprintf(offset.data(), offset.size(), "boottime %ld 0", 1 - now.tv_sec);
    const bool entered = unshare(CLONE_NEWUSER | CLONE_NEWTIME) == 0;
    const int file = entered ? open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC) : -1;
    if (file < 0 || write(file, offset.data(), static_cast<std::size_t>(length)) != length)
        _exit(99);
}

void mountAndBecomeStranger(const char *options)
{
    if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("proc", "/proc", "proc", 0, options) != 0 || setgroups(0, nullptr) != 0 ||
        setgid(stranger) != 0 || setuid(stranger) != 0 || prctl(PR_SET_DUMPABLE, 1) != 0)
        _exit(99); // one that is not dumpable may not use its own /proc/self/fd
}

void hideOthers()
{
    mountAndBecomeStranger("hidepid=2");
}

void hideTheMachine()
{
    mountAndBecomeStranger("subset=pid");
}

/// Whether this user may do it here; else what was tested without it is said.
bool permitted(void (*enter)(), const char *what)
{
    const auto child = fork();
    if (child == 0) {
        enter();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    const bool may = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (!may)
        qInfo("%s may not be staged here: tests/core tests it with captured files alone", what);
    return may;
}

Run runIn(void (*enter)(), const QStringList &arguments)
{
    Setting setting;
    setting.inChild = enter;
    return runCommand(arguments, setting);
}

/// The stranger may not be let into the directory of the build: the program is opened for it.
Run runAsStranger(void (*become)(), const QStringList &arguments)
{
    const int program = open(qPrintable(commandPath()), O_PATH); // without O_CLOEXEC: it is inherited
    Setting setting;
    setting.inChild = become;
    setting.program = QStringLiteral("/proc/self/fd/%1").arg(program);
    const auto run = runCommand(arguments, setting);
    close(program);
    return run;
}

QStringList noticesOf(const Run &run)
{
    QStringList kinds;
    const auto notices = run.json()["notices"].toArray();
    for (const auto &entry : notices) {
        const auto notice = entry.toObject();
        if (!notice["text"].toString().endsWith('.'))
            qFatal("a notice without a sentence");
        kinds += notice["kind"].toString();
    }
    return kinds;
}

} // namespace

class CliPlace : public QObject {
    Q_OBJECT

private slots:
    void unmappedUsersAreNobodys();
    void aNetworkNamespaceIsSaid();
    void startsAreRightInATimeNamespace();
    void hiddenProcessesAreSaid();
    void aHiddenProcessIsNotDenied();
    void aHiddenMachineIsSaid();
    void aCopyThatHidesIsSaid();
};

void CliPlace::unmappedUsersAreNobodys()
{
    if (!permitted(enterUserNamespace, "a user namespace"))
        return;
    const auto run = runIn(enterUserNamespace, {"--json", "list"});
    QVERIFY2(run.status == 0, run.text().constData());
    QVERIFY(noticesOf(run).contains("user-namespace"));
    const auto self = objectWith(run.json()["processes"], "pid", QJsonValue(getpid()));
    QCOMPARE(self["uid"].toInt(), 65534); // this program is outside
    QCOMPARE(self["user"], QJsonValue("65534"));
    const auto text = runIn(enterUserNamespace, {"tree", QString::number(getpid())});
    QVERIFY2(text.err.contains("65534 stands for every user that it does not have"), text.err);
    const auto shown =
        runIn(enterUserNamespace, {"--json", "show", QString::number(getpid()), "credentials"});
    QVERIFY(noticesOf(shown).contains("user-namespace"));
    const auto credentials = shown.json()["sections"]["credentials"];
    QCOMPARE(credentials["user"], QJsonValue("65534"));
    QCOMPARE(credentials["group"], QJsonValue("65534"));
}

void CliPlace::aNetworkNamespaceIsSaid()
{
    if (!permitted(enterNetworkNamespace, "a network namespace"))
        return;
    const auto run = runIn(enterNetworkNamespace, {"--json", "tree"});
    QVERIFY2(noticesOf(run).contains("network-namespace"), run.text());
}

void CliPlace::startsAreRightInATimeNamespace()
{
    if (!permitted(enterTimeNamespace, "a time namespace"))
        return;
    const QStringList arguments = {"--json", "show", QString::number(getpid()), "identity"};
    const auto inside = runIn(enterTimeNamespace, arguments);
    QVERIFY2(inside.status == 0, inside.text().constData());
    if (!noticesOf(inside).contains("time-namespace")) {
        qInfo(
            "this kernel enters a time namespace by fork alone: SystemInfo::startOf is tested by tests/core");
        return;
    }
    const auto startOf = [](const Run &run) {
        return run.json()["sections"]["identity"]["started_at"].toDouble();
    };
    const auto outside = startOf(runCommand(arguments));
    QVERIFY2(std::abs(startOf(inside) - outside) < 2,
             qPrintable(QString("%1, and %2 outside").arg(startOf(inside), 0, 'f').arg(outside, 0, 'f')));
}

void CliPlace::hiddenProcessesAreSaid()
{
    if (!permitted(hideOthers, "hidepid"))
        return;
    const auto run = runAsStranger(hideOthers, {"--json", "list"});
    QVERIFY2(run.status == 0, run.text().constData());
    QVERIFY(noticesOf(run).contains("hidden-processes"));
    for (const QStringList &command : {QStringList{"list"}, QStringList{"tree"}}) {
        const auto text = runAsStranger(hideOthers, command);
        QVERIFY2(text.err.contains("forklore-cli: note: /proc is mounted with hidepid"), text.text());
    }
    QVERIFY(!runCommand({"list"}).err.contains("hidepid")); // root sees everything
}

void CliPlace::aHiddenProcessIsNotDenied()
{
    if (!permitted(hideOthers, "hidepid"))
        return;
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = QString::number(subject.pid());
    for (const QStringList &command :
         {QStringList{"show", pid}, QStringList{"tree", pid}, QStringList{"limit", pid, "NOFILE"},
          QStringList{"signal", "CONT", pid}}) {
        const auto run = runAsStranger(hideOthers, command);
        QVERIFY2(run.status == 4, run.text().constData());
        QVERIFY2(run.err.contains("process " + pid.toLatin1() + " is hidden"), run.text().constData());
    }
    Subject ended({"plain"});
    QVERIFY2(ended.stands(), ended.complaint());
    const auto gone = QString::number(ended.pid());
    ended.end();
    QCOMPARE(runAsStranger(hideOthers, {"show", gone}).status, 3);
}

void CliPlace::aHiddenMachineIsSaid()
{
    if (!permitted(hideTheMachine, "subset=pid"))
        return;
    const auto run = runAsStranger(hideTheMachine, {"--json", "list"});
    QVERIFY2(run.status == 0, run.text().constData());
    QVERIFY(noticesOf(run).contains("hidden-machine"));
    QVERIFY(!errorKind(run.json()["boot_id"]).isEmpty());
}

void CliPlace::aCopyThatHidesIsSaid()
{
    ProcRoot machine;
    machine.add({.pid = 50});
    machine.write("self/mountinfo", "22 26 0:21 / /proc rw - proc proc rw,hidepid=invisible\n");
    QCOMPARE(noticesOf(runCommand(machine.with({"--json", "list"}))), QStringList{"hidden-processes"});
    QVERIFY(runCommand(machine.with({"show", "50", "identity"})).err.contains("hidepid"));
    QCOMPARE(runCommand(machine.with({"show", "51"})).status, 3);
    ProcRoot plain;
    plain.add({.pid = 50});
    QCOMPARE(noticesOf(runCommand(plain.with({"--json", "list"}))), QStringList());
}

static const forklore::TestClass<CliPlace> testClass(__FILE__);
#include "tst_cli_place.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is said before a signal is sent: whom else it concerns.
#include <QTest>

#include <csignal>

#include "core/operation/consequences.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr Pid own = 30;

/// init, a desktop's session, a shell of a terminal that started Forklore, and a job with two children.
Snapshot machine()
{
    auto shell = processOf(20, 10, 100, "bash");
    shell.stat->sid = 20;
    shell.stat->ttyDevice = 34816;
    auto ended = processOf(43, 40, 100, "gone");
    ended.stat->state = State::Zombie;
    return snapshotOf({processOf(1, 0, 100, "systemd"), processOf(10, 1, 100, "gnome-shell"), shell,
                       processOf(own, 20, 100, "forklore"), processOf(40, 1, 100, "make"),
                       processOf(41, 40, 100, "cc"), processOf(42, 40, 100, "ld"), ended});
}

std::vector<ProcessRef> refOf(const std::vector<Pid> &pids)
{
    std::vector<ProcessRef> all;
    const auto snapshot = machine();
    for (const auto pid : pids)
        all.push_back({{pid, 100}, snapshot.withPid(pid)->stat->comm});
    return all;
}

QStringList sentences(const std::vector<Pid> &pids, int signal)
{
    QStringList lines;
    for (const auto &consequence : consequences(machine(), refOf(pids), signal, own))
        lines += QString::fromStdString(consequence.sentence);
    return lines;
}

} // namespace

class ConsequencesTest : public QObject {
    Q_OBJECT

private slots:
    void aSingleLeafConcernsNobody() { QCOMPARE(sentences({41}, SIGTERM), QStringList()); }

    void initIsTheMachine()
    {
        const auto lines = sentences({1}, SIGTERM);
        QCOMPARE(lines.front(),
                 QStringLiteral("systemd 1 starts and reaps all others: if it ends, so does the "
                                "machine or container"));
        QVERIFY(sentences({1}, SIGSTOP).front().endsWith(QLatin1String("while it is stopped")));
    }

    void itselfAndItsAncestorsAreNamed()
    {
        QCOMPARE(sentences({own}, SIGTERM),
                 QStringList("forklore 30 is Forklore itself: it gets the signal last"));
        const auto lines = sentences({20, own}, SIGKILL);
        QCOMPARE(lines[1], QStringLiteral("Forklore runs below bash 20, and may end with it"));
    }

    void aDesktopMayLogOut()
    {
        const auto lines = sentences({10}, SIGTERM);
        QVERIFY(
            lines.contains(QStringLiteral("gnome-shell 10 belongs to the desktop: this may log you out, and "
                                          "what is not saved is lost")));
        QVERIFY(sentences({10}, SIGSTOP).contains("gnome-shell 10 belongs to the desktop, which may freeze"));
    }

    void theLeaderOfATerminalHangsItUp()
    {
        QVERIFY(sentences({20}, SIGHUP)
                    .contains(QStringLiteral(
                        "bash 20 leads the session of a terminal: if it ends, what runs there in the "
                        "foreground is hung up")));
        QVERIFY(!sentences({20}, SIGSTOP).join('\n').contains(QLatin1String("terminal")));
    }

    void orphansAreNamedButZombiesAreNone()
    {
        QCOMPARE(sentences({40}, SIGTERM),
                 QStringList("cc 41, ld 42 would be orphaned: they go on, adopted by another process"));
        QCOMPARE(sentences({40, 41}, SIGTERM),
                 QStringList("ld 42 would be orphaned: it goes on, adopted by another process"));
        QCOMPARE(sentences({40, 41, 42}, SIGTERM), QStringList());
        QCOMPARE(sentences({40}, SIGSTOP), QStringList());
    }

    /// It takes no signals, so it does not end.
    void aKernelThreadOrphansNobody()
    {
        auto thread = processOf(2, 0, 1, "kthreadd");
        thread.stat->flags = kernelThreadFlag;
        const auto snapshot = snapshotOf({processOf(1, 0), thread, processOf(3, 2)});
        QVERIFY(consequences(snapshot, {{thread.id, "kthreadd"}}, SIGKILL, 1).empty());
    }

    void whatDoesNothingHasNoConsequence()
    {
        for (const int signal : {SIGCONT, SIGCHLD, SIGWINCH})
            QCOMPARE(sentences({1, 10, 20, own, 40}, signal), QStringList());
    }

    void manyAreNotAllNamed()
    {
        std::vector<Process> processes = {processOf(1, 0), processOf(5, 1)};
        for (Pid pid = 10; pid < 17; ++pid)
            processes.push_back(processOf(pid, 5, 100, "w"));
        const auto found = consequences(snapshotOf(processes), {{{5, 100}, "test"}}, SIGTERM, own);
        QCOMPARE(QString::fromStdString(found.front().sentence).left(27),
                 QStringLiteral("w 10, w 11, w 12 and 4 more"));
    }

    void aZombiesParentMustWait()
    {
        SignalReading reading;
        reading.zombie = true;
        const auto prediction = outlook(SIGKILL, reading, machine(), {43, 100});
        QCOMPARE(prediction.effect, SignalEffect::Zombie);
        QCOMPARE(QString::fromStdString(prediction.sentence),
                 QStringLiteral("Nothing: it has ended and waits for its parent, make 40, to wait for it"));
    }
};

static const forklore::TestClass<ConsequencesTest> testClass(__FILE__);
#include "tst_consequences.moc"

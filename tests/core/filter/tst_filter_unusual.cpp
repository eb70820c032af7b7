// SPDX-License-Identifier: GPL-3.0-or-later
//
// The filter language and unusual processes: ended, frozen, of the kernel, with cut or hostile names.
#include <QTest>

#include "tests/core/filter/judged_process.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::judged_process;

class TestFilterUnusual : public QObject {
    Q_OBJECT

private slots:
    void theDeadTellHowTheyEnded()
    {
        const auto failed = zombie({ExitStatus::Kind::Exited, 3, false});
        QCOMPARE(judged("state = zombie", failed), Tristate::Yes);
        QCOMPARE(judged("exit = 3", failed), Tristate::Yes);
        QCOMPARE(judged("exit != 0", failed), Tristate::Yes);
        QCOMPARE(judged("signal = none", failed), Tristate::Yes);
        QCOMPARE(judged("mem < 1 GB", failed), Tristate::No);
        QCOMPARE(judged("mem = none", failed), Tristate::Yes);
        QCOMPARE(judged("cpu = none", failed), Tristate::Yes);
        QCOMPARE(judged("env.LANG = none", failed), Tristate::Yes);

        const auto killed = zombie({ExitStatus::Kind::Signaled, 11, true});
        QCOMPARE(judged("exit = 139", killed), Tristate::Yes);
        QCOMPARE(judged("signal = SIGSEGV", killed), Tristate::Yes);
        QCOMPARE(judged("signal = segv", killed), Tristate::Yes);
        QCOMPARE(judged("signal = 11", killed), Tristate::Yes);
        QCOMPARE(judged("signal != KILL", killed), Tristate::Yes);

        auto hidden = failed;
        hidden.exitStatus = Result<ExitStatus>(failure(ErrorKind::Denied, "test"));
        QCOMPARE(judged("exit = 0", hidden), Tristate::Unknown);
        QCOMPARE(judged("exit != 0", hidden), Tristate::Unknown);
    }

    void aLeaderThatEndedIsNoZombie()
    {
        auto process = known();
        process.stat->state = State::Zombie;
        QCOMPARE(judged("state = zombie", process), Tristate::No);
        QCOMPARE(judged("state = leader-ended", process), Tristate::Yes);
    }

    /// Whatever its state says.
    void theFrozen()
    {
        auto process = known();
        QCOMPARE(judged("state = frozen", process), Tristate::No);
        process.frozen = Freeze{Freeze::Version::V1, "/jobs", false};
        QCOMPARE(judged("state = frozen", process), Tristate::Yes);
        QCOMPARE(judged("state = D", process), Tristate::Yes);
    }

    /// What it was like while it lived is past, whichever way it is asked for; who it was, and how it ended,
    /// is not.
    void whatHasEndedIsAskedForItsEnd()
    {
        auto ended = known();
        ended.hasEnded = true;
        ended.exitStatus = Result<ExitStatus>(ExitStatus{ExitStatus::Kind::Exited, 3, false});
        ended.lifetime = std::chrono::seconds(100);
        for (const auto *text : {"state = D", "state = uninterruptible", "state = disk", "is = foreground"})
            QVERIFY2(judged(text, ended) == Tristate::No, text);
        for (const auto *field : {"cpu", "time", "mem", "virtual", "threads", "fds", "nice", "age", "read",
                                  "written", "switches", "processor"}) {
            for (const auto *comparison : {" > 0", " < 1000000000000", " != 4711", " = none", " != none"}) {
                const auto text = QByteArray(field) + comparison;
                QVERIFY2(judged(text, ended) == Tristate::Unknown, text.constData());
                QVERIFY2(judged("not " + text, ended) == Tristate::Unknown, text.constData());
            }
        }
        for (const auto *text : {"state = ended", "exit = 3", "lifetime = 100s", "lifetime > 1m",
                                 "pid = 4123", "name = sshd-session", "user = root", "ppid = 812"})
            QVERIFY2(judged(text, ended) == Tristate::Yes, text);
        QCOMPARE(judged("lifetime > 1s", known()), Tristate::No);
        QCOMPARE(judged("lifetime = none", known()), Tristate::Yes);
        ended.lifetime.reset();
        QCOMPARE(judged("lifetime > 1s", ended), Tristate::Unknown);
        QCOMPARE(judged("lifetime > 1s", zombie({})), Tristate::Unknown);
    }

    void kernelThreadsHaveNoProgram()
    {
        auto process = processOf(2, 0, 1, "kthreadd");
        process.stat->flags = 0x0020'0000;
        QCOMPARE(judged("kernel = yes", process), Tristate::Yes);
        QCOMPARE(judged("is:kernel", process), Tristate::Yes);
        QCOMPARE(judged("cmd = none", process), Tristate::Yes);
        QCOMPARE(judged("mem = none", process), Tristate::Yes);
        QCOMPARE(judged("fds = none", process), Tristate::Yes);
        QCOMPARE(judged("tty = none", process), Tristate::Yes);
        QCOMPARE(judged("mem < 1 GB", process), Tristate::No);
        QCOMPARE(judged("not mem > 1 GB", process), Tristate::Yes);
    }

    void aNameThatTheKernelCutIsMeantInFull()
    {
        const auto cut = processOf(5, 1, 100, "gnome-terminal-");
        QCOMPARE(judged("name = gnome-terminal-server", cut), Tristate::Yes);
        QCOMPARE(judged("name = gnome-terminal", cut), Tristate::No);
        QCOMPARE(judged("name = bashful", processOf(5, 1, 100, "bash")), Tristate::No);
    }

    void strangeBytesAreSearchedAsTheyAreShown()
    {
        auto process = processOf(5, 1, 100, "a\nb\xff");
        QCOMPARE(judged("name = \"a\\nb\\xff\"", process), Tristate::Yes);
        QCOMPARE(judged("\\xff", process), Tristate::Yes);
        QCOMPARE(judged("name ~ /^a.*$/", process), Tristate::Yes);
        process.stat->comm = "\xc3\x9c"
                             "BER";
        QCOMPARE(judged("\xc3\xbc"
                        "ber",
                        process),
                 Tristate::Yes);
        QCOMPARE(judged("name ~ /\xc3\xbc"
                        "BER/",
                        process),
                 Tristate::Yes);
    }

    void aHostileCommandLineTakesNoTime()
    {
        auto process = known();
        process.commandLine = std::string(200'000, 'a');
        process.stat->argumentsEnd = 0;
        QCOMPARE(judged("cmd ~ /(a*)*(a|aa)*$b/", process), Tristate::No);
    }
};

static const forklore::TestClass<TestFilterUnusual> testClass(__FILE__);
#include "tst_filter_unusual.moc"

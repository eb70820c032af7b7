// SPDX-License-Identifier: GPL-3.0-or-later
//
// What each field of the filter language says of a process; and what is not known.
#include <QTest>

#include "core/filter/process_filter.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

Q_DECLARE_METATYPE(forklore::Tristate)

namespace {

constexpr std::uint64_t mebibyte = 1024 * 1024;

/// All that can be known of a process is known of this one.
Process known()
{
    auto process = processOf(4123, 812, 90'000, "Sshd-Session");
    auto &stat = *process.stat;
    stat.pgid = 4100;
    stat.sid = 4123;
    stat.ttyDevice = 0x8803;
    stat.ttyForegroundGroup = 4100;
    stat.state = State::DiskSleep;
    stat.userTicks = 9000;
    stat.systemTicks = 3000;
    stat.nice = -5;
    stat.threads = 7;
    stat.residentPages = 300 * mebibyte / 4096;
    stat.virtualBytes = 2048 * mebibyte;
    stat.processor = 3;
    process.commandLine = std::string("/usr/sbin/sshd\0--worker-12\0a b\0", 31);
    process.credentials->uid = {1000, 0, 0, 0};
    process.credentials->gid = {1000, 50, 50, 50};
    process.cpuShare = 0.053;
    process.descriptorCount = Result<std::uint64_t>(90);
    process.descriptorLimit = Result<std::optional<std::uint64_t>>(100);
    process.io = Result<IoCounters>(IoCounters{5 * mebibyte, 6 * mebibyte, 0, 0, 0, 0, 0});
    process.contextSwitches = Result<std::uint64_t>(1234);
    process.environment =
        Result<Environment>(Environment{{"LANG", "C"}, {"LANG", "de"}, {"EMPTY", ""}, {"x", {}}});
    return process;
}

Process zombie(ExitStatus status)
{
    auto process = processOf(50, 1, 100, "gone");
    process.stat->state = State::Zombie;
    process.exitStatus = Result<ExitStatus>(status);
    return process;
}

Tristate judged(const QByteArray &text, const Process &process)
{
    SystemInfo system;
    const FactContext context{
        system, std::chrono::seconds(1000), 0,
        [](Uid uid) { return uid == 0 ? std::string("root") : "user" + std::to_string(uid); },
        [](std::uint32_t) { return std::string("pts/3"); }};
    return ProcessFilter::parse(view(text)).value().judge(process, context);
}

} // namespace

class TestProcessFilter : public QObject {
    Q_OBJECT

private slots:
    void everyFieldIsCompared_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Tristate>("truth");
        const auto yes = [](const char *text) {
            QTest::addRow("%s", text) << QByteArray(text) << Tristate::Yes;
        };
        const auto no = [](const char *text) {
            QTest::addRow("not: %s", text) << QByteArray(text) << Tristate::No;
        };
        yes("name = sshd-session");
        yes("comm ~ SESS");
        no("name = sshd");
        yes("name != sshd");
        yes("cmd ~ /worker-\\d+/");
        yes("cmd ~ /WORKER/");
        no("cmd ~ /(?-i)WORKER/");
        no("cmd ~ /worker-\\d{3}/");
        yes("cmd !~ /nginx/");
        yes("cmd = '/usr/sbin/sshd --worker-12 \"a b\"'");
        yes("pid = 4123");
        no("pid != 4123");
        yes("pid >= 4123");
        no("pid > 4123");
        yes("ppid = 812");
        yes("pgid = 4100");
        yes("sid = 4123");
        yes("tty = pts/3");
        yes("tty = /dev/pts/3");
        yes("tty ~ pts");
        no("tty = none");
        yes("user = Root");
        yes("user = 0");
        no("user != 0");
        yes("real-user = user1000");
        yes("uid = 0");
        yes("ruid = 1000");
        yes("gid = 50");
        yes("state = disk");
        yes("state = uninterruptible");
        yes("state = D");
        no("state = zombie");
        yes("state != S");
        yes("cpu > 5");
        yes("cpu > 5%");
        no("cpu > 6");
        yes("cpu = 5");
        yes("cpu = 5.3");
        no("cpu = 5.4");
        yes("cpu >= 5.3");
        yes("time = 2m");
        yes("time > 1m30s");
        yes("mem > 200 MB");
        yes("mem = 0.3 GB");
        yes("mem = 300 MiB");
        no("mem > 1 GB");
        yes("virtual = 2G");
        yes("threads = 7");
        yes("fds = 90");
        yes("fds > 80%");
        no("fds > 90%");
        yes("fds = 90%");
        yes("nice < 0");
        yes("nice = -5");
        yes("age < 5m");
        yes("age = 100");
        yes("age = 1m");
        no("age = 2m");
        no("age > 5m");
        yes("kernel = no");
        no("is:kernel");
        yes("is:mine");
        yes("is = session-leader");
        yes("is = other-rights");
        yes("is = foreground");
        yes("read > 4 MB");
        yes("written = 6 MB");
        yes("switches > 1000");
        yes("env.LANG = c");
        no("env.LANG = de");
        yes("env.EMPTY = ''");
        yes("env.NOT_SET = none");
        no("env.x != none");
        yes("env.LANG != none");
        no("env.NOT_SET = C");
        no("env.NOT_SET != C");
        yes("not env.NOT_SET = C");
        no("env.lang = C");
        no("exit = 0");
        no("exit != 0");
        yes("exit = none");
        yes("processor = 3");
        // words
        yes("sshd worker-12 4123");
        yes("\"--worker-12 \\\"a b\\\"\"");
        no("sshd nginx");
        no("ss.*");
        no("4123sshd");
        yes("not nginx");
        // and, or, not
        yes("user=root and cpu > 5 or nginx");
        no("user=root and (cpu > 50 or nginx)");
    }
    void everyFieldIsCompared()
    {
        QFETCH(QByteArray, text);
        QTEST(judged(text, known()), "truth");
    }

    void everyFieldHasARow()
    {
        for (const auto &field : processVocabulary()) {
            if (field.name == "signal") // of the dead only, see below
                continue;
            const auto name = std::string(field.name) + (field.keyedBy.empty() ? "" : ".LANG");
            QVERIFY2(judged(bytes(name + " = none"), known()) != Tristate::Unknown, name.c_str());
        }
    }

    void whatIsNotKnownMatchesNothing_data()
    {
        QTest::addColumn<QByteArray>("field");
        for (const auto &field : processVocabulary()) {
            if (field.name == "pid")
                continue;
            QTest::addRow("%s", std::string(field.name).c_str())
                << bytes(std::string(field.name) + (field.keyedBy.empty() ? "" : ".LANG"));
        }
    }
    void whatIsNotKnownMatchesNothing()
    {
        QFETCH(QByteArray, field);
        for (const auto *op : {" = ", " != "}) {
            const auto text = field + op + "none";
            QCOMPARE(judged(text, unreadable(99)), Tristate::Unknown);
            QCOMPARE(judged("not " + text, unreadable(99)), Tristate::Unknown);
        }
    }

    void deniedIsNotKnown_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const auto *text :
             {"fds > 5", "fds < 5", "fds > 80%", "env.LANG = C", "env.LANG != C", "read > 0", "switches = 0",
              "user = root", "user != root", "is:mine", "cmd ~ x"})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void deniedIsNotKnown()
    {
        auto process = known();
        const auto denied = failure(ErrorKind::Denied, "test");
        process.descriptorCount = Result<std::uint64_t>(denied);
        process.environment = Result<Environment>(denied);
        process.io = Result<IoCounters>(denied);
        process.contextSwitches = Result<std::uint64_t>(denied);
        process.credentials = denied;
        process.commandLine = denied;
        QFETCH(QByteArray, text);
        QCOMPARE(judged(text, process), Tristate::Unknown);
        QCOMPARE(judged("not (" + text + ")", process), Tristate::Unknown);
    }

    void unknownFollowsKleene_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Tristate>("truth");
        // fds is not known; pid is 4123
        QTest::newRow("and no") << QByteArray("fds > 5 and pid = 1") << Tristate::No;
        QTest::newRow("and yes") << QByteArray("fds > 5 and pid = 4123") << Tristate::Unknown;
        QTest::newRow("or yes") << QByteArray("fds > 5 or pid = 4123") << Tristate::Yes;
        QTest::newRow("or no") << QByteArray("fds > 5 or pid = 1") << Tristate::Unknown;
        QTest::newRow("yes or") << QByteArray("pid = 4123 or fds > 5") << Tristate::Yes;
        QTest::newRow("not") << QByteArray("not fds > 5") << Tristate::Unknown;
        QTest::newRow("neither this nor that") << QByteArray("fds > 5 or fds <= 5") << Tristate::Unknown;
    }
    void unknownFollowsKleene()
    {
        auto process = known();
        process.descriptorCount.reset();
        QFETCH(QByteArray, text);
        QTEST(judged(text, process), "truth");
    }

    void sharesNeedAWhole()
    {
        auto process = known();
        process.descriptorLimit = Result<std::optional<std::uint64_t>>(std::nullopt); // unlimited
        QCOMPARE(judged("fds > 80%", process), Tristate::No);
        QCOMPARE(judged("fds < 80%", process), Tristate::No);
        process.descriptorLimit.reset();
        QCOMPARE(judged("fds > 80%", process), Tristate::Unknown);
        QCOMPARE(judged("fds > 80", process), Tristate::Yes);
        process.descriptorLimit = Result<std::optional<std::uint64_t>>(0);
        QCOMPARE(judged("fds > 80%", process), Tristate::Yes);
    }

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

    void onlyWhatIsAskedForIsRead()
    {
        const auto needs = [](std::string_view text) { return ProcessFilter::parse(text).value().needs(); };
        QCOMPARE(needs("sshd pid=5 state=Z age<5m cpu>5"), FactNeeds());
        FactNeeds facts;
        facts.descriptorCount = true;
        QCOMPARE(needs("fds > 80"), facts);
        facts.descriptorLimit = true;
        QCOMPARE(needs("not (a or fds > 80%)"), facts);
        facts = {};
        facts.environment = facts.io = facts.contextSwitches = facts.credentials = facts.commandLine = true;
        QCOMPARE(needs("env.A=b read>1 switches>1 user=x cmd~y"), facts);
    }

    void timePassesByItself()
    {
        const auto parsed = [](std::string_view text) { return ProcessFilter::parse(text).value(); };
        QVERIFY(parsed("a or age < 5m").changesByItself());
        QVERIFY(!parsed("cpu > 5 mem > 5").changesByItself());
        QVERIFY(parsed("not cpu > 5").needsTwoSamples());
        QVERIFY(!parsed("age < 5m").needsTwoSamples());
        QVERIFY(parsed("user=root x").searchesText());
        QVERIFY(!parsed("user=root").searchesText());
        QVERIFY(parsed(" ").isEmpty());
        QVERIFY(!parsed("x").isEmpty());
    }

    void valuesAreListedOnce()
    {
        SystemInfo system;
        const FactContext context{system,
                                  {},
                                  0,
                                  [](Uid) { return std::string("root"); },
                                  [](std::uint32_t) { return std::string(); }};
        const std::vector<Process> processes = {processOf(1, 0, 1, "b"), processOf(2, 1, 1, "a"),
                                                processOf(3, 1, 1, "b"), unreadable(4)};
        QCOMPARE(listOf(valuesAmong(processes, *fieldNamed(processVocabulary(), "name"), context)),
                 (QByteArrayList{"a", "b"}));
        QCOMPARE(listOf(valuesAmong(processes, *fieldNamed(processVocabulary(), "user"), context)),
                 QByteArrayList{"root"});
        QCOMPARE(listOf(valuesAmong(processes, *fieldNamed(processVocabulary(), "pid"), context)),
                 QByteArrayList());
    }
};

static const forklore::TestClass<TestProcessFilter> testClass(__FILE__);
#include "tst_process_filter.moc"

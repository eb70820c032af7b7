// SPDX-License-Identifier: GPL-3.0-or-later
//
// What each field of the filter language says of a process; and what is not known.
#include <QTest>

#include "tests/core/filter/judged_process.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::judged_process;

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
        yes("faults = 5004");
        yes("disk-read > 1 MB");
        yes("disk-write = 0");
        yes("swap = 12 MB");
        yes("oom-score > 600");
        yes("unit = ssh.service");
        no("unit = none");
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

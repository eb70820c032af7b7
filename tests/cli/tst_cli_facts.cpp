// SPDX-License-Identifier: GPL-3.0-or-later
//
// The registry of facts on the command line: list --columns, --sort, --most, --csv, and facts.
#include <QTest>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

QList<int> pidsOf(const Run &run)
{
    QList<int> pids;
    for (const auto &process : run.json()["processes"].toArray())
        pids += process.toObject()["pid"].toInt();
    return pids;
}

QJsonObject processWith(const Run &run, Pid pid)
{
    return objectWith(run.json()["processes"], QStringLiteral("pid"), pid);
}

} // namespace

class CliFacts : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_machine = std::make_unique<ProcRoot>();
        m_machine->add({.pid = 1, .ppid = 0, .comm = "init", .argv = {"/sbin/init"}, .threads = 3});
        m_machine->add({.pid = 2, .ppid = 0, .comm = "kthreadd", .argv = {}, .flags = 0x200000});
        m_machine->add({.pid = 50, .ppid = 1, .comm = "gone", .state = 'Z', .argv = {}, .exitCode = 3 << 8});
        m_machine->add({.pid = 60,
                        .ppid = 1,
                        .comm = "a,\"b\"\n\xff",
                        .argv = {"python3", "two words"},
                        .threads = 9,
                        .nice = -5,
                        .uid = 54321,
                        .euid = 54322,
                        .start = 12000});
        m_machine->write("60/environ", std::string_view("HOME=/root\0EMPTY=\0", 18));
        m_machine->write("70/stat", "70 (broken"); // listed by its pid alone
    }

    void theColumnsAreTheOnesAskedFor()
    {
        const auto run = list({"--json", "--columns", "mem,real-user,user,tty,nice,started,env.HOME"});
        QVERIFY2(run.status == 0, run.text());
        QCOMPARE(run.json()["schema"].toString(), QStringLiteral("forklore.list/1"));
        const auto process = processWith(run, 60);
        QCOMPARE(members(process), (QStringList{"env.HOME", "mem", "nice", "pid", "real_user", "start_ticks",
                                                "started", "tty", "user"}));
        QCOMPARE(process["mem"].toInt(), 300 * 4096);
        QCOMPARE(process["real_user"].toString(), QStringLiteral("54321"));
        QCOMPARE(process["user"].toString(), QStringLiteral("54322"));
        QVERIFY(process["tty"].isNull());
        QCOMPARE(process["nice"].toInt(), -5);
        QCOMPARE(process["start_ticks"].toInt(), 12000);
        QCOMPARE(process["started"].toDouble(), ProcRoot::bootSeconds + 120);
        QCOMPARE(process["env.HOME"].toString(), QStringLiteral("/root"));
    }

    void whatIsNotKnownIsAnErrorAndWhatIsNotThereIsNull()
    {
        const auto run = list({"--json", "--columns", "mem,exit,env.NONE,read,is,cpu"});
        QVERIFY2(run.status == 0, run.text());
        const auto zombie = processWith(run, 50);
        QVERIFY(zombie["mem"].isNull());
        QVERIFY(zombie["env.NONE"].isNull());
        QVERIFY(zombie["cpu"].isNull());
        const auto living = processWith(run, 60);
        QVERIFY(living["exit"].isNull());
        QVERIFY(living["env.NONE"].isNull());
        QCOMPARE(errorKind(living["read"]), QStringLiteral("unsupported")); // there is no file io
        QVERIFY(living["is"].toString().contains(QLatin1String("session-leader other-rights")));
        QCOMPARE(errorKind(living["cpu"]), QStringLiteral("unsupported")); // the clock there stands still
        const auto broken = processWith(run, 70);
        for (const auto *id : {"start_ticks", "mem", "exit", "cpu"})
            QCOMPARE(errorKind(broken[QLatin1String(id)]), QStringLiteral("malformed"));
    }

    void aRateIsKnownFromTwoSamples()
    {
        const auto run = runCommand({"list", "--json", "--columns", "cpu", "--where", "pid = 1"});
        QVERIFY2(run.status == 0, run.text());
        QVERIFY(processWith(run, 1)["cpu"].isDouble());
    }

    void bytesThatAreNoTextAreKept()
    {
        const auto process = processWith(list({"--json", "--columns", "name"}), 60);
        QCOMPARE(process["name"].toObject()["base64"].toString(),
                 QString::fromLatin1(QByteArray("a,\"b\"\n\xff").toBase64()));
    }

    void anAliasIsTheFact()
    {
        const auto process = processWith(list({"--json", "--columns", "RSS,parent"}), 60);
        QCOMPARE(members(process), (QStringList{"mem", "pid", "ppid", "start_ticks"}));
    }

    void theTableHasTheColumns()
    {
        const auto run = list({"--columns", "pid,threads,name,exit,mem", "--where", "pid >= 50"});
        QVERIFY2(run.status == 0, run.text());
        const auto lines = run.lines();
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0].simplified(), QByteArray("PID THREADS NAME EXIT CODE MEMORY"));
        QCOMPARE(lines[1].simplified(), QByteArray("50 1 gone 3 -"));
        QCOMPARE(lines[2].simplified(), QByteArray("60 9 a,\"b\"\\n\\xff - 1.2 MiB"));
        QCOMPARE(lines[3].simplified(), QByteArray("70 ? ? ? ?"));
        QCOMPARE(controlCharacterIn(QByteArray(run.out).replace('\n', ' ')), -1);
    }

    void rowsAreSorted_data()
    {
        QTest::addColumn<QString>("fact");
        QTest::addColumn<QList<int>>("pids");
        QTest::newRow("numbers") << QStringLiteral("nice") << QList<int>{60, 1, 2, 50, 70};
        QTest::newRow("largest first") << QStringLiteral("-threads") << QList<int>{60, 1, 2, 50, 70};
        QTest::newRow("smallest first") << QStringLiteral("threads") << QList<int>{2, 50, 1, 60, 70};
        QTest::newRow("texts") << QStringLiteral("name") << QList<int>{60, 50, 1, 2, 70};
        QTest::newRow("texts from the end") << QStringLiteral("-name") << QList<int>{2, 1, 50, 60, 70};
        QTest::newRow("none, then not known") << QStringLiteral("-mem") << QList<int>{1, 60, 2, 50, 70};
        QTest::newRow("pids") << QStringLiteral("-pid") << QList<int>{70, 60, 50, 2, 1};
    }
    void rowsAreSorted()
    {
        QFETCH(QString, fact);
        const auto run = list({"--json", "--sort", fact});
        QVERIFY2(run.status == 0, run.text());
        QTEST(pidsOf(run), "pids");
    }

    void onlyTheFirstAreListed()
    {
        QCOMPARE(pidsOf(list({"--json", "--sort", "-threads", "--most", "2"})), (QList<int>{60, 1}));
        QCOMPARE(pidsOf(list({"--json", "--most", "99"})), (QList<int>{1, 2, 50, 60, 70}));
        QCOMPARE(list({"--most", "1"}).lines().size(), 2);
    }

    void csvIsQuotedWhereItMustBe()
    {
        const auto run = list({"--csv", "--columns", "pid,name,mem,real-user,exit,env.HOME"});
        QVERIFY2(run.status == 0, run.text());
        QVERIFY(run.out.endsWith("\r\n"));
        const auto records = QString::fromUtf8(run.out).split(QStringLiteral("\r\n"));
        QCOMPARE(records.size(), 7); // and what stands behind the last line end
        QCOMPARE(records[0], QStringLiteral("pid,name,mem,real-user,exit,env.HOME"));
        QCOMPARE(records[3], QStringLiteral("50,gone,,0,3,"));
        QCOMPARE(records[4], QStringLiteral("60,\"a,\"\"b\"\"\\n\\xff\",1228800,54321,,/root"));
        QCOMPARE(records[5], QStringLiteral("70,?,?,?,?,?"));
    }

    void csvWithoutColumnsHasTheUsualOnes()
    {
        const auto run = list({"--csv", "--most", "1"});
        QCOMPARE(run.lines().value(0), QByteArray("pid,ppid,user,state,time,mem,threads,fds,cmd\r"));
        QCOMPARE(run.lines().value(1), QByteArray("1,0,0,sleeping,1.23,1228800,3,0,/sbin/init\r"));
    }

    void wrongUsageIsTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("unknown") << QStringList{"list", "--columns", "pid,thraeds"}
                                 << QByteArray("'thraeds'; the nearest is 'threads'");
        QTest::newRow("unknown to sort by")
            << QStringList{"list", "--sort", "-memm"} << QByteArray("'memm'; the nearest is 'mem'");
        QTest::newRow("nothing near")
            << QStringList{"list", "--columns", "xyzzy-plugh"} << QByteArray("no fact 'xyzzy-plugh' (see");
        QTest::newRow("empty") << QStringList{"list", "--columns", "pid,"} << QByteArray("no fact ''");
        QTest::newRow("no key") << QStringList{"list", "--columns", "env"} << QByteArray("env.NAME");
        QTest::newRow("empty key") << QStringList{"list", "--columns", "env."} << QByteArray("'env.'");
        QTest::newRow("a key of none") << QStringList{"list", "--columns", "pid.x"} << QByteArray("'pid.x'");
        QTest::newRow("none of them") << QStringList{"list", "--most", "0"} << QByteArray("--most");
        QTest::newRow("both") << QStringList{"list", "--json", "--csv"} << QByteArray("--csv");
        QTest::newRow("csv of a tree") << QStringList{"tree", "--csv"} << QByteArray("list and facts");
    }
    void wrongUsageIsTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, said);
        const auto run = runCommand(m_machine->with(arguments));
        QCOMPARE(run.status, 2);
        QVERIFY2(complainsOnly(run), run.text());
        QVERIFY2(run.err.contains(said), run.text());
    }

    void factsAreListed()
    {
        const auto run = runCommand({"facts", "--json"});
        QVERIFY2(run.status == 0, run.text());
        QCOMPARE(run.json()["schema"].toString(), QStringLiteral("forklore.facts/1"));
        const auto facts = run.json()["facts"];
        for (const auto &fact : facts.toArray())
            QCOMPARE(members(fact.toObject()),
                     (QStringList{"id", "kind", "meaning", "needs", "of", "title", "unit"}));
        const auto memory = objectWith(facts, QStringLiteral("id"), QStringLiteral("mem"));
        QCOMPARE(memory["kind"].toString(), QStringLiteral("bytes"));
        QCOMPARE(memory["unit"].toString(), QStringLiteral("bytes"));
        QVERIFY(memory["needs"].isNull());
        QCOMPARE(memory["of"].toString(), QStringLiteral("process"));
        const auto read = objectWith(facts, QStringLiteral("id"), QStringLiteral("read"));
        QVERIFY(read["needs"].toString().contains(QLatin1String("CAP_SYS_PTRACE")));
        const auto kind = objectWith(facts, QStringLiteral("id"), QStringLiteral("kind"));
        QCOMPARE(kind["of"].toString(), QStringLiteral("event"));
    }

    void everyFactThatIsListedIsAColumn()
    {
        const auto facts = runCommand({"facts", "--json"}).json()["facts"].toArray();
        QVERIFY(!facts.isEmpty());
        QStringList ids;
        for (const auto &fact : facts) {
            if (fact.toObject()["of"].toString() == QLatin1String("process"))
                ids += fact.toObject()["id"].toString();
        }
        const auto run = list({"--json", "--columns", ids.join(u',')});
        QVERIFY2(run.status == 0, run.text());
        auto names = ids.replaceInStrings(QStringLiteral("-"), QStringLiteral("_"));
        names += QStringLiteral("start_ticks");
        names.sort();
        QCOMPARE(members(processWith(run, 60)), names);
    }

    void factsAreATableAndCsv()
    {
        const auto table = runCommand({"facts"});
        QVERIFY2(table.status == 0, table.text());
        QCOMPARE(table.lines().value(0).simplified(), QByteArray("OF ID TITLE KIND UNIT MEANING NEEDS"));
        const auto csv = runCommand({"facts", "--csv"});
        QCOMPARE(csv.lines().value(0), QByteArray("id,title,meaning,unit,kind,needs,of\r"));
        QCOMPARE(csv.lines().size(), table.lines().size());
    }

private:
    [[nodiscard]] Run list(const QStringList &arguments) const
    {
        return runCommand(m_machine->with(QStringList{"list"} + arguments));
    }

    std::unique_ptr<ProcRoot> m_machine;
};

static const forklore::TestClass<CliFacts> testClass(__FILE__);
#include "tst_cli_facts.moc"

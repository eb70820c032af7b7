// SPDX-License-Identifier: GPL-3.0-or-later
//
// list --where: the filter language without a window.
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

} // namespace

class CliWhere : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_machine = std::make_unique<ProcRoot>();
        m_machine->add({.pid = 1, .ppid = 0, .comm = "init", .argv = {"/sbin/init"}});
        m_machine->add({.pid = 2, .ppid = 0, .comm = "kthreadd", .argv = {}, .flags = 0x200000});
        m_machine->add({.pid = 50, .ppid = 1, .comm = "gone", .state = 'Z', .argv = {}, .exitCode = 3 << 8});
        m_machine->add({.pid = 60,
                        .ppid = 1,
                        .comm = "python3",
                        .argv = {"python3", "worker-12", "two words"},
                        .threads = 9,
                        .uid = 54321,
                        .euid = 54321,
                        .start = 12000});
        m_machine->write("70/stat", "70 (broken"); // listed by its pid alone
    }

    void onlyWhatMatchesIsListed_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QList<int>>("pids");
        const auto row = [](const char *expression, const QList<int> &pids) {
            QTest::addRow("%s", *expression == '\0' ? "nothing" : expression)
                << QString::fromLatin1(expression) << pids;
        };
        row("", {1, 2, 50, 60, 70});
        row("python", {60});
        row("user = 54321", {60});
        row("user = 0 and kernel = no", {1, 50}); // its users have no names here
        row("state = zombie", {50});
        row("ppid = 1", {50, 60});
        row("cmd ~ /worker-\\d+/", {60});
        row("age < 5m", {1, 2, 50, 60});
        row("age < 4s", {60});
        row("threads > 5 or init", {1, 60});
        row("not threads > 5", {1, 2, 50}); // of 70 nothing is known
        row("mem > 1 GB", {});
        row("70", {70});
    }
    void onlyWhatMatchesIsListed()
    {
        QFETCH(QString, expression);
        const auto run = runCommand(m_machine->with({"list", "--json", "--where", expression}));
        QVERIFY2(run.status == 0 && run.err.isEmpty(), run.text().constData());
        QTEST(pidsOf(run), "pids");
    }

    void textIsFilteredAsWell()
    {
        const auto run = runCommand(m_machine->with({"list", "--where", "python"}));
        QCOMPARE(run.status, 0);
        QCOMPARE(run.lines().size(), 2);
        QVERIFY(run.lines().last().contains("worker-12"));
        QCOMPARE(runCommand(m_machine->with({"list", "--where", "mem > 1 GB"})).lines().size(), 1);
    }

    void aWrongExpressionIsPointedAt_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QByteArray>("told");
        QTest::newRow("a word for a number")
            << "cpu > abc"
            << QByteArray("forklore-cli: --where: column 7: cpu is a percentage, as in cpu > 5\n"
                          "    cpu > abc\n"
                          "          ^~~\n");
        QTest::newRow("behind the end")
            << "user="
            << QByteArray("forklore-cli: --where: column 6: a value is missing after =, as in user = root\n"
                          "    user=\n"
                          "         ^\n");
        QTest::newRow("wide characters and controls")
            << QString::fromUtf8("\303\274\n (")
            << QByteArray("forklore-cli: --where: column 5: this ( is not closed\n"
                          "    \303\274\\n (\n"
                          "        ^\n");
    }
    void aWrongExpressionIsPointedAt()
    {
        QFETCH(QString, expression);
        for (const auto &options : {QStringList{"list"}, QStringList{"list", "--json"}}) {
            const auto run = runCommand(m_machine->with(options + QStringList{"--where", expression}));
            QCOMPARE(run.status, 2);
            QVERIFY(run.out.isEmpty());
            QTEST(run.err, "told");
        }
    }

    void aRateIsMeasured()
    {
        // Of this very machine: somebody runs, and at least this test's own command is known.
        const auto run = runCommand({"list", "--json", "--where", "cpu >= 0"});
        QCOMPARE(run.status, 0);
        QVERIFY(!pidsOf(run).isEmpty());
        // In a picture of a machine no time passes: nothing is known of rates.
        QVERIFY(pidsOf(runCommand(m_machine->with({"list", "--json", "--where", "cpu >= 0"}))).isEmpty());
    }

    void onlyListTakesIt()
    {
        QCOMPARE(runCommand(m_machine->with({"tree", "--where", "x"})).status, 2);
        QCOMPARE(runCommand(m_machine->with({"list", "--where"})).status, 2);
    }

private:
    std::unique_ptr<ProcRoot> m_machine;
};

static const forklore::TestClass<CliWhere> testClass(__FILE__);
#include "tst_cli_where.moc"

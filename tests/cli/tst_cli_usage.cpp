// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands, options, exit status and messages.
#include <QTest>

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/capability.h>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// Takes root's right to pass over file permissions, for the run alone.
void withoutFileRights()
{
    prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0);
    prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0);
}

} // namespace

class CliUsage : public QObject {
    Q_OBJECT

private slots:
    void noCommandPrintsTheHelpToStderr();
    void helpGoesToStdout_data();
    void helpGoesToStdout();
    void versionIsPrinted();
    void wrongUsageIsTwo_data();
    void wrongUsageIsTwo();
    void controlCharactersInAMistakeAreEscaped();
    void noSuchProcessIsThree_data();
    void noSuchProcessIsThree();
    void missingProcRootIsAFailure_data();
    void missingProcRootIsAFailure();
    void closedProcRootIsPermissionDenied();
    void closedProcessIsPermissionDenied();
    void malformedProcessIsAFailure();
    void optionsStandBeforeAndAfter_data();
    void optionsStandBeforeAndAfter();
};

void CliUsage::noCommandPrintsTheHelpToStderr()
{
    for (const auto &arguments : {QStringList(), QStringList{"--json"}}) {
        const auto run = runCommand(arguments);
        QCOMPARE(run.status, 2);
        QCOMPARE(run.out, QByteArray());
        for (const auto *command :
             {"list", "tree", "show", "limit", "events", "--json", "--proc-root", "--color"})
            QVERIFY2(run.err.contains(command), command);
    }
}

void CliUsage::helpGoesToStdout_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("--help") << QStringList{"--help"} << QByteArray("Exit status");
    QTest::newRow("list --help") << QStringList{"list", "--help"} << QByteArray("One row per process");
    QTest::newRow("tree --help") << QStringList{"tree", "--help"} << QByteArray("PID");
    QTest::newRow("show --help") << QStringList{"show", "--help"} << QByteArray("SECTION");
    QTest::newRow("limit --help") << QStringList{"limit", "--help"} << QByteArray("RESOURCE");
    QTest::newRow("events --help") << QStringList{"events", "--help"}
                                   << QByteArray("ends when all have ended");
}

void CliUsage::helpGoesToStdout()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, word);
    const auto run = runCommand(arguments);
    QCOMPARE(run.status, 0);
    QCOMPARE(run.err, QByteArray());
    QVERIFY2(run.out.contains(word), run.out.constData());
    QVERIFY(run.out.endsWith('\n'));
}

void CliUsage::versionIsPrinted()
{
    const auto run = runCommand({"--version"});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.err, QByteArray());
    static const QRegularExpression pattern(QStringLiteral("^forklore-cli [0-9]+\\.[0-9]+\\.[0-9]+\n$"));
    QVERIFY2(pattern.match(QString::fromUtf8(run.out)).hasMatch(), run.out.constData());
}

void CliUsage::wrongUsageIsTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const QStringList &arguments) {
        QTest::newRow(qPrintable(arguments.join(' '))) << arguments;
    };
    row({"nonsense"});
    row({"--nonsense", "list"});
    row({"list", "--nonsense"});
    row({"list", "surplus"});
    row({"list", "tree"});
    row({"list", "--color"});
    row({"list", "--color", "sometimes"});
    row({"list", "--proc-root"});
    row({"tree", "1", "2"});
    row({"tree", "0"});
    row({"tree", "init"});
    row({"show"});
    row({"show", "0"});
    row({"show", "-1"});
    row({"show", "+1"});
    row({"show", "1x"});
    row({"show", "1.5"});
    row({"show", "0x1"});
    row({"show", " 1"});
    row({"show", ""});
    row({"show", "2147483648"});
    row({"show", "99999999999999999999"});
    row({"show", "1", "nonsense"});
    row({"show", "1", "identity", "nonsense"});
    row({"limit"});
    row({"limit", "1"});
    row({"limit", "1", "NONSENSE"});
    row({"limit", "1", "RLIMIT_"});
    row({"limit", "0", "NOFILE"});
}

void CliUsage::wrongUsageIsTwo()
{
    QFETCH(QStringList, arguments);
    const auto run = runCommand(arguments);
    QVERIFY2(run.status == 2, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

void CliUsage::controlCharactersInAMistakeAreEscaped()
{
    for (const auto &arguments :
         {QStringList{"show", "1\x1b[31m"}, QStringList{"limit", "1", "NO\x1b[31mFILE\n"},
          QStringList{"non\nsense"}, QStringList{"--proc-root", "/no\x1b/such\n", "list"}}) {
        const auto run = runCommand(arguments);
        QVERIFY(run.status != 0);
        QVERIFY2(complainsOnly(run), run.text().constData());
    }
}

void CliUsage::noSuchProcessIsThree_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const QStringList &arguments) {
        QTest::newRow(qPrintable(arguments.join(' '))) << arguments;
    };
    row({"show", "2147483647"}); // beyond the largest pid_max
    row({"show", "2147483647", "limits"});
    row({"--json", "show", "2147483647"});
    row({"tree", "2147483647"});
    row({"--json", "tree", "2147483647"});
    row({"limit", "2147483647", "NOFILE"});
}

void CliUsage::noSuchProcessIsThree()
{
    QFETCH(QStringList, arguments);
    const auto run = runCommand(arguments);
    QVERIFY2(run.status == 3, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
    QVERIFY2(run.err.contains("2147483647"), run.err.constData());
}

void CliUsage::missingProcRootIsAFailure_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("list") << QStringList{"list"};
    QTest::newRow("tree") << QStringList{"tree"};
    QTest::newRow("tree of one") << QStringList{"tree", "1"};
    QTest::newRow("show") << QStringList{"show", "1"};
    QTest::newRow("limit") << QStringList{"limit", "1", "NOFILE"};
}

/// Not "no such process": a script would take that for an answer.
void CliUsage::missingProcRootIsAFailure()
{
    QFETCH(QStringList, arguments);
    const ProcRoot machine;
    for (const auto *name : {"/no such", "/uptime"}) {
        const auto path = QString::fromStdString(machine.root()) + name;
        const auto run = runCommand(QStringList{"--proc-root", path} + arguments);
        QVERIFY2(run.status == 1, run.text().constData());
        QVERIFY2(complainsOnly(run), run.text().constData());
        QVERIFY2(run.err.contains(path.toUtf8()), run.err.constData());
    }
}

void CliUsage::closedProcRootIsPermissionDenied()
{
    const ProcRoot machine;
    QCOMPARE(chmod(machine.root().c_str(), 0), 0);
    const auto run = runCommand(machine.with({"list"}), {{}, withoutFileRights});
    QCOMPARE(chmod(machine.root().c_str(), 0700), 0);
    QVERIFY2(run.status == 4, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

void CliUsage::closedProcessIsPermissionDenied()
{
    ProcRoot machine;
    machine.add({1, 0});
    const auto path = machine.root() + "/1";
    QCOMPARE(chmod(path.c_str(), 0), 0);
    const auto show = runCommand(machine.with({"show", "1"}), {{}, withoutFileRights});
    const auto limit = runCommand(machine.with({"limit", "1", "NOFILE"}), {{}, withoutFileRights});
    const auto list = runCommand(machine.with({"--json", "list"}), {{}, withoutFileRights});
    QCOMPARE(chmod(path.c_str(), 0700), 0);
    QVERIFY2(show.status == 4 && complainsOnly(show), show.text().constData());
    QVERIFY2(limit.status == 4 && complainsOnly(limit), limit.text().constData());
    // The list goes on: the process stays in it by its pid.
    QVERIFY2(list.status == 0, list.text().constData());
    const auto process = objectWith(list.json()["processes"], "pid", 1);
    QCOMPARE(errorKind(process["state"]), QString("denied"));
}

void CliUsage::malformedProcessIsAFailure()
{
    ProcRoot machine;
    machine.add({1, 0});
    machine.write("1/stat", "nonsense\n");
    const auto run = runCommand(machine.with({"show", "1"}));
    QVERIFY2(run.status == 1, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

void CliUsage::optionsStandBeforeAndAfter_data()
{
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("after");
    QTest::newRow("list") << QStringList{"--json", "list"} << QStringList{"list", "--json"};
    QTest::newRow("show") << QStringList{"--json", "show", "1", "names"}
                          << QStringList{"show", "1", "names", "--json"};
    QTest::newRow("show, in between")
        << QStringList{"--json", "show", "1", "names"} << QStringList{"show", "--json", "1", "names"};
    QTest::newRow("tree") << QStringList{"--json", "tree", "1"} << QStringList{"tree", "1", "--json"};
    QTest::newRow("limit") << QStringList{"--json", "limit", "1", "CPU"}
                           << QStringList{"limit", "1", "CPU", "--json"};
    QTest::newRow("color") << QStringList{"--color", "always", "list"}
                           << QStringList{"list", "--color=always"};
}

void CliUsage::optionsStandBeforeAndAfter()
{
    QFETCH(QStringList, before);
    QFETCH(QStringList, after);
    ProcRoot machine;
    machine.add({1, 0});
    const auto root = QString::fromStdString(machine.root());
    const auto first = runCommand(QStringList{"--proc-root", root} + before);
    const auto second = runCommand(after + QStringList{"--proc-root", root});
    QCOMPARE(first.status, second.status);
    QCOMPARE(first.out, second.out);
    QCOMPARE(first.err, second.err);
    if (!before.contains("limit")) // this machine has no limits file, which is the same error for both
        QVERIFY2(first.status == 0, first.text().constData());
}

static const forklore::TestClass<CliUsage> testClass(__FILE__);
#include "tst_cli_usage.moc"

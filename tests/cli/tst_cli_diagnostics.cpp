// SPDX-License-Identifier: GPL-3.0-or-later
//
// show PID diagnostics, on a /proc made by hand.
#include <QTest>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/test_program.h"

using namespace forklore;

class CliDiagnostics : public QObject {
    Q_OBJECT

private slots:
    void aZombieIsExplained()
    {
        ProcRoot machine;
        machine.add({.pid = 1, .comm = "init", .start = 1});
        machine.add({.pid = 20, .ppid = 1, .comm = "make"});
        machine.add({.pid = 50, .ppid = 20, .comm = "as", .state = 'Z', .argv = {}});
        const auto run = runCommand(machine.with({"--json", "show", "50", "diagnostics"}));
        QVERIFY2(run.status == 0, run.text().constData());
        const auto diagnostics = run.json()["sections"]["diagnostics"].toArray();
        QCOMPARE(diagnostics.size(), 1);
        QCOMPARE(members(diagnostics[0].toObject()),
                 (QStringList{"explanation", "kind", "manual", "text", "weight"}));
        QCOMPARE(diagnostics[0]["kind"], QJsonValue("zombie"));
        QCOMPARE(diagnostics[0]["weight"], QJsonValue("trouble"));
        QCOMPARE(diagnostics[0]["manual"], QJsonValue("wait(2)"));
        QVERIFY(diagnostics[0]["text"].toString().contains("its parent make 20 has not waited for it."));
    }

    void theTextHasTheSameWords()
    {
        ProcRoot machine;
        machine.add({.pid = 1, .comm = "init", .start = 1});
        const auto run = runCommand(machine.with({"show", "1", "diagnostics"}));
        QVERIFY2(run.status == 0, run.text().constData());
        QVERIFY(run.out.contains("Init: the first process"));
        QVERIFY(run.out.contains("pid_namespaces(7)"));
    }

    void theFormerNameIsUnderstood()
    {
        ProcRoot machine;
        machine.add({.pid = 1, .comm = "init", .start = 1});
        const auto named = [&](const char *name) {
            return runCommand(machine.with({"--json", "show", "1", name})).json()["sections"].toObject();
        };
        QCOMPARE(named("remarks")["remarks"], named("diagnostics")["diagnostics"]);
        QVERIFY(!named("diagnostics")["diagnostics"].isUndefined());
    }

    void oneThatIsGoneIsSaidToBe()
    {
        const ProcRoot machine;
        const auto run = runCommand(machine.with({"--json", "show", "50", "diagnostics"}));
        QCOMPARE(run.status, 3);
    }
};

static const forklore::TestClass<CliDiagnostics> testClass(__FILE__);
#include "tst_cli_diagnostics.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// lab: the list of demos, and one that runs in the foreground.
#include <QJsonArray>
#include <QTest>

#include "core/lab/catalogue/catalogue.h"
#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/test_program.h"

using namespace forklore;

class CliLab : public QObject {
    Q_OBJECT

private slots:
    void demosAreListed();
    void demoIsToldAsJson();
    void demoIsToldAsText();
    void memoryIsChosen();
    void whatIsNoDemoIsWrongUsage();
    void anotherProcIsRefused();
};

void CliLab::demosAreListed()
{
    const auto run = runCommand({"lab", "--json"});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.json()["schema"], QJsonValue("forklore.lab/1"));
    const auto listed = run.json()["demos"].toArray();
    QCOMPARE(static_cast<std::size_t>(listed.size()), demos().size());
    for (qsizetype i = 0; i < listed.size(); ++i) {
        const auto &demo = demos()[static_cast<std::size_t>(i)];
        const auto object = listed[i].toObject();
        QCOMPARE(members(object), (QStringList{"name", "summary", "title"}));
        QCOMPARE(object["name"].toString().toStdString(), demo.name);
        QCOMPARE(object["title"].toString().toStdString(), demo.text.title);
        QCOMPARE(object["summary"].toString().toStdString(), demo.text.summary);
    }
    const auto text = runCommand({"lab"});
    QCOMPARE(text.status, 0);
    QVERIFY(text.out.contains("orphan"));
    QCOMPARE(static_cast<std::size_t>(text.lines().size()), demos().size() + 1);
}

void CliLab::demoIsToldAsJson()
{
    const auto run = runCommand({"lab", "orphan", "--json"});
    QVERIFY2(run.status == 0, run.text() + run.out);
    const auto document = run.json();
    QCOMPARE(members(document), (QStringList{"cannot_show", "name", "narration", "observations", "schema"}));
    QCOMPARE(document["schema"], QJsonValue("forklore.lab-run/1"));
    QCOMPARE(document["name"], QJsonValue("orphan"));
    QVERIFY(document["cannot_show"].isNull());
    const auto observations = document["observations"].toArray();
    QCOMPARE(static_cast<std::size_t>(observations.size()), demoNamed("orphan")->expectations.size() + 1);
    for (const auto &observation : observations) {
        QCOMPARE(members(observation.toObject()), (QStringList{"holds", "observed", "promise"}));
        QCOMPARE(observation.toObject()["holds"], QJsonValue(true));
        QVERIFY(!observation.toObject()["observed"].toString().isEmpty());
    }
    const auto narration = document["narration"].toArray();
    QVERIFY(narration.size() > 4);
    for (const auto &sentence : narration) {
        QCOMPARE(members(sentence.toObject()), (QStringList{"pid", "text", "time"}));
        QVERIFY(sentence.toObject()["time"].toDouble() > 1.7e9); // seconds since 1970
    }
}

void CliLab::demoIsToldAsText()
{
    const auto run = runCommand({"lab", "fork-returns-twice"});
    QVERIFY2(run.status == 0, run.text() + run.out);
    QVERIFY(run.out.startsWith("Fork returns twice\n\n"));
    QVERIFY(run.out.contains("   2  pid_t result = fork();\n"));
    QVERIFY(!run.out.contains("lab::"));
    QVERIFY(run.out.contains("child: fork returned 0, x is 2"));
    QVERIFY(run.out.contains("ok      in the child it returns 0: it says 0\n"));
    QVERIFY(!run.out.contains("FAILED"));
}

void CliLab::memoryIsChosen()
{
    const auto run = runCommand({"lab", "copy-on-write", "--megabytes", "40", "--json"});
    QVERIFY2(run.status == 0, run.text() + run.out);
    const auto own = objectWith(run.json()["observations"], "promise", "what the parent fills is its own");
    QVERIFY2(own["observed"].toString().contains(QLatin1String("4")),
             textOf(own).constData()); // 40 and a little
    QCOMPARE(runCommand({"lab", "copy-on-write", "--megabytes", "0"}).status, 2);
    QCOMPARE(runCommand({"lab", "copy-on-write", "--megabytes", "much"}).status, 2);
}

void CliLab::whatIsNoDemoIsWrongUsage()
{
    const auto run = runCommand({"lab", "nothing"});
    QCOMPARE(run.status, 2);
    QVERIFY2(complainsOnly(run), run.err);
    QVERIFY(run.err.contains("forklore-cli lab"));
}

void CliLab::anotherProcIsRefused()
{
    const ProcRoot machine;
    const auto run = runCommand(machine.with({"lab", "orphan"}));
    QCOMPARE(run.status, 2);
    QVERIFY2(complainsOnly(run), run.err);
}

static const forklore::TestClass<CliLab> testClass(__FILE__);
#include "tst_cli_lab.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// tree: parents first, with depth; lines drawn in the locale's characters; one process with its ancestors.
#include <QTest>

#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// 1 ── 10 ── 11, 12;  1 ── 20 ── 21;  2
void plant(ProcRoot &machine)
{
    machine.add({.pid = 1, .ppid = 0, .comm = "init"});
    machine.add({.pid = 2, .ppid = 0, .comm = "kthreadd", .argv = {}, .flags = 0x200000});
    machine.add({.pid = 10, .ppid = 1, .comm = "shell"});
    machine.add({.pid = 11, .ppid = 10, .comm = "editor"});
    machine.add({.pid = 12, .ppid = 10, .comm = "dead", .state = 'Z', .argv = {}, .exitCode = 3 << 8});
    machine.add({.pid = 20, .ppid = 1, .comm = "server"});
    machine.add({.pid = 21, .ppid = 20, .comm = "worker", .state = 'T'});
}

QByteArrayList placesOf(const Run &run)
{
    QByteArrayList places;
    for (const auto &element : run.json()["processes"].toArray()) {
        const auto process = element.toObject();
        places << QByteArray::number(process["depth"].toInt(-1)) + ':' +
                      QByteArray::number(process["pid"].toInt());
    }
    return places;
}

} // namespace

class CliTree : public QObject {
    Q_OBJECT

private slots:
    void documentIsFlatAndParentsComeFirst();
    void documentOfOneHasItsAncestors();
    void eachIsAsInTheList();
    void linesInUtf8();
    void linesInAscii();
    void linesOfOneWithItsAncestors();
    void circleOfParentsEnds();
    void childOfItselfIsARoot();
    void orphansAreRoots();
    void malformedStaysInTheTree();
    void strangeNamesStayOnTheirLines();
    void deepChain();
    void treeOfThisMachine();
};

void CliTree::documentIsFlatAndParentsComeFirst()
{
    ProcRoot machine;
    plant(machine);
    const auto run = runCommand(machine.with({"--json", "tree"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(members(run.json()), (QStringList{"notices", "processes", "schema"}));
    QCOMPARE(run.json()["schema"], QJsonValue("forklore.tree/1"));
    QCOMPARE(placesOf(run), (QByteArrayList{"0:1", "1:10", "2:11", "2:12", "1:20", "2:21", "0:2"}));
}

void CliTree::documentOfOneHasItsAncestors()
{
    ProcRoot machine;
    plant(machine);
    QCOMPARE(placesOf(runCommand(machine.with({"--json", "tree", "10"}))),
             (QByteArrayList{"0:1", "1:10", "2:11", "2:12"}));
    QCOMPARE(placesOf(runCommand(machine.with({"--json", "tree", "21"}))),
             (QByteArrayList{"0:1", "1:20", "2:21"}));
    QCOMPARE(placesOf(runCommand(machine.with({"--json", "tree", "2"}))), (QByteArrayList{"0:2"}));
}

void CliTree::eachIsAsInTheList()
{
    ProcRoot machine;
    plant(machine);
    const auto list = runCommand(machine.with({"--json", "list"})).json()["processes"].toArray();
    for (const auto &element : runCommand(machine.with({"--json", "tree"})).json()["processes"].toArray()) {
        auto process = element.toObject();
        process.remove("depth");
        QCOMPARE(textOf(process), textOf(objectWith(list, "pid", process["pid"])));
    }
}

void CliTree::linesInUtf8()
{
    ProcRoot machine;
    plant(machine);
    const auto run = runCommand(machine.with({"tree"}), {{"LC_ALL=C.UTF-8"}, {}});
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines(),
             (QByteArrayList{"1 init", "├─ 10 shell", "│  ├─ 11 editor", "│  └─ 12 dead (zombie, exited 3)",
                             "└─ 20 server", "   └─ 21 worker (stopped)", "2 kthreadd"}));
}

void CliTree::linesInAscii()
{
    ProcRoot machine;
    plant(machine);
    const auto run = runCommand(machine.with({"tree"}), {{"LC_ALL=C"}, {}});
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines(),
             (QByteArrayList{"1 init", "|- 10 shell", "|  |- 11 editor", "|  `- 12 dead (zombie, exited 3)",
                             "`- 20 server", "   `- 21 worker (stopped)", "2 kthreadd"}));
}

void CliTree::linesOfOneWithItsAncestors()
{
    ProcRoot machine;
    plant(machine);
    const auto run = runCommand(machine.with({"tree", "10"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines(), (QByteArrayList{"1 init", "└─ 10 shell", "   ├─ 11 editor",
                                          "   └─ 12 dead (zombie, exited 3)"}));
}

void CliTree::circleOfParentsEnds()
{
    ProcRoot machine; // a listing that takes time could contain one
    machine.add({.pid = 10, .ppid = 12});
    machine.add({.pid = 11, .ppid = 10});
    machine.add({.pid = 12, .ppid = 11});
    const auto places = placesOf(runCommand(machine.with({"--json", "tree"})));
    QCOMPARE(places.size(), 3);
    QVERIFY(places.first().startsWith("0:"));
    QCOMPARE(placesOf(runCommand(machine.with({"--json", "tree", "11"}))).isEmpty(), false);
    QCOMPARE(runCommand(machine.with({"show", "11", "ancestors"})).status, 0);
}

void CliTree::childOfItselfIsARoot()
{
    ProcRoot machine;
    machine.add({.pid = 10, .ppid = 10});
    QCOMPARE(placesOf(runCommand(machine.with({"--json", "tree"}))), QByteArrayList{"0:10"});
}

void CliTree::orphansAreRoots()
{
    ProcRoot machine; // the parent is in another pid namespace, or hidden
    machine.add({.pid = 10, .ppid = 7});
    machine.add({.pid = 11, .ppid = 10});
    QCOMPARE(placesOf(runCommand(machine.with({"--json", "tree"}))), (QByteArrayList{"0:10", "1:11"}));
}

void CliTree::malformedStaysInTheTree()
{
    ProcRoot machine;
    machine.add({.pid = 1});
    machine.add({.pid = 10, .ppid = 1});
    machine.write("10/stat", "nonsense\n");
    const auto run = runCommand(machine.with({"tree"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines(), (QByteArrayList{"1 staged", "10 ?"}));
    QCOMPARE(placesOf(runCommand(machine.with({"--json", "tree", "10"}))), QByteArrayList{"0:10"});
}

void CliTree::strangeNamesStayOnTheirLines()
{
    ProcRoot machine;
    machine.add({.pid = 1, .comm = "a\nb\x1b[31m"});
    machine.add({.pid = 10, .ppid = 1, .comm = "\xff\xc2\x85"});
    const auto run = runCommand(machine.with({"tree"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines(), (QByteArrayList{R"(1 a\nb\x1b[31m)", R"(└─ 10 \xff\u0085)"}));
}

void CliTree::deepChain()
{
    constexpr int depth = 3000;
    ProcRoot machine;
    for (int pid = 1; pid <= depth; ++pid)
        machine.add({.pid = pid, .ppid = pid - 1});
    const auto document = runCommand(machine.with({"--json", "tree"}));
    QVERIFY2(document.status == 0, document.text().constData());
    const auto places = placesOf(document);
    QCOMPARE(places.size(), depth);
    QCOMPARE(places.last(), QByteArray("2999:3000"));
    const auto text = runCommand(machine.with({"tree"}), {{"LC_ALL=C"}, {}});
    QVERIFY2(text.status == 0, text.text().constData());
    QCOMPARE(text.lines().size(), depth);
    QCOMPARE(text.lines().last(), QByteArray(3 * 2998, ' ') + "`- 3000 staged");
    const auto one = runCommand(machine.with({"--json", "tree", "3000"}));
    QCOMPARE(placesOf(one).size(), depth);
    const auto ancestors = runCommand(machine.with({"--json", "show", "3000", "ancestors"}));
    QCOMPARE(ancestors.json()["sections"]["ancestors"].toArray().size(), depth - 1);
}

void CliTree::treeOfThisMachine()
{
    const auto run = runCommand({"--json", "tree", QString::number(getpid())});
    QVERIFY2(run.status == 0, run.text().constData());
    int depth = -1;
    int pid = 0;
    for (const auto &element : run.json()["processes"].toArray()) {
        const auto process = element.toObject();
        if (process["depth"].toInt() > depth) // down the line of ancestors
            QCOMPARE(process["ppid"].toInt(), pid);
        depth = process["depth"].toInt();
        pid = process["pid"].toInt();
    }
    const auto self = objectWith(run.json()["processes"], "pid", getpid());
    QCOMPARE(self["ppid"].toInt(), getppid());
    // The command itself is among the children.
    const auto child = objectWith(run.json()["processes"], "ppid", getpid());
    QVERIFY2(child["comm"] == "forklore-cli", textOf(child).constData());
    QCOMPARE(child["depth"].toInt(), self["depth"].toInt() + 1);
}

static const forklore::TestClass<CliTree> testClass(__FILE__);
#include "tst_cli_tree.moc"

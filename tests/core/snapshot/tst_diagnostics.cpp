// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process runs, as whom and close to which limits; and the order, headline and links of all
// diagnostics.
#include <QTest>

#include "tests/core/snapshot/diagnosed_process.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::diagnosed_process;

class DiagnosticsTest : public QObject {
    Q_OBJECT

private slots:
    void deletedProgram();
    void programInMemory();
    void rewrittenTitle();
    void longTitleIsCutBetweenCharacters();
    void overwrittenEnvironment();
    void otherUser();
    void limits_data();
    void limits();
    void whatIsNotKnownIsPassedOver();
    void weightiestFirst();
    void headlineSaysTheGist();
    void namesLeadToProcesses();
    void everyDiagnosticIsExplained();
};

void DiagnosticsTest::deletedProgram()
{
    Scene scene(processOf(self, 50, 70, "job"));
    scene.context.look.executable = std::optional<Executable>({"/usr/bin/job", true});
    QCOMPARE(scene.says(DiagnosticKind::ProgramDeleted),
             QByteArray("Runs a program that is gone: /usr/bin/job was replaced or removed since."));
    scene.context.look.executable = std::optional<Executable>({"/usr/bin/job", false});
    QVERIFY(scene.says(DiagnosticKind::ProgramDeleted).isEmpty());
}

void DiagnosticsTest::programInMemory()
{
    Scene scene(processOf(self, 50, 70, "job"));
    scene.context.look.executable = std::optional<Executable>({"/memfd:runc", true});
    QCOMPARE(scene.says(DiagnosticKind::ProgramInMemory),
             QByteArray("Runs a program that is no file: “runc”, from memory alone."));
    QVERIFY(scene.says(DiagnosticKind::ProgramDeleted).isEmpty());
}

void DiagnosticsTest::rewrittenTitle()
{
    auto process = withArea(processOf(self, 50, 70, "nginx"), 0x7000, 0x7040);
    process.commandLine = std::string("nginx: worker process\0", 22);
    Scene scene(process); // told by the snapshot alone
    QCOMPARE(scene.says(DiagnosticKind::TitleRewritten),
             QByteArray("Wrote another text over its command line: “nginx: worker process”."));
    QVERIFY(scene.headline().endsWith(" that rewrote its title"));
    scene.context.look.title = Title::Original; // a closer look knows better
    QVERIFY(scene.says(DiagnosticKind::TitleRewritten).isEmpty());
}

void DiagnosticsTest::longTitleIsCutBetweenCharacters()
{
    auto process = processOf(self, 50, 70, "job");
    process.commandLine = std::string(59, 'a') + "äöü";
    Scene scene(process);
    scene.context.look.title = Title::Rewritten;
    QVERIFY(scene.says(DiagnosticKind::TitleRewritten).endsWith("“" + QByteArray(59, 'a') + "…”."));
}

void DiagnosticsTest::overwrittenEnvironment()
{
    Scene scene(processOf(self, 50, 70, "job"));
    scene.context.look.title = Title::Overflown;
    QVERIFY(scene.says(DiagnosticKind::EnvironmentOverwritten).contains("ran over into its environment"));
    QVERIFY(!scene.says(DiagnosticKind::TitleRewritten).isEmpty());
}

void DiagnosticsTest::otherUser()
{
    Scene scene(processOf(self, 50, 70, "passwd"));
    scene.context.process.credentials = Credentials{{1000, 0, 0, 0}, {}};
    QCOMPARE(scene.says(DiagnosticKind::OtherUser),
             QByteArray("Acts with the rights of 0, though it belongs to 1000."));
    scene.context.userName = [](Uid uid) { return std::string(uid == 0 ? "root" : "ada"); };
    QCOMPARE(scene.says(DiagnosticKind::OtherUser),
             QByteArray("Acts with the rights of root, though it belongs to ada."));
    QVERIFY(scene.headline().endsWith(" that acts as root"));
}

void DiagnosticsTest::limits_data()
{
    QTest::addColumn<Resource>("resource");
    QTest::addColumn<quint64>("used");
    QTest::addColumn<quint64>("soft");
    QTest::addColumn<QByteArray>("said");
    const auto mega = quint64(1) << 20;
    QTest::newRow("below") << Resource::OpenFiles << quint64(819) << quint64(1024) << QByteArray();
    QTest::newRow("close") << Resource::OpenFiles << quint64(830) << quint64(1024)
                           << QByteArray("Close to its limit on open files: 830 of 1024 (81 %).");
    QTest::newRow("at it") << Resource::OpenFiles << quint64(1024) << quint64(1024)
                           << QByteArray("At its limit on open files: 1024 of 1024.");
    QTest::newRow("bytes") << Resource::LockedMemory << 15 * mega / 2 << 8 * mega
                           << QByteArray("Close to its limit on locked memory: 7.5 MiB of 8.0 MiB (93 %).");
    QTest::newRow("seconds") << Resource::CpuTime << quint64(59) << quint64(60)
                             << QByteArray("Close to its limit on CPU time: 59 s of 60 s (98 %).");
    QTest::newRow("nothing of nothing") << Resource::LockedMemory << quint64(0) << quint64(0) << QByteArray();
    QTest::newRow("a ceiling, not a stock") << Resource::Nice << quint64(20) << quint64(0) << QByteArray();
    QTest::newRow("without effect") << Resource::ResidentSet << quint64(9) << quint64(9) << QByteArray();
    QTest::newRow("root is not held to it")
        << Resource::Processes << quint64(9) << quint64(9) << QByteArray();
}

void DiagnosticsTest::limits()
{
    QFETCH(Resource, resource);
    QFETCH(quint64, used);
    QFETCH(quint64, soft);
    Scene scene(processOf(self, 50, 70, "job"));
    scene.context.look.limits = std::vector{usageOf(resource, used, soft)};
    const auto near = scene.says(DiagnosticKind::NearLimit);
    QTEST(near.isEmpty() ? scene.says(DiagnosticKind::AtLimit) : near, "said");
    scene.context.look.limits = std::vector{usageOf(resource, used, std::nullopt)}; // unlimited
    QVERIFY((scene.says(DiagnosticKind::NearLimit) + scene.says(DiagnosticKind::AtLimit)).isEmpty());
}

void DiagnosticsTest::whatIsNotKnownIsPassedOver()
{
    const auto denied = failure(ErrorKind::Denied, "denied");
    Scene scene(member(processOf(self, 20, 70, "sleep"), 20, 20));
    scene.context.process.credentials = denied;
    scene.context.process.commandLine = denied;
    scene.context.look.executable = denied;
    scene.context.look.title = Title::Unknown;
    scene.context.look.condition = Condition{denied, denied};
    scene.context.look.limits = denied;
    QCOMPARE(scene.diagnostics().size(), std::size_t(1));
    QVERIFY(Scene(unreadable(self)).diagnostics().empty());
    // Where processes are hidden, one that is not listed need not have ended.
    Scene hidden(member(processOf(self, 1, 70, "cron"), 69, 69));
    hidden.snapshot().othersHidden = true;
    QVERIFY(!hidden.says(DiagnosticKind::Orphan).contains("ended"));
    QVERIFY(!hidden.says(DiagnosticKind::SessionMember).contains("ended"));
}

void DiagnosticsTest::weightiestFirst()
{
    Scene scene(in(State::Stopped, member(processOf(self, 20, 70, "job"), 20, 20)));
    scene.context.look.limits = std::vector{usageOf(Resource::OpenFiles, 9, 9)};
    const auto diagnostics = scene.diagnostics();
    QCOMPARE(diagnostics.size(), std::size_t(3));
    QVERIFY(diagnostics[0].kind == DiagnosticKind::AtLimit);
    QVERIFY(diagnostics[1].kind == DiagnosticKind::Stopped);
    QVERIFY(diagnostics[2].kind == DiagnosticKind::Child);
}

void DiagnosticsTest::headlineSaysTheGist()
{
    Scene scene(in(State::Stopped, member(processOf(self, 1, 70, "job"), self, self)));
    scene.context.look.limits = std::vector{usageOf(Resource::OpenFiles, 9, 9)};
    scene.context.look.title = Title::Rewritten; // the third is one too many
    QCOMPARE(scene.headline(),
             QByteArray("a detached process that is at its limit on open files and is stopped"));
    QVERIFY(headline({}).empty());
}

void DiagnosticsTest::namesLeadToProcesses()
{
    const Scene scene(member(processOf(self, 20, 70, "sleep"), 20, 20));
    const auto sentence = scene.diagnostics().front().sentence;
    QCOMPARE(sentence.size(), std::size_t(3));
    QCOMPARE(bytes(sentence[1].text), QByteArray("sshd 20"));
    QVERIFY(sentence[1].process == (ProcessId{20, 20}));
    QVERIFY(!sentence[0].process && !sentence[2].process);
}

void DiagnosticsTest::everyDiagnosticIsExplained()
{
    Scene scene(in(State::Stopped, member(processOf(self, 1, 70, "job"), 69, 69)));
    scene.context.look.namespacePids = std::vector<Pid>{self, 7};
    scene.context.look.title = Title::Overflown;
    scene.context.look.executable = std::optional<Executable>({"/usr/bin/job", true});
    scene.context.look.condition = Condition{50, std::string()};
    scene.context.look.limits = std::vector{usageOf(Resource::OpenFiles, 9, 9)};
    scene.context.look.systemdUnit = "job.service";
    const auto diagnostics = scene.diagnostics();
    QVERIFY(diagnostics.size() >= 10);
    for (const auto &diagnostic : diagnostics) {
        QVERIFY2(diagnostic.explanation.ends_with('.'), text(diagnostic).c_str());
        QVERIFY2(diagnostic.manual.ends_with(')'), text(diagnostic).c_str());
        QVERIFY2(text(diagnostic).ends_with('.'), text(diagnostic).c_str());
        QVERIFY(!name(diagnostic.kind).empty() && !name(diagnostic.weight).empty());
    }
}

static const forklore::TestClass<DiagnosticsTest> testClass(__FILE__);
#include "tst_diagnostics.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The accidents that must not happen, staged with real processes: whoever does not stand in the dialog gets
// nothing.
#include <algorithm>
#include <csignal>
#include <memory>
#include <optional>
#include <vector>

#include <QSignalSpy>
#include <QTest>

#include "core/host/linux/control/linux_control.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/support/test_program.h"
#include "tests/ui/actions/dialog_parts.h"
#include "tests/ui/actions/staged_recipients.h"
#include "ui/actions/signal_dialog.h"

using namespace forklore;
using namespace forklore::staged_recipients;

class TestSignalDialog : public QObject {
    Q_OBJECT

private slots:
    void itSaysWhoAndSendsNothingByItself();
    void whatWillHappenIsForeseen_data();
    void whatWillHappenIsForeseen();
    void aZombieNamesItsParent();
    void oneThatHasEndedGetsNothing();
    void aReusedPidGetsNothing();
    void anotherStartThanTheSampleSaidGetsNothing();
    void whatIsStillThereCanBeKilled();
    void aTreeThatGrowsIsAskedAboutAgain();
    void thoseThatWereStoppedGoOnAfterACancel();
    void anySignalIsChosenFromATable();
    void newcomersHaveAUserAndAStart();
    void itCanBeClosedAtAnyTime();
    void aReapedZombieDoesNotWait();

private:
    [[nodiscard]] static std::unique_ptr<SignalDialog>
    dialogFor(const SamplePtr &sample, Pid pid, std::optional<int> signal, Scope scope = Scope::Process)
    {
        return std::make_unique<SignalDialog>(LinuxControl(), std::vector<ProcessId>{idOf(sample, pid)},
                                              signal, scope, sample);
    }
};

void TestSignalDialog::itSaysWhoAndSendsNothingByItself()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    {
        const auto dialog = dialogFor(sampleOfMachine(), subject.pid(), SIGTERM);
        QTRY_COMPARE(outcomeOf(*dialog), QStringLiteral("Ends it"));
        QVERIFY(textOf(*dialog, "heading").contains(QString::number(subject.pid())));
        QVERIFY(textOf(*dialog, "heading").startsWith(QLatin1String("Terminate ")));
        QCOMPARE(recipientsOf(*dialog).size(), std::size_t(1));
        dialog->reject();
    }
    QVERIFY(stateOf(subject.pid()) == "S" || stateOf(subject.pid()) == "R");
}

void TestSignalDialog::whatWillHappenIsForeseen_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("foreseen");
    QTest::addColumn<QString>("afterwards");
    QTest::newRow("default") << ""
                             << "Ends it"
                             << "";
    QTest::newRow("ignored") << "ignore"
                             << "Is ignored: the process wants it so"
                             << "Still there: it ignores the signal";
    QTest::newRow("blocked") << "block"
                             << "Stays pending: it is blocked, until it is unblocked or fetched"
                             << "Still there: it blocks the signal, which stays pending";
    QTest::newRow("caught") << "catch"
                            << "Runs its handler"
                            << "Still there: it has a handler for the signal";
    QTest::newRow("stopped") << "stop"
                             << "When it is continued: ends it"
                             << "Still there: stopped, it takes the signal when it is continued";
}

void TestSignalDialog::whatWillHappenIsForeseen()
{
    QFETCH(const QString, step);
    QFETCH(const QString, foreseen);
    QFETCH(const QString, afterwards);
    const auto steps = step.isEmpty() ? QStringList{"signals", "catch", "10"}
                                      : QStringList{"signals", step, step == "stop" ? "19" : "15"};
    const Subject subject(steps);
    QVERIFY2(subject.stands(), subject.complaint());
    if (step == "stop")
        QTRY_COMPARE(stateOf(subject.child()), QByteArray("T"));
    const auto dialog = dialogFor(sampleOfMachine(), subject.child(), SIGTERM);
    const QSignalSpy succeeded(dialog.get(), &SignalDialog::succeeded);
    QSignalSpy performed(dialog.get(), &SignalDialog::performed);
    QTRY_COMPARE(outcomeOf(*dialog), foreseen);
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_COMPARE(performed.count(), 1);
    const auto records = performed.front().front().value<std::vector<OperationRecord>>();
    QCOMPARE(records.front().outcome,
             afterwards.isEmpty() ? QStringLiteral("Killed by SIGTERM") : afterwards);
    QCOMPARE(succeeded.count(), afterwards.isEmpty() ? 1 : 0);
    QCOMPARE(records.front().process.id.pid, subject.child());
}

void TestSignalDialog::aZombieNamesItsParent()
{
    const Subject subject({"zombie", "3"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto dialog = dialogFor(sampleOfMachine(), subject.child(), SIGKILL);
    QTRY_VERIFY(outcomeOf(*dialog).startsWith(QLatin1String("Nothing: it has ended")));
    QVERIFY(outcomeOf(*dialog).contains(QString::number(subject.pid())));
}

void TestSignalDialog::oneThatHasEndedGetsNothing()
{
    Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto sample = sampleOfMachine();
    const auto dialog = dialogFor(sample, subject.pid(), SIGTERM);
    QTRY_COMPARE(outcomeOf(*dialog), QStringLiteral("Ends it"));
    subject.end();
    dialog->applySample(sampleOfMachine());
    QTRY_COMPARE(outcomeOf(*dialog), QStringLiteral("Has ended since it was chosen: nothing is sent"));
    QVERIFY(!partOf<QPushButton>(*dialog, "send").isEnabled());
}

void TestSignalDialog::aReusedPidGetsNothing()
{
    Subject first({"plain"});
    QVERIFY2(first.stands(), first.complaint());
    const auto sample = sampleOfMachine();
    const auto id = idOf(sample, first.pid());
    const auto dialog = dialogFor(sample, first.pid(), SIGKILL);
    QSignalSpy performed(dialog.get(), &SignalDialog::performed);
    QTRY_VERIFY(outcomeOf(*dialog).startsWith(QLatin1String("Ends it")));
    first.end();

    const Subject second({"clone", QString::number(id.pid)});
    QVERIFY2(second.stands(), second.complaint());
    if (second.child() == 0) // it takes CAP_CHECKPOINT_RESTORE
        qInfo("a pid cannot be chosen here: only its absence is tested");
    partOf<QPushButton>(*dialog, "send").click(); // before the dialog has heard of anything
    QTRY_COMPARE(performed.count(), 1);
    const auto records = performed.front().front().value<std::vector<OperationRecord>>();
    QCOMPARE(records.front().outcome, QStringLiteral("Had ended before"));
    if (second.child() != 0) {
        QCOMPARE(second.child(), id.pid);
        QTRY_COMPARE(stateOf(second.child()), QByteArray("S")); // it lives, and sleeps once it has begun
    }
}

void TestSignalDialog::anotherStartThanTheSampleSaidGetsNothing()
{
    const Subject subject({"plain"}); // the later process, which has the pid now
    QVERIFY2(subject.stands(), subject.complaint());
    const auto now = sampleOfMachine();
    auto processes = copiesOf(now->snapshot->processes);
    for (auto &process : processes) { // the sample at the click knew an earlier one
        if (process.id.pid == subject.pid())
            process.id.start = --process.stat->start;
    }
    const auto dialog = dialogFor(sampleOf(std::move(processes)), subject.pid(), SIGKILL);
    QTRY_COMPARE(outcomeOf(*dialog), QStringLiteral("Has ended since it was chosen: nothing is sent"));
    dialog->applySample(now);
    QCOMPARE(recipientsOf(*dialog).front().process.id.start + 1, idOf(now, subject.pid()).start);
    QVERIFY(!partOf<QPushButton>(*dialog, "send").isEnabled());
    partOf<QPushButton>(*dialog, "send").click();
    QVERIFY(!hasEnded(subject.pid()));
}

void TestSignalDialog::whatIsStillThereCanBeKilled()
{
    const Subject subject({"signals", "ignore", "15"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto dialog = dialogFor(sampleOfMachine(), subject.child(), SIGTERM);
    QSignalSpy performed(dialog.get(), &SignalDialog::performed);
    QTRY_VERIFY(partOf<QPushButton>(*dialog, "send").isEnabled());
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_COMPARE(performed.count(), 1);
    QVERIFY(!partOf<QPushButton>(*dialog, "kill").isHidden());
    partOf<QPushButton>(*dialog, "kill").click(); // which asks
    QVERIFY(textOf(*dialog, "heading").startsWith(QLatin1String("Kill ")));
    QVERIFY(!hasEnded(subject.child()));
    QTRY_VERIFY(outcomeOf(*dialog).startsWith(QLatin1String("Ends it")));
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_VERIFY(hasEnded(subject.child()));
}

void TestSignalDialog::aTreeThatGrowsIsAskedAboutAgain()
{
    const Subject subject({"growing"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto dialog = dialogFor(sampleOfMachine(), subject.child(), SIGKILL, Scope::Tree);
    QSignalSpy performed(dialog.get(), &SignalDialog::performed);
    // Its leaves come and go; the child itself stays.
    QTRY_VERIFY(outcomeFor(*dialog, subject.child()).startsWith(QLatin1String("Ends it")));
    const auto shown = recipientsOf(*dialog);
    const auto isShown = [&](const Process &process) {
        return std::ranges::any_of(shown,
                                   [&](const RecipientRow &row) { return row.process.id == process.id; });
    };
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_VERIFY(recipientsOf(*dialog).size() > shown.size()); // it grew, and that is asked about
    QCOMPARE(performed.count(), 0);
    const auto now = sampleNow();
    for (const auto &process : now->processes) { // nobody who was not shown got anything
        if (process.stat && process.stat->pgid == subject.child() && !isShown(process))
            QVERIFY(process.stat->state != State::Stopped);
    }

    partOf<QCheckBox>(*dialog, "newcomers").setChecked(true);
    QTRY_VERIFY(partOf<QPushButton>(*dialog, "send").isEnabled());
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_COMPARE(performed.count(), 1);
    const auto living = [&] {
        const auto snapshot = sampleNow();
        return std::ranges::count_if(snapshot->processes, [&](const Process &process) {
            return process.stat && process.stat->pgid == subject.child() && !process.isZombie();
        });
    };
    QTRY_COMPARE(living(), 0);
}

void TestSignalDialog::thoseThatWereStoppedGoOnAfterACancel()
{
    const Subject subject({"growing"});
    QVERIFY2(subject.stands(), subject.complaint());
    auto dialog = dialogFor(sampleOfMachine(), subject.child(), SIGKILL, Scope::Tree);
    QTRY_VERIFY(outcomeFor(*dialog, subject.child()).startsWith(QLatin1String("Ends it")));
    const auto shown = recipientsOf(*dialog).size();
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_VERIFY(recipientsOf(*dialog).size() > shown);
    QCOMPARE(stateOf(subject.child()), QByteArray("T"));
    dialog.reset();
    QTRY_VERIFY(stateOf(subject.child()) != "T");
}

void TestSignalDialog::anySignalIsChosenFromATable()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto dialog = dialogFor(sampleOfMachine(), subject.pid(), std::nullopt);
    QCOMPARE(partOf<SectionTable>(*dialog, "signals").shownRows(), signalCount);
    QVERIFY(!partOf<QPushButton>(*dialog, "send").isEnabled());
    partOf<SectionTable>(*dialog, "signals").setFilterText(QStringLiteral("RTMIN+3"));
    partOf<SectionTable>(*dialog, "signals")
        .setCurrentIndex(partOf<SectionTable>(*dialog, "signals").model()->index(0, 0));
    QVERIFY(textOf(*dialog, "heading").startsWith(QLatin1String("Send SIGRTMIN+3")));
    QTRY_VERIFY(partOf<QPushButton>(*dialog, "send").isEnabled());
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_VERIFY(hasEnded(subject.pid()));
}

void TestSignalDialog::newcomersHaveAUserAndAStart()
{
    const Subject subject({"growing"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto dialog = dialogFor(sampleOfMachine(), subject.child(), SIGKILL, Scope::Tree);
    QTRY_VERIFY(outcomeFor(*dialog, subject.child()).startsWith(QLatin1String("Ends it")));
    const auto shown = recipientsOf(*dialog).size();
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_VERIFY(recipientsOf(*dialog).size() > shown);
    const auto isKnown = [&] { // from the processes themselves: the sample is older than they are
        return std::ranges::none_of(recipientsOf(*dialog), [](const RecipientRow &row) {
            return row.user == QLatin1String("?") || row.since == QLatin1String("?");
        });
    };
    QTRY_VERIFY(isKnown());
    partOf<QCheckBox>(*dialog, "newcomers").setChecked(true);
    QTRY_VERIFY(partOf<QPushButton>(*dialog, "send").isEnabled());
    QSignalSpy performed(dialog.get(), &SignalDialog::performed);
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_COMPARE(performed.count(), 1);
}

void TestSignalDialog::itCanBeClosedAtAnyTime()
{
    const Subject subject({"signals", "ignore", "15"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto dialog = dialogFor(sampleOfMachine(), subject.child(), SIGTERM);
    QSignalSpy performed(dialog.get(), &SignalDialog::performed);
    QSignalSpy finished(dialog.get(), &QDialog::finished);
    QTRY_VERIFY(partOf<QPushButton>(*dialog, "send").isEnabled());
    dialog->open();
    partOf<QPushButton>(*dialog, "send").click();
    QVERIFY(partOf<QPushButton>(*dialog, "cancel").isEnabled()); // while it is waited for
    partOf<QPushButton>(*dialog, "cancel").click();
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(performed.count() <= 1); // none, where it was cancelled before anything was sent
}

void TestSignalDialog::aReapedZombieDoesNotWait()
{
    const Delivery delivery{{{4711, 1}, "gone"}, {}};
    SignalOutcome outcome{.delivery = delivery, .ended = ExitStatus{ExitStatus::Kind::Exited, 0, false}};
    QCOMPARE(signalOutcomeText(SIGKILL, outcome, SignalEffect::Zombie),
             QStringLiteral("Nothing: it had ended already, and waits for its parent"));
    outcome.reaped = true;
    QCOMPARE(signalOutcomeText(SIGKILL, outcome, SignalEffect::Zombie),
             QStringLiteral("Nothing: it had ended already"));
    outcome.notStopped = NotStopped{delivery.process, NotStoppedReason::Uninterruptible};
    QVERIFY(signalOutcomeText(SIGKILL, outcome, SignalEffect::Ends)
                .endsWith(QLatin1String("is in uninterruptible sleep: what it started meanwhile may go on")));
}

static const forklore::TestClass<TestSignalDialog> testClass(__FILE__);
#include "tst_signal_dialog.moc"

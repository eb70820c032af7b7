// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is done to the selected processes from the tree, when nothing may be done, and what is asked of those
// that an earlier run has left stopped.
#include <csignal>

#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/host/linux/control/linux_control.h"
#include "tests/live/stage/staged.h"
#include "tests/support/test_program.h"
#include "tests/ui/actions/dialog_parts.h"
#include "tests/ui/actions/staged_recipients.h"
#include "ui/actions/left_stopped.h"
#include "ui/actions/process_actions.h"

using namespace forklore;
using namespace forklore::staged_recipients;

class TestProcessActions : public QObject {
    Q_OBJECT

private slots:
    void theListStaysWhateverTheTreeDoes();
    void continueNeedsNoSecondStep();
    void whatWasLeftStoppedIsContinued_data();
    void whatWasLeftStoppedIsContinued();
    void readOnlyHasNoOperations();
};

void TestProcessActions::theListStaysWhateverTheTreeDoes()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const Subject other({"plain"});
    QVERIFY2(other.stands(), other.complaint());
    const auto before = sampleOfMachine();
    ProcessTreeModel model;
    ProcessView view(model);
    QWidget window;
    ProcessActions actions(std::make_shared<LinuxControl>(), view, model, window);
    model.apply(before);
    view.select(idOf(before, subject.pid()));
    actions.signalSelected(SIGTERM);
    QVERIFY(actions.dialog());
    QVERIFY(view.isPointedAt()); // rows do not re-sort below it

    auto processes = copiesOf(before->snapshot->processes);
    for (auto &process : processes) // a re-sort that carries the row away
        process.cpuShare = process.id.pid == other.pid() ? 9.0 : 0.1;
    const auto after = sampleOf(processes, before, 1001);
    model.apply(after, view.isPointedAt());
    model.sort(processColumn("cpu"), Qt::DescendingOrder);
    view.select(idOf(before, other.pid())); // and another selection
    actions.applySample(after);
    QCOMPARE(recipientsOf(*actions.dialog()).size(), std::size_t(1));
    QCOMPARE(recipientsOf(*actions.dialog()).front().process.id, idOf(before, subject.pid()));
    QTRY_COMPARE(outcomeOf(*actions.dialog()), QStringLiteral("Ends it"));
    partOf<QPushButton>(*actions.dialog(), "send").click();
    QTRY_VERIFY(hasEnded(subject.pid()));
    QVERIFY(!hasEnded(other.pid()));
}

void TestProcessActions::continueNeedsNoSecondStep()
{
    const Subject subject({"signals", "stop", "19"});
    QVERIFY2(subject.stands(), subject.complaint());
    QTRY_COMPARE(stateOf(subject.child()), QByteArray("T"));
    const auto sample = sampleOfMachine();
    ProcessTreeModel model;
    ProcessView view(model);
    QWidget window;
    ProcessActions actions(std::make_shared<LinuxControl>(), view, model, window);
    QSignalSpy said(&actions, &ProcessActions::messageWanted);
    model.apply(sample);
    view.select(idOf(sample, subject.child()));
    actions.signalSelected(SIGCONT);
    QVERIFY(!actions.dialog()->isVisible());
    QTRY_COMPARE(said.count(), 1);
    QVERIFY(stateOf(subject.child()) != "T");
    QTRY_VERIFY(!actions.dialog());
}

void TestProcessActions::whatWasLeftStoppedIsContinued_data()
{
    QTest::addColumn<QMessageBox::ButtonRole>("role");
    QTest::newRow("continued") << QMessageBox::AcceptRole;
    QTest::newRow("left stopped") << QMessageBox::DestructiveRole;
    QTest::newRow("later, by Escape") << QMessageBox::RejectRole;
}

void TestProcessActions::whatWasLeftStoppedIsContinued()
{
    QFETCH(const QMessageBox::ButtonRole, role);
    const Subject subject({"signals", "stop", "19"});
    QVERIFY2(subject.stands(), subject.complaint());
    QTRY_COMPARE(stateOf(subject.child()), QByteArray("T"));
    const QTemporaryDir directory;
    const auto journal = StopJournal::create(directory.path().toStdString());
    QVERIFY(journal);
    auto record = emptyStopRecord().value();
    record.writer = {2147483647, 1}; // it has ended
    record.processes = {idOf(sampleOfMachine(), subject.child())};
    QVERIFY(journal->write(record));
    QWidget window;
    const auto control =
        std::make_shared<LinuxControl>(LinuxControl::Places{.journals = directory.path().toStdString()});
    const LeftStoppedNotice notice(control, window);
    QTRY_VERIFY(notice.box());
    QVERIFY(notice.box()->text().contains(QString::number(subject.child())));
    if (role == QMessageBox::RejectRole) { // the next start asks again
        QTest::keyClick(notice.box(), Qt::Key_Escape);
        QTRY_VERIFY(!notice.box());
        const LeftStoppedNotice again(control, window);
        QTRY_VERIFY(again.box());
        return;
    }
    for (auto *button : notice.box()->buttons()) {
        if (notice.box()->buttonRole(button) == role)
            button->click();
    }
    QTRY_VERIFY(!QFile::exists(QString::fromStdString(journal->path())));
    if (role == QMessageBox::AcceptRole)
        QTRY_VERIFY(stateOf(subject.child()) != "T");
    else
        QCOMPARE(stateOf(subject.child()), QByteArray("T"));
}

void TestProcessActions::readOnlyHasNoOperations()
{
    const auto sample = sampleOfMachine();
    ProcessTreeModel model;
    ProcessView view(model);
    QWidget window;
    ProcessActions actions(std::make_shared<LinuxControl>(), view, model, window);
    QMenu menu;
    actions.addTo(menu);
    model.apply(sample);
    view.select(idOf(sample, 1));
    const QSignalSpy said(&actions, &ProcessActions::messageWanted);
    const auto why = QStringLiteral("Read-only: until the test is over");
    actions.setReadOnly(why);
    QStringList visible;
    for (const auto *action : menu.actions()) {
        if (action->isVisible())
            visible += action->text();
    }
    QCOMPARE(visible, QStringList{why});
    actions.signalSelected(SIGTERM);
    QVERIFY(!actions.dialog());
    QCOMPARE(said.count(), 1);
    view.show();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Delete); // and by its keys
    QTest::keyClick(&view, Qt::Key_Delete, Qt::ShiftModifier);
    actions.editPriority();
    QCOMPARE(said.count(), 4);
    QCOMPARE(said.last().front().toString(), why);
    actions.setReadOnly({});
    QVERIFY(menu.actions().size() > 1 && !menu.actions().front()->isVisible());
}

static const forklore::TestClass<TestProcessActions> testClass(__FILE__);
#include "tst_process_actions.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The dialogs for limits and priorities, on real processes, read back through the kernel.
#include <QSignalSpy>
#include <QTest>

#include <sched.h>
#include <sys/resource.h>

#include "core/host/linux/control/linux_control.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/test_program.h"
#include "tests/ui/actions/dialog_parts.h"
#include "ui/actions/limit_dialog.h"
#include "ui/actions/priority_dialog.h"

using namespace forklore;

namespace {

ProcessRef refOf(Pid pid)
{
    return {inspectorOfMachine()->idOf(pid).value(), "subject"};
}

LimitUsage openFiles(std::uint64_t soft, std::uint64_t hard)
{
    return {Resource::OpenFiles, Limit{Resource::OpenFiles, soft, hard}, Result<std::uint64_t>(5)};
}

QString outcome(const QSignalSpy &performed)
{
    return performed.front().front().value<std::vector<OperationRecord>>().front().outcome;
}

} // namespace

class TestOperationDialogs : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aLimitIsSet();
    void whatCannotBeIsSaidBesideTheField_data();
    void whatCannotBeIsSaidBesideTheField();
    void aLimitIsTypedAsPeopleDo_data();
    void aLimitIsTypedAsPeopleDo();
    void aRefusalStandsBesideTheFieldAndTheOldValueStays();
    void loweringTheHardLimitIsOneWay();
    void aPriorityIsSet();
    void itHasToRunSomewhere();
    void severalGetThePriority();
    void anUnknownPriorityIsNoGuess();

private:
    [[nodiscard]] Pid pid() const { return m_subject->pid(); }
    [[nodiscard]] QByteArray limitNow() const { return witness::prlimit(pid())->value("NOFILE"); }

    std::unique_ptr<Subject> m_subject;
};

void TestOperationDialogs::init()
{
    m_subject = std::make_unique<Subject>(QStringList{"plain"});
    QVERIFY2(m_subject->stands(), m_subject->complaint());
    const rlimit limit{60, 70};
    QCOMPARE(prlimit(pid(), RLIMIT_NOFILE, &limit, nullptr), 0);
}

void TestOperationDialogs::aLimitIsSet()
{
    LimitDialog dialog(std::make_shared<LinuxControl>(), refOf(pid()), openFiles(60, 70));
    const QSignalSpy performed(&dialog, &LimitDialog::performed);
    QVERIFY(!dialog.setButton().isEnabled()); // nothing is to be changed yet
    partOf<QLineEdit>(dialog, "soft").setText(QStringLiteral("50"));
    QVERIFY(dialog.setButton().isEnabled());
    dialog.setButton().click();
    QTRY_COMPARE(performed.count(), 1);
    QCOMPARE(outcome(performed), QStringLiteral("Done; before: soft 60, hard 70"));
    QCOMPARE(limitNow(), QByteArray("50:70"));
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
}

void TestOperationDialogs::whatCannotBeIsSaidBesideTheField_data()
{
    QTest::addColumn<QString>("soft");
    QTest::addColumn<QString>("hard");
    QTest::addColumn<QString>("softProblem");
    QTest::addColumn<QString>("hardProblem");
    const QString wrong = QStringLiteral("A number, such as 1024, or unlimited");
    QTest::newRow("above") << "80"
                           << "70"
                           << "Above the hard limit"
                           << "";
    QTest::newRow("unlimited soft") << "unlimited"
                                    << "70"
                                    << "Above the hard limit"
                                    << "";
    QTest::newRow("hard below") << "60"
                                << "50"
                                << "Above the hard limit"
                                << "";
    QTest::newRow("no number") << "many"
                               << "70" << wrong << "";
    QTest::newRow("negative") << "-1"
                              << "70" << wrong << "";
    QTest::newRow("empty") << "60"
                           << ""
                           << "" << wrong;
    QTest::newRow("files are no bytes") << "60"
                                        << "64 MiB"
                                        << "" << wrong;
}

void TestOperationDialogs::whatCannotBeIsSaidBesideTheField()
{
    QFETCH(const QString, soft);
    QFETCH(const QString, hard);
    LimitDialog dialog(std::make_shared<LinuxControl>(), refOf(pid()), openFiles(60, 70));
    partOf<QLineEdit>(dialog, "soft").setText(soft);
    partOf<QLineEdit>(dialog, "hard").setText(hard);
    QTEST(textOf(dialog, "softProblem"), "softProblem");
    QTEST(textOf(dialog, "hardProblem"), "hardProblem");
    QVERIFY(!dialog.setButton().isEnabled());
    QCOMPARE(limitNow(), QByteArray("60:70"));
}

void TestOperationDialogs::aLimitIsTypedAsPeopleDo_data()
{
    QTest::addColumn<Resource>("resource");
    QTest::addColumn<qulonglong>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("MiB") << Resource::Stack << 8388608ULL << "8 MiB";
    QTest::newRow("not even") << Resource::Stack << 8388609ULL << "8388609";
    QTest::newRow("KiB") << Resource::Stack << 1536ULL * 1024 << "1536 KiB";
    QTest::newRow("none") << Resource::CoreSize << 0ULL << "0";
    QTest::newRow("files") << Resource::OpenFiles << 1048576ULL << "1048576";
}

void TestOperationDialogs::aLimitIsTypedAsPeopleDo()
{
    QFETCH(const Resource, resource);
    QFETCH(const qulonglong, value);
    QFETCH(const QString, text);
    QCOMPARE(limitInput(resource, value), text);
    QVERIFY(parseLimitValue(text.toStdString(), resource) == LimitValue(value));
    QCOMPARE(limitInput(resource, std::nullopt), QStringLiteral("unlimited"));
}

void TestOperationDialogs::aRefusalStandsBesideTheFieldAndTheOldValueStays()
{
    LimitDialog dialog(std::make_shared<LinuxControl>(), refOf(pid()), openFiles(60, 70));
    const QSignalSpy performed(&dialog, &LimitDialog::performed);
    partOf<QLineEdit>(dialog, "soft").setText(QStringLiteral("50"));
    m_subject->end();
    dialog.setButton().click();
    QTRY_COMPARE(performed.count(), 1);
    QVERIFY(outcome(performed).startsWith(QLatin1String("Refused: ")));
    QVERIFY(textOf(dialog, "softProblem").endsWith(QLatin1String("has ended")));
    QCOMPARE(partOf<QLineEdit>(dialog, "soft").text(), QStringLiteral("50"));
    QVERIFY(dialog.result() != QDialog::Accepted);
}

void TestOperationDialogs::loweringTheHardLimitIsOneWay()
{
    LimitDialog dialog(std::make_shared<LinuxControl>(), refOf(pid()), openFiles(60, 70));
    QVERIFY(textOf(dialog, "warning").isEmpty());
    partOf<QLineEdit>(dialog, "hard").setText(QStringLiteral("65"));
    QVERIFY(textOf(dialog, "warning").contains(QLatin1String("CAP_SYS_RESOURCE")));
    partOf<QLineEdit>(dialog, "hard").setText(QStringLiteral("70"));
    partOf<QLineEdit>(dialog, "soft").setText(QStringLiteral("4"));
    QVERIFY(textOf(dialog, "warning").contains(QLatin1String("More than that is in use")));
}

void TestOperationDialogs::aPriorityIsSet()
{
    PriorityDialog dialog(std::make_shared<LinuxControl>(), {refOf(pid())}, 2);
    const QSignalSpy performed(&dialog, &PriorityDialog::performed);
    QVERIFY(partOf<QPushButton>(dialog, "cancel").isEnabled()); // before anything is known
    QVERIFY(!partOf<QSpinBox>(dialog, "nice").isEnabled());
    QTRY_VERIFY(dialog.now());
    QVERIFY(partOf<QSpinBox>(dialog, "nice").isEnabled());
    QVERIFY(!dialog.setButton().isEnabled());
    const int nice = dialog.now()->main.nice + 3;
    partOf<QSpinBox>(dialog, "nice").setValue(nice);
    partOf<QComboBox>(dialog, "policy")
        .setCurrentIndex(
            partOf<QComboBox>(dialog, "policy").findData(static_cast<int>(SchedulingPolicy::Batch)));
    QVERIFY(dialog.setButton().isEnabled());
    dialog.setButton().click();
    QTRY_COMPARE(performed.count(), 1);
    QCOMPARE(outcome(performed), QStringLiteral("Done"));
    QCOMPARE(getpriority(PRIO_PROCESS, static_cast<id_t>(pid())), nice);
    QCOMPARE(sched_getscheduler(pid()), SCHED_BATCH);
    QCOMPARE(performed.front().front().value<std::vector<OperationRecord>>().front().operation,
             QStringLiteral("Nice %1, SCHED_BATCH").arg(nice));
}

void TestOperationDialogs::itHasToRunSomewhere()
{
    PriorityDialog dialog(std::make_shared<LinuxControl>(), {refOf(pid())}, 64);
    QTRY_VERIFY(dialog.now());
    for (auto *box : dialog.findChildren<QCheckBox *>(QStringLiteral("processor")))
        box->setChecked(false);
    QVERIFY(!dialog.setButton().isEnabled());
    QVERIFY(!textOf(dialog, "problem").isEmpty());
    const auto first = static_cast<std::size_t>(dialog.now()->main.processors.front());
    dialog.findChildren<QCheckBox *>(QStringLiteral("processor")).at(first)->setChecked(true);
    QVERIFY(textOf(dialog, "problem").isEmpty());
}

void TestOperationDialogs::severalGetThePriority()
{
    const Subject other({"plain"});
    QVERIFY2(other.stands(), other.complaint());
    PriorityDialog dialog(std::make_shared<LinuxControl>(), {refOf(pid()), refOf(other.pid())}, 2);
    const QSignalSpy performed(&dialog, &PriorityDialog::performed);
    QTRY_VERIFY(dialog.now());
    const int nice = dialog.now()->main.nice + 2;
    partOf<QSpinBox>(dialog, "nice").setValue(nice);
    dialog.setButton().click();
    QTRY_COMPARE(performed.count(), 1);
    for (const auto one : {pid(), other.pid()})
        QCOMPARE(getpriority(PRIO_PROCESS, static_cast<id_t>(one)), nice);
}

void TestOperationDialogs::anUnknownPriorityIsNoGuess()
{
    auto other = refOf(pid());
    ++other.id.start;
    PriorityDialog dialog(std::make_shared<LinuxControl>(), {other}, 2);
    dialog.show();
    QTRY_VERIFY(!textOf(dialog, "problem").isEmpty());
    QVERIFY(!partOf<QSpinBox>(dialog, "nice").isVisible());
    QVERIFY(!partOf<QSpinBox>(dialog, "nice").isEnabled());
    QVERIFY(!dialog.setButton().isEnabled());
    QVERIFY(partOf<QPushButton>(dialog, "cancel").isEnabled());
}

static const forklore::TestClass<TestOperationDialogs> testClass(__FILE__);
#include "tst_operation_dialogs.moc"

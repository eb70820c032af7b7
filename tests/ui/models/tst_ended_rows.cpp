// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tree says of those that have ended, and of orphans, where a session has heard of it: before the
// sample that no longer shows them, or after it.
#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "tests/ui/staged_events.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

const ProcessRef initial = {{1, 1}, "init"};
const ProcessRef shell = {{10, 10}, "shell"};
const ProcessRef job = {{11, 11}, "job"};
const ProcessRef otherJob = {{12, 12}, "job"};

Process processWith(const ProcessRef &ref, const ProcessRef &parent)
{
    return processOf(ref.id.pid, parent.id.pid, ref.id.start, ref.comm);
}

/// init with a shell that has two jobs.
std::vector<Process> family()
{
    return {processOf(1, 0, 1, "init"), processWith(shell, initial), processWith(job, shell),
            processWith(otherJob, shell)};
}

std::vector<Process> without(const ProcessRef &gone, std::vector<Process> processes = family())
{
    std::erase_if(processes, [&](const Process &process) { return process.id == gone.id; });
    return processes;
}

Result<ExitStatus> unheard()
{
    return failure(ErrorKind::Denied, "the kernel hides it from other users");
}

ExitStatus crashed()
{
    return {ExitStatus::Kind::Signaled, 11, true};
}

/// The family; the job has ended, and nobody has waited for it.
std::vector<Process> familyWithZombie(const Result<ExitStatus> &status)
{
    auto processes = family();
    processes[2].stat->state = State::Zombie;
    processes[2].exitStatus = status;
    return processes;
}

} // namespace

class TestEndedRows : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void howItEndedIsSaid_data();
    void howItEndedIsSaid();
    void whatWasHeardLateIsAnnounced();
    void nobodyToldHow();
    void oneThatLivesHasNoStatus();
    void whatAZombieSaidIsNotForgotten();
    void aHiddenStatusIsHeard_data();
    void aHiddenStatusIsHeard();
    void aFilterKeepsThoseThatFailed_data();
    void aFilterKeepsThoseThatFailed();
    void whatItWasLikeMatchesNoMore_data();
    void whatItWasLikeMatchesNoMore();
    void failuresAreSortedFirst();
    void theyStayAsLongAsWasSaid();
    void theyStayUntilTheyAreDismissed();
    void anotherStayCountsForThoseThatHaveEnded();
    void dismissingKeepsTheSelection();
    void aParentStaysWithTheRowsBelowIt();
    void ofMoreThanAThousandTheOldestGo();
    void anOrphanNamesItsParent_data();
    void anOrphanNamesItsParent();
    void anAdoptionThatOnlySamplesTellMakesAnOrphan();

private:
    void apply(std::vector<Process> processes, int seconds);
    void hear(const std::vector<Event> &events);
    [[nodiscard]] QString cell(const ProcessRef &process, const char *column,
                               int role = Qt::DisplayRole) const;

    std::unique_ptr<Session> m_session;
    std::unique_ptr<ProcessTreeModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    SamplePtr m_sample;
};

void TestEndedRows::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".")));
    m_session = std::make_unique<Session>();
    m_model = std::make_unique<ProcessTreeModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_model->setSession(*m_session);
    m_sample.reset();
    apply(family(), 1000);
}

void TestEndedRows::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

void TestEndedRows::apply(std::vector<Process> processes, int seconds)
{
    m_sample = sampleOf(std::move(processes), m_sample, seconds);
    m_session->advance(*m_sample->snapshot, m_sample->system);
    m_model->apply(m_sample);
}

void TestEndedRows::hear(const std::vector<Event> &events)
{
    m_session->append(events);
    m_model->hear(events);
}

QString TestEndedRows::cell(const ProcessRef &process, const char *column, int role) const
{
    return m_model->indexOf(process.id, processColumn(column)).data(role).toString();
}

void TestEndedRows::howItEndedIsSaid_data()
{
    QTest::addColumn<bool>("heardFirst");
    QTest::addColumn<Result<ExitStatus>>("status");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tip");
    const auto row = [](const char *name, const Result<ExitStatus> &status, const char *state,
                        const char *text, const char *tip) {
        for (const bool first : {true, false})
            QTest::addRow("%s, heard %s the sample", name, first ? "before" : "after")
                << first << status << QString::fromLatin1(state) << QString::fromLatin1(text)
                << QString::fromLatin1(tip);
    };
    row("success", exited(0), "exited 0", "exited 0 after 12 ms", "");
    row("failure", exited(3), "exited 3", "exited 3 after 12 ms", "");
    row("crash", crashed(), "SIGSEGV", "killed by SIGSEGV after 12 ms, core dumped", "");
    row("unknown", unheard(), "ended", "ended after 12 ms, how is not known",
        "How it ended is not known: the kernel hides it from other users");
}

void TestEndedRows::howItEndedIsSaid()
{
    QFETCH(bool, heardFirst);
    QFETCH(Result<ExitStatus>, status);
    const std::vector<Event> events = {exitOf(1001s, job, status, shell)};
    if (heardFirst)
        hear(events);
    apply(without(job), 1001);
    if (!heardFirst)
        hear(events);
    QVERIFY(dump(*m_model).contains(QStringLiteral("    job 11 ended")));
    QTEST(cell(job, "state"), "state");
    QTEST(cell(job, "status"), "text");
    QTEST(cell(job, "state", Qt::ToolTipRole), "tip");
    QTEST(cell(job, "status", Qt::ToolTipRole), "tip");
}

void TestEndedRows::whatWasHeardLateIsAnnounced()
{
    apply(without(job), 1001);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::layoutChanged);
    hear({exitOf(1001s, job, exited(3), shell)});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().first().toModelIndex(), m_model->indexOf(job.id));
    QCOMPARE(moved.count(), 0);
    hear({eventOf(1001s, otherJob, Renamed{"job"})}); // of which no row tells
    QCOMPARE(changed.count(), 1);
}

void TestEndedRows::nobodyToldHow()
{
    apply(without(job), 1001);
    QCOMPARE(cell(job, "state"), QStringLiteral("ended"));
    QCOMPARE(cell(job, "status"), QStringLiteral("ended, how is not known"));
    QCOMPARE(cell(job, "status", Qt::ToolTipRole), QStringLiteral("How it ended is not known"));
}

void TestEndedRows::oneThatLivesHasNoStatus()
{
    hear({exitOf(1001s, job, exited(3), shell)}); // the sample that shows it is older
    QCOMPARE(cell(otherJob, "status"), QString());
    QCOMPARE(cell(otherJob, "status", Qt::ToolTipRole), QStringLiteral("It has not ended"));
    QCOMPARE(cell(job, "status"), QString());
    QCOMPARE(cell(job, "state"), QStringLiteral("sleeping"));
}

/// A source that came too late must not take away what the zombie itself has shown.
void TestEndedRows::whatAZombieSaidIsNotForgotten()
{
    apply(familyWithZombie(exited(3)), 1001);
    QCOMPARE(cell(job, "state"), QStringLiteral("zombie · 3"));
    hear({exitOf(1001s, job, unheard(), shell)});
    apply(without(job), 1002);
    QCOMPARE(cell(job, "state"), QStringLiteral("exited 3"));
    QCOMPARE(cell(job, "status"), QStringLiteral("exited 3 after 12 ms"));
}

void TestEndedRows::aHiddenStatusIsHeard_data()
{
    QTest::addColumn<bool>("heardFirst");
    QTest::newRow("before the sample") << true;
    QTest::newRow("after the sample") << false;
}

void TestEndedRows::aHiddenStatusIsHeard()
{
    QFETCH(bool, heardFirst);
    const std::vector<Event> events = {exitOf(1001s, job, exited(3), shell)};
    m_model->setFilter(filterOf("exit = 3"));
    if (heardFirst)
        hear(events);
    apply(familyWithZombie(unheard()), 1001);
    if (!heardFirst) {
        hear(events);
        apply(familyWithZombie(unheard()), 1002); // rows come and go with samples
    }
    QCOMPARE(dump(*m_model), (QStringList{"init 1 no match", "  shell 10 no match", "    job 11"}));
    QCOMPARE(cell(job, "state"), QStringLiteral("zombie · 3"));
    QCOMPARE(cell(job, "status"), QStringLiteral("exited 3 after 12 ms"));
    QCOMPARE(cell(job, "state", Qt::ToolTipRole), QString());
    apply(familyWithZombie(unheard()), 1003); // nothing has changed
    QCOMPARE(cell(job, "state"), QStringLiteral("zombie · 3"));
    apply(without(job), 1004);
    QCOMPARE(cell(job, "state"), QStringLiteral("exited 3"));
}

void TestEndedRows::aFilterKeepsThoseThatFailed_data()
{
    aHiddenStatusIsHeard_data();
}

void TestEndedRows::aFilterKeepsThoseThatFailed()
{
    QFETCH(bool, heardFirst);
    const std::vector<Event> events = {exitOf(1001s, job, exited(3), shell),
                                       exitOf(1001s, otherJob, exited(0), shell)};
    m_model->setFilter(filterOf("exit != 0"));
    QCOMPARE(dump(*m_model), QStringList());
    if (heardFirst)
        hear(events);
    const auto later = without(job, without(otherJob));
    apply(later, 1001);
    if (!heardFirst) {
        hear(events);
        apply(later, 1002); // rows come and go with samples
    }
    QCOMPARE(dump(*m_model), (QStringList{"init 1 no match", "  shell 10 no match", "    job 11 ended"}));
    QCOMPARE(m_model->matchCount(), 0); // of those that live
    apply(later, 1010);
    QCOMPARE(dump(*m_model), QStringList());
}

void TestEndedRows::whatItWasLikeMatchesNoMore_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("staysInSight");
    QTest::newRow("cpu") << QStringLiteral("cpu > 10") << false;
    QTest::newRow("age") << QStringLiteral("age > 1s") << false;
    QTest::newRow("zombie") << QStringLiteral("state = zombie") << false;
    QTest::newRow("not cpu") << QStringLiteral("not cpu > 90") << false;
    QTest::newRow("name") << QStringLiteral("name = job") << true;
    QTest::newRow("name, or cpu") << QStringLiteral("name = job or cpu > 10") << true;
    QTest::newRow("exit") << QStringLiteral("exit = 3 or state = zombie") << true;
    QTest::newRow("lifetime") << QStringLiteral("lifetime < 1s or state = zombie") << true;
    QTest::newRow("ended") << QStringLiteral("state = ended or state = zombie") << true;
}

/// Who is no more is neither a zombie nor busy.
void TestEndedRows::whatItWasLikeMatchesNoMore()
{
    QFETCH(QString, filter);
    QFETCH(bool, staysInSight);
    m_model->setFilter(filterOf(filter.toStdString()));
    auto processes = family();
    for (auto &process : processes) {
        if (process.id != job.id)
            continue;
        process.cpuShare = 0.5;
        if (filter.contains(QLatin1String("zombie")))
            process.stat->state = State::Zombie;
    }
    apply(processes, 1001);
    QVERIFY(m_model->indexOf(job.id).isValid());
    hear({exitOf(1002s, job, exited(3), shell)});
    apply(without(job), 1002);
    QCOMPARE(m_model->indexOf(job.id).isValid(), staysInSight);
}

void TestEndedRows::failuresAreSortedFirst()
{
    std::vector<Process> processes = {processOf(1, 0, 1, "init")};
    for (Pid pid = 21; pid <= 24; ++pid)
        processes.push_back(processOf(pid, 1, 20, "child"));
    apply(processes, 1001);
    hear({exitOf(1002s, {{21, 20}, "child"}, exited(0)), exitOf(1002s, {{22, 20}, "child"}, crashed()),
          exitOf(1002s, {{23, 20}, "child"}, unheard()), exitOf(1002s, {{24, 20}, "child"}, exited(255))});
    apply({processOf(1, 0, 1, "init")}, 1002);
    m_model->sort(processColumn("status"), Qt::DescendingOrder);
    const auto children = dump(*m_model).filter(QStringLiteral("child"));
    QCOMPARE(children,
             (QStringList{"  child 22 ended", "  child 24 ended", "  child 21 ended", "  child 23 ended"}));
}

void TestEndedRows::theyStayAsLongAsWasSaid()
{
    m_model->setEndedStay(15s);
    QVERIFY(m_model->endedStay() == 15s);
    apply(without(job), 1001);
    apply(without(job), 1015);
    QVERIFY(m_model->indexOf(job.id).isValid());
    apply(without(job), 1016);
    QVERIFY(!m_model->indexOf(job.id).isValid());
}

void TestEndedRows::theyStayUntilTheyAreDismissed()
{
    m_model->setEndedStay(std::nullopt);
    apply(without(job), 1001);
    apply(without(otherJob, without(job)), 90'000);
    QCOMPARE(dump(*m_model).filter(QStringLiteral("ended")).size(), 2);
    m_model->dismissEnded();
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10"}));
    hear({exitOf(90'000s, job, exited(3), shell)}); // too late: its row is no more
    m_model->dismissEnded();
    apply(without(otherJob, without(job)), 90'001);
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10"}));
}

void TestEndedRows::anotherStayCountsForThoseThatHaveEnded()
{
    m_model->setEndedStay(std::nullopt);
    apply(without(job), 1001);
    m_model->setEndedStay(5s);
    apply(without(job), 1005);
    QVERIFY(m_model->indexOf(job.id).isValid());
    m_model->setEndedStay(std::nullopt);
    apply(without(job), 2000);
    QVERIFY(m_model->indexOf(job.id).isValid());
    m_model->setEndedStay(5s);
    apply(without(job), 2005);
    QVERIFY(!m_model->indexOf(job.id).isValid());
}

void TestEndedRows::dismissingKeepsTheSelection()
{
    apply(without(job), 1001);
    QItemSelectionModel selection(m_model.get());
    selection.select(m_model->indexOf(shell.id), QItemSelectionModel::Select);
    selection.select(m_model->indexOf(job.id), QItemSelectionModel::Select);
    selection.setCurrentIndex(m_model->indexOf(otherJob.id), QItemSelectionModel::Select);
    m_model->dismissEnded();
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10", "    job 12"}));
    QVERIFY(selection.currentIndex() == m_model->indexOf(otherJob.id));
    QVERIFY(selection.isSelected(m_model->indexOf(otherJob.id)));
    QVERIFY(selection.isSelected(m_model->indexOf(shell.id)));
    QCOMPARE(selection.selectedIndexes().size(), 2);
}

/// The shell and both jobs end one after the other: a tree of the dead goes as its last row goes.
void TestEndedRows::aParentStaysWithTheRowsBelowIt()
{
    m_model->setEndedStay(5s);
    apply({processOf(1, 0, 1, "init"), processWith(job, initial)}, 1001); // shell and the other job
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10 ended", "    job 12 ended", "  job 11"}));
    m_model->dismissEnded();
    QCOMPARE(dump(*m_model), (QStringList{"init 1", "  job 11"}));
}

void TestEndedRows::ofMoreThanAThousandTheOldestGo()
{
    constexpr Pid children = 1005;
    constexpr Pid firstPid = 100;
    m_model->setEndedStay(std::nullopt);
    const auto familyOf = [](Pid count) {
        std::vector<Process> processes = {processOf(1, 0, 1, "init")};
        for (Pid pid = firstPid; pid < firstPid + count; ++pid)
            processes.push_back(processOf(pid, 1, 20, "child"));
        return processes;
    };
    apply(familyOf(children), 1001);
    m_model->dismissEnded();             // the shell and its jobs
    apply(familyOf(children - 5), 1010); // those with the largest pids are the first to end
    apply(familyOf(0), 1011);
    apply(familyOf(0), 1012);
    QCOMPARE(m_model->rowCount(m_model->indexOf(initial.id)), 1000);
    QVERIFY(m_model->indexOf({firstPid, 20}).isValid());
    QVERIFY(m_model->indexOf({firstPid + children - 6, 20}).isValid());
    for (Pid pid = firstPid + children - 5; pid < firstPid + children; ++pid)
        QVERIFY(!m_model->indexOf({pid, 20}).isValid());
}

void TestEndedRows::anOrphanNamesItsParent_data()
{
    QTest::addColumn<bool>("isBirthHeard");
    QTest::addColumn<QByteArray>("comm");
    QTest::addColumn<QString>("tip");
    QTest::newRow("birth heard") << true << QByteArray("shell")
                                 << QStringLiteral("An orphan, born of shell 10, which has ended");
    QTest::newRow("first seen later")
        << false << QByteArray("shell")
        << QStringLiteral("An orphan, a child of shell 10 before, which has ended");
    QTest::newRow("no name") << true << QByteArray()
                             << QStringLiteral("An orphan, born of ? 10, which has ended");
    QTest::newRow("an awkward name") << true << QByteArray("%2\n%1")
                                     << QStringLiteral("An orphan, born of %2\\n%1 10, which has ended");
}

void TestEndedRows::anOrphanNamesItsParent()
{
    QFETCH(bool, isBirthHeard);
    QFETCH(QByteArray, comm);
    auto processes = family();
    processes[1].stat->comm = comm.toStdString();
    apply(processes, 1001);
    const ProcessRef parent = {shell.id, comm.toStdString()};
    const ProcessRef fresh = {{13, 100'100}, "fresh"};
    if (isBirthHeard)
        hear({eventOf(1001s, fresh, Forked{parent})});
    processes.push_back(processWith(fresh, shell));
    apply(processes, 1002);
    QVERIFY(!ProcessTreeModel::node(m_model->indexOf(fresh.id)).bornOf);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    hear({exitOf(1002s, parent, exited(0), initial), eventOf(1002s, fresh, Reparented{parent, initial})});
    const auto index = m_model->indexOf(fresh.id);
    const auto &node = ProcessTreeModel::node(index);
    QVERIFY(node.bornOf == std::optional(parent));
    QCOMPARE(node.isBirthHeard, isBirthHeard);
    QTEST(index.data(Qt::ToolTipRole).toString(), "tip");
    QCOMPARE(changed.count(), 1); // of its row
    QCOMPARE(changed.first().first().toModelIndex(), index);
    // What it is told beside its own name: of the dead there is more to say.
    auto later = without(shell, without(job, without(otherJob, processes)));
    later.back().stat->ppid = 1;
    apply(later, 1003);
    QTEST(m_model->indexOf(fresh.id).data(Qt::ToolTipRole).toString(), "tip");
    later.pop_back();
    apply(later, 1004);
    QCOMPARE(m_model->indexOf(fresh.id).data(Qt::ToolTipRole).toString(), QString());
}

void TestEndedRows::anAdoptionThatOnlySamplesTellMakesAnOrphan()
{
    auto processes = without(shell);
    processes[1].stat->ppid = 1;
    processes[2].stat->ppid = 1;
    apply(processes, 1001);
    for (const auto &ref : {job, otherJob}) {
        const auto &node = ProcessTreeModel::node(m_model->indexOf(ref.id));
        QVERIFY(node.bornOf == std::optional(shell));
        QVERIFY(!node.isBirthHeard);
    }
    QVERIFY(!ProcessTreeModel::node(m_model->indexOf(initial.id)).bornOf);
    QVERIFY(!ProcessTreeModel::node(m_model->indexOf(shell.id)).bornOf);
}

static const forklore::TestClass<TestEndedRows> testClass(__FILE__);
#include "tst_ended_rows.moc"

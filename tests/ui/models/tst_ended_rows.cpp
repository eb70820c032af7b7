// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tree says of those that have ended, where a timeline has heard of it: before the sample that no
// longer shows them, or after it.
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/models/family_tree.h"
#include "tests/ui/samples.h"

using namespace forklore;
using namespace forklore::family_tree;
using namespace std::chrono_literals;

namespace {

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

class TestEndedRows : public FamilyTree {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
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
};

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
        append(events);
    apply(without(job), 1001);
    if (!heardFirst)
        append(events);
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
    append({exitOf(1001s, job, exited(3), shell)});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().first().toModelIndex(), m_model->indexOf(job.id));
    QCOMPARE(moved.count(), 0);
    append({eventOf(1001s, otherJob, Renamed{"job"})}); // of which no row tells
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
    append({exitOf(1001s, job, exited(3), shell)}); // the sample that shows it is older
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
    append({exitOf(1001s, job, unheard(), shell)});
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
        append(events);
    apply(familyWithZombie(unheard()), 1001);
    if (!heardFirst) {
        append(events);
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
        append(events);
    const auto later = without(job, without(otherJob));
    apply(later, 1001);
    if (!heardFirst) {
        append(events);
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
    append({exitOf(1002s, job, exited(3), shell)});
    apply(without(job), 1002);
    QCOMPARE(m_model->indexOf(job.id).isValid(), staysInSight);
}

void TestEndedRows::failuresAreSortedFirst()
{
    std::vector<Process> processes = {processOf(1, 0, 1, "init")};
    for (Pid pid = 21; pid <= 24; ++pid)
        processes.push_back(processOf(pid, 1, 20, "child"));
    apply(processes, 1001);
    append({exitOf(1002s, {{21, 20}, "child"}, exited(0)), exitOf(1002s, {{22, 20}, "child"}, crashed()),
            exitOf(1002s, {{23, 20}, "child"}, unheard()), exitOf(1002s, {{24, 20}, "child"}, exited(255))});
    apply({processOf(1, 0, 1, "init")}, 1002);
    m_model->sort(processColumn("status"), Qt::DescendingOrder);
    const auto children = dump(*m_model).filter(QStringLiteral("child"));
    QCOMPARE(children,
             (QStringList{"  child 22 ended", "  child 24 ended", "  child 21 ended", "  child 23 ended"}));
}

static const forklore::TestClass<TestEndedRows> testClass(__FILE__);
#include "tst_ended_rows.moc"

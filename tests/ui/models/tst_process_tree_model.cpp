// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "core/host/linux/sampling/linux_source.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"
#include "tests/ui/samples.h"

using namespace forklore;

namespace {

using Tester = QAbstractItemModelTester;
constexpr auto fatal = Tester::FailureReportingMode::Fatal;

/// init with a shell that has two jobs, and a daemon.
std::vector<Process> family()
{
    return {processOf(1, 0, 1, "init"), processOf(10, 1, 10, "shell"), processOf(11, 10, 11, "job"),
            processOf(12, 10, 12, "job"), processOf(20, 1, 20, "daemon")};
}

void sortBy(ProcessTreeModel &model, const char *column, Qt::SortOrder order)
{
    model.sort(processColumn(column), order);
}

} // namespace

class TestProcessTreeModel : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_model = std::make_unique<ProcessTreeModel>();
        m_tester = std::make_unique<Tester>(m_model.get(), fatal);
        m_sample = sampleOf(family());
        m_model->apply(m_sample);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void childrenAreBelowTheirParents()
    {
        QCOMPARE(dump(*m_model),
                 (QStringList{"init 1", "  shell 10", "    job 11", "    job 12", "  daemon 20"}));
    }

    void whatComesAndGoesIsMarkedForAMoment()
    {
        auto processes = family();
        processes.erase(processes.begin() + 3); // 12
        processes.push_back(processOf(21, 20, 900, "fresh"));
        apply(processes, 1001);
        QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10", "    job 11", "    job 12 ended",
                                              "  daemon 20", "    fresh 21 new"}));
        apply(processes, 1007); // those that have ended stay for longer than those that are new are tinted
        QCOMPARE(dump(*m_model),
                 (QStringList{"init 1", "  shell 10", "    job 11", "  daemon 20", "    fresh 21"}));
    }

    void anOrphanMovesWithItsSubtree()
    {
        const QPersistentModelIndex job = m_model->indexOf({11, 11});
        auto processes = family();
        processes[2].stat->ppid = 20;
        processes.push_back(processOf(30, 11, 30, "below"));
        apply(processes, 1001);
        processes[2].stat->ppid = 1;
        QSignalSpy adopted(m_model.get(), &ProcessTreeModel::adopted);
        apply(processes, 1002);
        QCOMPARE(adopted.count(), 1);
        QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10", "    job 12", "  job 11",
                                              "    below 30 new", "  daemon 20"}));
        QVERIFY(job.isValid());
        QCOMPARE(ProcessTreeModel::node(job).id.pid, 11);
    }

    void childrenOfOneThatEndsGoToTheAdopter()
    {
        auto processes = family();
        processes.erase(processes.begin() + 1); // the shell
        processes[1].stat->ppid = 1;
        processes[2].stat->ppid = 1;
        apply(processes, 1001);
        QCOMPARE(dump(*m_model),
                 (QStringList{"init 1", "  shell 10 ended", "  job 11", "  job 12", "  daemon 20"}));
    }

    void aReusedPidIsAnotherProcess()
    {
        auto processes = family();
        processes[4] = processOf(20, 1, 999, "other");
        apply(processes, 1001);
        QCOMPARE(dump(*m_model).mid(4), (QStringList{"  daemon 20 ended", "  other 20 new"}));
        QVERIFY(m_model->indexOf({20, 20}) != m_model->indexOf({20, 999}));
    }

    void aParentAndItsChildThatEndTogetherGoTogether()
    {
        apply({processOf(1, 0, 1, "init"), processOf(20, 1, 20, "daemon")}, 1001);
        QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10 ended", "    job 11 ended",
                                              "    job 12 ended", "  daemon 20"}));
        apply({processOf(1, 0, 1, "init"), processOf(20, 1, 20, "daemon")}, 1010);
        QCOMPARE(dump(*m_model), (QStringList{"init 1", "  daemon 20"}));
    }

    void evenAfterALongIntervalTheEndedAreSeen()
    {
        apply({processOf(1, 0, 1, "init")}, 1060);
        QCOMPARE(dump(*m_model).filter(QStringLiteral("ended")).size(), 4);
    }

    void whatCouldNotBeReadForAWhileHasNotEnded()
    {
        auto processes = family();
        processes.erase(processes.begin() + 1);
        processes.insert(processes.begin() + 1, unreadable(10));
        apply(processes, 1001);
        QCOMPARE(dump(*m_model).filter(QStringLiteral("shell 10 ended")).size(), 1);
        apply(family(), 1002);
        QCOMPARE(dump(*m_model).filter(QStringLiteral("shell")), QStringList{"  shell 10"});
        m_model->setFilter(filterOf("daemon"));
        apply(family(), 1010);
        m_model->setFilter(ProcessFilter());
        QCOMPARE(dump(*m_model),
                 (QStringList{"init 1", "  shell 10", "    job 11", "    job 12", "  daemon 20"}));
    }

    void withoutLingeringTheEndedGoAtOnce()
    {
        m_model->setEndedStay(std::chrono::milliseconds(0));
        apply({processOf(1, 0, 1, "init")}, 1001);
        QCOMPARE(dump(*m_model), QStringList{"init 1"});
    }

    void matchesKeepTheirAncestors()
    {
        m_model->setFilter(filterOf("job"));
        QCOMPARE(dump(*m_model),
                 (QStringList{"init 1 no match", "  shell 10 no match", "    job 11", "    job 12"}));
        QCOMPARE(m_model->matchCount(), 2);
        m_model->setFilter(filterOf("nobody"));
        QCOMPARE(dump(*m_model), QStringList());
        m_model->setFilter(ProcessFilter());
        QCOMPARE(dump(*m_model).size(), 5);
    }

    void aFilterFollowsWhatChanges()
    {
        m_model->setFilter(filterOf("renamed"));
        auto processes = family();
        processes[4].stat->comm = "renamed";
        processes.push_back(processOf(31, 11, 31, "renamed"));
        apply(processes, 1001);
        QCOMPARE(dump(*m_model), (QStringList{"init 1 no match", "  shell 10 no match", "    job 11 no match",
                                              "      renamed 31 new", "  renamed 20"}));
    }

    void aListIsFlatAndBack()
    {
        const QPersistentModelIndex job = m_model->indexOf({12, 12});
        m_model->setShape(ProcessTreeModel::Shape::List);
        QCOMPARE(dump(*m_model), (QStringList{"init 1", "shell 10", "job 11", "job 12", "daemon 20"}));
        QCOMPARE(ProcessTreeModel::node(job).id.pid, 12);
        m_model->setShape(ProcessTreeModel::Shape::Tree);
        QCOMPARE(dump(*m_model).at(3), QStringLiteral("    job 12"));
        QCOMPARE(ProcessTreeModel::node(job).id.pid, 12);
    }

    void siblingsAreSortedByAnyColumn()
    {
        auto processes = family();
        processes[2].stat->residentPages = 5;
        processes[3].stat->residentPages = 50;
        apply(processes, 1001);
        sortBy(*m_model, "memory", Qt::DescendingOrder);
        QCOMPARE(dump(*m_model).mid(2, 2), (QStringList{"    job 12", "    job 11"}));
        sortBy(*m_model, "process", Qt::AscendingOrder);
        QCOMPARE(dump(*m_model).at(1), QStringLiteral("  daemon 20"));
    }

    void whatIsUnknownComesLastEitherWay()
    {
        auto processes = family();
        processes[2].cpuShare = 0.5;
        apply(processes, 1001);
        for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            sortBy(*m_model, "cpu", order);
            QCOMPARE(dump(*m_model).filter(QStringLiteral("job")).first(), QStringLiteral("    job 11"));
        }
    }

    void whileHeldNothingMovesOrGoes()
    {
        sortBy(*m_model, "memory", Qt::DescendingOrder);
        auto processes = family();
        processes.erase(processes.begin() + 2); // 11
        processes[2].stat->residentPages = 99;  // 12
        processes.push_back(processOf(5, 10, 950, "fresh"));
        apply(processes, 1001, true);
        apply(processes, 1100, true);
        QCOMPARE(dump(*m_model), (QStringList{"init 1", "  shell 10", "    job 11 ended", "    job 12",
                                              "    fresh 5 new", "  daemon 20"}));
        apply(processes, 1101);
        QCOMPARE(dump(*m_model),
                 (QStringList{"init 1", "  shell 10", "    job 12", "    fresh 5", "  daemon 20"}));
    }

    void aQuietRefreshAnnouncesOnlyWhatChanged()
    {
        auto processes = family();
        processes[2].stat->residentPages = 7;
        processes[3].stat->residentPages = 8; // its neighbour: one announcement
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        QSignalSpy layout(m_model.get(), &QAbstractItemModel::layoutChanged);
        apply(processes, 1001);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(layout.count(), 0);
        QCOMPARE(changed.first().at(0).toModelIndex(), m_model->indexOf({11, 11}));
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 1);
        apply(processes, 1002);
        QCOMPARE(changed.count(), 1);
    }

    void aCircleOfParentsIsShownWhole()
    {
        apply({processOf(1, 0, 1, "init"), processOf(40, 41, 40, "a"), processOf(41, 40, 41, "b")}, 2000);
        apply({processOf(1, 0, 1, "init"), processOf(40, 41, 40, "a"), processOf(41, 40, 41, "b")}, 2010);
        QCOMPARE(dump(*m_model), (QStringList{"init 1", "a 40", "  b 41"}));
    }

    void reasonsAreInTheToolTips()
    {
        auto processes = family();
        processes[4].descriptorCount =
            Result<std::uint64_t>(failure(ErrorKind::Denied, "count 20/fd: Permission denied"));
        processes.push_back(unreadable(50));
        apply(processes, 1001);
        const auto tip = [&](const ProcessId &id, const char *column) {
            return m_model->indexOf(id, processColumn(column)).data(Qt::ToolTipRole).toString();
        };
        QCOMPARE(tip({20, 20}, "descriptors"), QStringLiteral("count 20/fd: Permission denied"));
        QCOMPARE(tip({50, ProcessId::unknownStart}, "memory"), QStringLiteral("stat: test"));
    }

    /// All of the awkward processes as the window shows them.
    void awkwardProcessesAreShown()
    {
        const Fixture fixture("awkward.txt");
        auto source = LinuxSource::create(fixture.root());
        auto snapshot = (*source)->sample(SampleRequest::everything(), nullptr);
        QVERIFY(snapshot);
        ProcessTreeModel model;
        const Tester tester(&model, fatal);
        model.apply(sampleOf(copiesOf(snapshot->processes)));
        const QStringList expected = {"init 1",         "  a) R (b 100",   "  new\\nline 101",
                                      "  odd-argv 102", "  overflown 103", "  worker 104"};
        QCOMPARE(dump(model).mid(0, expected.size()), expected);
        const auto lines = dump(model);
        QVERIFY(lines.contains(QStringLiteral("? 111"))); // malformed, by its pid
        QVERIFY(lines.contains(QStringLiteral("  kworker/u8:3-events_freezable_power_ 37")));
        QVERIFY(lines.contains(QStringLiteral("orphan 150"))); // its parent is not there
        QCOMPARE(lines.size(), static_cast<qsizetype>(snapshot->processes.size()));
    }

private:
    void apply(std::vector<Process> processes, int seconds, bool held = false)
    {
        m_sample = sampleOf(std::move(processes), m_sample, seconds);
        m_model->apply(m_sample, held);
    }

    std::unique_ptr<ProcessTreeModel> m_model;
    std::unique_ptr<Tester> m_tester;
    SamplePtr m_sample;
};

static const forklore::TestClass<TestProcessTreeModel> testClass(__FILE__);
#include "tst_process_tree_model.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Thousands of seeded random refreshes: after each, the model must equal one that is built afresh, and every
// persistent index must still be the process it was.
#include <QAbstractItemModelTester>
#include <QTest>

#include <map>
#include <random>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"

using namespace forklore;

namespace {

/// A machine on which anything may happen between two samples.
class TurbulentMachine {
public:
    explicit TurbulentMachine(unsigned seed) : m_random(seed)
    {
        m_processes.emplace(1, processOf(1, 0, 1, "init"));
    }

    void live()
    {
        const auto births = m_random() % 6;
        for (unsigned i = 0; i < births; ++i)
            fork();
        const auto deaths = m_random() % 5;
        for (unsigned i = 0; i < deaths && m_processes.size() > 1; ++i)
            end();
        if (m_random() % 3 == 0)
            reparent();
        if (m_random() % 8 == 0)
            hide();
        for (auto &[pid, process] : m_processes) {
            if (m_random() % 5 == 0)
                process.stat->residentPages = m_random() % 20;
            if (m_random() % 10 == 0)
                process.cpuShare = static_cast<double>(m_random() % 4) / 4;
        }
    }

    [[nodiscard]] std::vector<Process> processes() const
    {
        std::vector<Process> all;
        for (const auto &[pid, process] : m_processes)
            all.push_back(process);
        return all;
    }

    [[nodiscard]] unsigned chance(unsigned of) { return static_cast<unsigned>(m_random()) % of; }

private:
    Pid anyone()
    {
        return std::next(m_processes.begin(), static_cast<int>(m_random() % m_processes.size()))->first;
    }

    void fork()
    {
        const auto pid = static_cast<Pid>(2 + m_random() % 60); // few pids, so that they are reused
        const auto names = std::array{"alpha", "beta", "gamma", "delta"};
        if (!m_processes.contains(pid))
            m_processes.emplace(pid,
                                processOf(pid, anyone(), ++m_clock, names.at(m_random() % names.size())));
    }

    void end()
    {
        const auto pid = anyone();
        if (pid == 1)
            return;
        const auto heir = m_processes.at(pid).stat->ppid;
        m_processes.erase(pid);
        for (auto &[other, process] : m_processes) {
            if (process.stat->ppid == pid)
                process.stat->ppid = m_random() % 2 == 0 ? 1 : heir;
        }
    }

    /// One that cannot be read for a while and is there again, the same as it was.
    void hide()
    {
        if (m_hidden) {
            m_processes.insert_or_assign(m_hidden->id.pid, *m_hidden);
            m_hidden.reset();
        } else if (const auto pid = anyone(); pid != 1) {
            m_hidden = m_processes.at(pid);
            m_processes.erase(pid);
        }
    }

    void reparent()
    {
        const auto pid = anyone();
        if (pid != 1)
            m_processes.at(pid).stat->ppid =
                anyone(); // a circle is possible, as in a listing that takes time
    }

    std::mt19937 m_random;
    std::map<Pid, Process> m_processes;
    std::optional<Process> m_hidden;
    StartTicks m_clock = 100;
};

void shake(ProcessTreeModel &model, TurbulentMachine &machine)
{
    switch (machine.chance(12)) {
    case 0:
        model.setFilter(filterOf(machine.chance(2) == 0 ? "a" : "gamma"));
        break;
    case 1:
        model.setFilter(ProcessFilter());
        break;
    case 2:
        model.setShape(machine.chance(2) == 0 ? ProcessTreeModel::Shape::List
                                              : ProcessTreeModel::Shape::Tree);
        break;
    case 3:
        model.sort(static_cast<int>(machine.chance(static_cast<unsigned>(model.columnCount()))),
                   machine.chance(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
        break;
    default:
        break;
    }
}

/// What a model says that never saw anything else than the last sample.
QStringList dumpAfresh(const ProcessTreeModel &like, const SamplePtr &sample)
{
    ProcessTreeModel model;
    model.setShape(like.shape());
    model.setFilter(like.filter());
    model.sort(like.sortColumn(), like.sortOrder());
    model.apply(sampleOf(copiesOf(sample->snapshot->processes)));
    return dump(model);
}

} // namespace

class TestProcessTreeStorm : public QObject {
    Q_OBJECT

private slots:
    void anyHistoryEndsInTheSameRows_data()
    {
        QTest::addColumn<unsigned>("seed");
        QTest::addColumn<int>("linger");
        for (unsigned seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed << (seed % 2 == 0 ? 0 : 2000);
    }
    void anyHistoryEndsInTheSameRows()
    {
        QFETCH(unsigned, seed);
        QFETCH(int, linger);
        TurbulentMachine machine(seed);
        ProcessTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setLinger(std::chrono::milliseconds(linger));
        model.setEndedStay(std::chrono::milliseconds(linger));
        SamplePtr sample;
        std::vector<std::pair<QPersistentModelIndex, ProcessId>> watched;
        constexpr int refreshes = 500;
        for (int second = 0; second < refreshes; ++second) {
            machine.live();
            shake(model, machine);
            sample = sampleOf(machine.processes(), sample, 1000 + second);
            model.apply(sample, machine.chance(8) == 0);
            for (const auto &[index, id] : watched) {
                if (index.isValid())
                    QCOMPARE(ProcessTreeModel::node(index).id, id);
            }
            watch(model, watched);
            checkLinks(model, {});
            if (QTest::currentTestFailed())
                return;
            if (second % 10 == 9) { // let all that passes pass: then history must not show
                const auto quiet = sampleOf(machine.processes(), sample, 1000 + second + 100);
                model.apply(quiet);
                sample = sampleOf(machine.processes(), quiet, 1000 + second);
                model.apply(sample);
                QCOMPARE(dump(model), dumpAfresh(model, sample));
            }
        }
    }

private:
    static void watch(const ProcessTreeModel &model,
                      std::vector<std::pair<QPersistentModelIndex, ProcessId>> &watched)
    {
        std::erase_if(watched, [](const auto &entry) { return !entry.first.isValid(); });
        for (const auto &process : model.sample()->snapshot->processes) {
            const auto index = model.indexOf(process.id);
            if (index.isValid() && watched.size() < 40 && process.id.pid % 3 == 0)
                watched.emplace_back(index, process.id);
        }
    }

    /// index(), parent() and rowCount() must agree everywhere.
    static void checkLinks(const ProcessTreeModel &model, const QModelIndex &parent)
    {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const auto index = model.index(row, 0, parent);
            QVERIFY(index.isValid());
            QCOMPARE(index.row(), row);
            QCOMPARE(model.parent(index), parent);
            checkLinks(model, index);
        }
    }
};

static const forklore::TestClass<TestProcessTreeStorm> testClass(__FILE__);
#include "tst_process_tree_storm.moc"

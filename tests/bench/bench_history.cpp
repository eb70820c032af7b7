// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the history costs: the time to record a sample in which 2 % of the processes have changed and a
// sixteenth has had its turn, and the memory of a process that stands still. The budget is half a millisecond
// at 2 000 processes.
#include <QTest>

#include <algorithm>
#include <ctime>
#include <random>

#include <malloc.h>

#include "core/session/history.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

class BenchHistory : public QObject {
    Q_OBJECT

private slots:
    void record_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {500, 2000, 10000})
            QTest::addRow("%d processes", size) << size;
    }
    void record()
    {
        QFETCH(int, size);
        History history;
        auto snapshot = first(size);
        const int samples = std::min(700, 1'400'000 / size); // in 700, old runs are merged as well
        std::chrono::nanoseconds spent{};
        for (int second = 0; second < samples; ++second) {
            change(snapshot);
            takeTurn(snapshot, static_cast<unsigned>(second));
            const auto begin = threadTime();
            history.record(snapshot, m_system);
            spent += threadTime() - begin;
        }
        QTest::setBenchmarkResult(std::chrono::duration<double, std::milli>(spent).count() / samples,
                                  QTest::WalltimeMilliseconds);
    }

    void memory()
    {
        constexpr int size = 10000;
        auto snapshot = first(size);
        const auto before = mallinfo2();
        History history;
        for (unsigned second = 0; second < 40; ++second) {
            snapshot.sinceBoot += 1s;
            takeTurn(snapshot, second);
            history.record(snapshot, m_system);
        }
        const auto after = mallinfo2();
        // Each turn has left its readings in the snapshot: they are within what was there before.
        qInfo("%zu bytes a process that stands still", (after.uordblks - before.uordblks) / size);
    }

private:
    /// Of this thread alone: others may be busy.
    static std::chrono::nanoseconds threadTime()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }

    static Snapshot first(int size)
    {
        Snapshot snapshot;
        snapshot.sinceBoot = 1000s;
        snapshot.machine.emplace();
        std::vector<Process> processes;
        for (Pid pid = 1; pid <= size; ++pid) {
            processes.push_back(processOf(pid, 1, 100, "some program"));
            processes.back().cpuShare = 0;
        }
        snapshot.processes = std::move(processes);
        return snapshot;
    }

    void change(Snapshot &snapshot)
    {
        snapshot.sinceBoot += 1s;
        auto processes = copiesOf(snapshot.processes);
        for (auto &process : processes)
            process.cpuShare = 0;
        for (std::size_t i = 0; i < processes.size() / 50; ++i) {
            auto &process = processes[m_random() % processes.size()];
            process.cpuShare = static_cast<double>(m_random() % 100) / 100;
            *process.stat->residentPages += 1;
        }
        snapshot.processes = std::move(processes);
    }

    static void takeTurn(Snapshot &snapshot, unsigned turn)
    {
        changeEach(snapshot, [&](Process &process) {
            const bool isItsTurn = static_cast<unsigned>(process.id.pid) % 16 == turn % 16;
            process.descriptorsCounted = isItsTurn;
            process.descriptorCount = 4;
            process.io.reset();
            process.contextSwitches.reset();
            if (isItsTurn) {
                process.io.emplace();
                process.contextSwitches.emplace();
            }
        });
    }

    std::mt19937 m_random{42};
    SystemInfo m_system;
};

static const forklore::TestClass<BenchHistory> testClass(__FILE__);
#include "bench_history.moc"

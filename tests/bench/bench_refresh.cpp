// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one refresh costs the GUI thread: 2 % of the rows changed, 50 processes come, 50 go, 3 change parents;
// the tree sorted by CPU, everything open, the view painted. The budget is 8 ms at 2 000 processes.
#include <QApplication>
#include <QElapsedTimer>
#include <QTest>

#include <random>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/tree/process_view.h"

using namespace forklore;

class BenchRefresh : public QObject {
    Q_OBJECT

private slots:
    void refresh_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("churn");
        QTest::addColumn<QString>("filter");
        for (const int size : {500, 2000, 10000}) {
            QTest::addRow("%d processes, 50 come and go", size) << size << 50 << QString();
            QTest::addRow("%d processes, quiet", size) << size << 0 << QString();
            QTest::addRow("%d processes, 50 come and go, filtered", size)
                << size << 50 << QStringLiteral("beta");
            QTest::addRow("%d processes, 50 come and go, filtered by what changes", size)
                << size << 50 << QStringLiteral("age > 5m and not user = nobody");
        }
    }
    void refresh()
    {
        QFETCH(int, size);
        QFETCH(int, churn);
        QFETCH(QString, filter);
        std::vector<Process> processes = {processOf(1, 0, 1, "init")};
        for (Pid pid = 2; pid <= size; ++pid)
            processes.push_back(make(pid, static_cast<Pid>(1 + m_random() % (pid - 1)), 100));

        ProcessTreeModel model;
        ProcessView view(model);
        view.resize(1280, 780);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto sample = sampleOf(processes);
        model.apply(sample);
        model.setFilter(filterOf(filter.toStdString()));
        view.sortBy(processColumn("cpu"), Qt::DescendingOrder);
        QCoreApplication::processEvents();

        std::vector<SamplePtr> story; // made beforehand: the sampler's work is not the GUI's
        constexpr int refreshes = 40;
        for (int second = 1; second <= refreshes; ++second) {
            change(processes, churn, second);
            story.push_back(sampleOf(processes, story.empty() ? sample : story.back(), 1000 + second));
        }
        std::size_t next = 0;
        QBENCHMARK_ONCE
        {
            for (; next < story.size(); ++next) {
                model.apply(story[next]);
                QCoreApplication::processEvents();
            }
        }
        qInfo("divide by %d refreshes", refreshes);
    }

    // The budget of an edit is 16 ms at 10 000 processes: a letter must not be waited for.
    void editOfTheFilter_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<QString>("filter");
        for (const int size : {2000, 10000}) {
            for (const auto *filter :
                 {"beta", "beta with", "user = root and cpu > 5", "cmd ~ /arg.*=of/", "age < 5m"})
                QTest::addRow("%d processes, %s", size, filter) << size << QString::fromLatin1(filter);
        }
    }
    void editOfTheFilter()
    {
        QFETCH(int, size);
        QFETCH(QString, filter);
        std::vector<Process> processes = {processOf(1, 0, 1, "init")};
        for (Pid pid = 2; pid <= size; ++pid)
            processes.push_back(make(pid, static_cast<Pid>(1 + m_random() % (pid - 1)), 100));
        ProcessTreeModel model;
        model.apply(sampleOf(processes));
        QElapsedTimer timer;
        timer.start();
        model.setFilter(filterOf("zzz")); // prepares the text
        const auto first = timer.nsecsElapsed();
        timer.start();
        model.setFilter(filterOf(filter.toStdString()));
        const auto edit = timer.nsecsElapsed();
        timer.start();
        model.apply(sampleOf(processes, model.sample(), 1001));
        const auto milliseconds = [](qint64 nanoseconds) { return static_cast<double>(nanoseconds) / 1e6; };
        qInfo("first letter %.2f ms, edit %.2f ms, a quiet refresh %.2f ms", milliseconds(first),
              milliseconds(edit), milliseconds(timer.nsecsElapsed()));
    }

private:
    Process make(Pid pid, Pid ppid, StartTicks start)
    {
        static constexpr std::array names = {"alpha", "beta", "gamma", "delta", "epsilon"};
        auto process = processOf(pid, ppid, start, names.at(m_random() % names.size()));
        process.commandLine = std::string("/usr/lib/some/program\0--with\0arguments=of\0some length\0", 53);
        process.descriptorCount = Result<std::uint64_t>(m_random() % 100);
        process.cpuShare = 0;
        return process;
    }

    void change(std::vector<Process> &processes, int churn, int second)
    {
        const auto size = static_cast<Pid>(processes.size());
        for (std::size_t i = 0; i < processes.size() / 50; ++i) {
            auto &process = processes[m_random() % processes.size()];
            process.cpuShare = static_cast<double>(m_random() % 1000) / 1000;
            *process.stat->userTicks += 3;
            *process.stat->residentPages += 1;
        }
        for (int i = 0; i < churn; ++i) {
            auto &leaving = processes[1 + m_random() % (processes.size() - 1)];
            for (auto &child : processes)
                child.stat->ppid = child.stat->ppid == leaving.id.pid ? 1 : child.stat->ppid;
            leaving = make(leaving.id.pid, static_cast<Pid>(1 + m_random() % size),
                           static_cast<StartTicks>(100 + second));
        }
    }

    std::mt19937 m_random{42};
};

static const forklore::TestClass<BenchRefresh> testClass(__FILE__);
#include "bench_refresh.moc"

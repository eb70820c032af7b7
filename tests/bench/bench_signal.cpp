// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a signal to many costs: until all are held and it is known what it would do to them, and until all
// have it and have ended.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/descriptor_budget.h"
#include "core/host/linux/control/linux_control.h"
#include "core/host/linux/proc/pid_stat.h"
#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/live/signal_sender.h"

using namespace forklore;

namespace {

/// Processes of our own, which end with this one.
class Crowd {
public:
    explicit Crowd(int count)
    {
        const auto parent = getpid();
        for (int i = 0; i < count; ++i) {
            const auto child = fork();
            if (child == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                signal(SIGTERM, SIG_DFL); // not what the test prints when it is ended
                while (getppid() == parent)
                    pause();
                _exit(0);
            }
            m_pids.push_back(child);
        }
        const auto proc = Directory::open("/proc");
        for (const auto pid : m_pids) {
            const auto stat = readPidStat(*proc, (std::to_string(pid) + "/stat").c_str());
            m_ref.push_back({stat->id(), stat->comm});
        }
    }
    Crowd(const Crowd &) = delete;
    Crowd &operator=(const Crowd &) = delete;
    ~Crowd()
    {
        for (const auto pid : m_pids)
            kill(pid, SIGKILL);
        for (const auto pid : m_pids)
            waitpid(pid, nullptr, 0);
    }

    [[nodiscard]] const std::vector<ProcessRef> &ref() const { return m_ref; }

private:
    std::vector<pid_t> m_pids;
    std::vector<ProcessRef> m_ref;
};

} // namespace

class BenchSignal : public QObject {
    Q_OBJECT

private slots:
    void many_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("files");
        QTest::newRow("1 500") << 1500 << 0;
        QTest::newRow("1 500 with 1 024 descriptors") << 1500 << 1024;
        QTest::newRow("10 000") << 10'000 << 0;
        QTest::newRow("10 000 with 1 024 descriptors") << 10'000 << 1024;
    }

    void many()
    {
        QFETCH(int, count);
        QFETCH(int, files);
        rlimit limit{};
        getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = files == 0 ? limit.rlim_max : static_cast<rlim_t>(files);
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &limit), 0);
        const Crowd crowd(count);
        SignalSender sender{LinuxControl()};
        QSignalSpy held(&sender, &SignalSender::held);
        QSignalSpy done(&sender, &SignalSender::done);
        const auto sample = sampleOf({});
        QElapsedTimer time;
        time.start();
        sender.hold(crowd.ref(), sample);
        QVERIFY(held.wait(600'000));
        const auto first = time.restart();
        sender.hold(crowd.ref(), sample);
        QVERIFY(held.wait(600'000));
        const auto again = time.restart();
        SignalOrder order;
        order.signal = SIGTERM;
        order.to = crowd.ref();
        sender.send(order);
        QVERIFY(done.wait(600'000));
        const auto sent = time.elapsed();
        const auto outcomes = done.front().front().value<std::vector<SignalOutcome>>();
        const auto refused =
            std::ranges::count_if(outcomes, [](const SignalOutcome &one) { return !one.delivery.sent; });
        const auto told = std::ranges::count_if(
            outcomes, [](const SignalOutcome &one) { return one.ended && one.ended->has_value(); });
        qInfo("held after %lld ms, again after %lld ms; sent and watched in %lld ms: %ld refused, of %ld it "
              "is known how "
              "they ended",
              first, again, sent, static_cast<long>(refused), static_cast<long>(told));
    }
};

static const forklore::TestClass<BenchSignal> testClass(__FILE__);
#include "bench_signal.moc"

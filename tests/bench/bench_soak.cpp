// SPDX-License-Identifier: GPL-3.0-or-later
//
// An hour of samples, ten a second, while processes come and go, filters change and every pane is opened in
// turn: how long the GUI thread was away from its event loop, and whether descriptors and memory stay flat.
// FORKLORE_SOAK_SAMPLES takes fewer; what makes this machine sick may be started beside it.
#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <random>

#include <unistd.h>

#include <fmt/format.h>

#include "core/host/linux/linux_host.h"
#include "core/host/linux/proc/pid_statm.h"
#include "tests/support/test_program.h"
#include "tests/ui/window_parts.h"
#include "ui/window/main_window.h"

using namespace forklore;

namespace {

struct Use {
    std::size_t descriptors = 0; ///< without pidfds
    std::size_t pidfds = 0;      ///< without the proc connector, one for each process that lives
    std::size_t processes = 0;   ///< that live
    double megabytes = 0;        ///< resident
};

Use useNow()
{
    const auto proc = Directory::open("/proc").value();
    Use use;
    const auto descriptors = proc.numbersIn("self/fd").value();
    for (const int descriptor : descriptors)
        ++(proc.readLink(fmt::format("self/fd/{}", descriptor).c_str()) == "anon_inode:[pidfd]"
               ? use.pidfds
               : use.descriptors);
    use.processes = proc.numbersIn(".").value().size();
    const auto pages = readResidentPages(proc, "self/statm").value();
    use.megabytes = static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
    return use;
}

} // namespace

class BenchSoak : public QObject {
    Q_OBJECT

private slots:
    void anHour();

private:
    void touch(MainWindow &window, int sample);
    void startSome();

    std::mt19937 m_random{1}; // NOLINT(cert-msc51-cpp): the same run each time
};

/// What a user does, one thing with each sample.
void BenchSoak::touch(MainWindow &window, int sample)
{
    const auto panes = detailsOf(window).paneIds();
    const auto &processes = modelOf(window).sample()->snapshot->processes;
    viewOf(window).select(processes[m_random() % processes.size()].id);
    detailsOf(window).showPane(panes[sample % panes.size()]);
    constexpr int seldom = 50;
    if (sample % seldom == 0) {
        const auto texts = {"", "cpu > 0", "name = sh", "fds > 10", "age > 1m and not user = root"};
        filterFieldOf(window).setFilter(
            QString::fromLatin1(*(texts.begin() + sample / seldom % static_cast<int>(texts.size()))));
    }
    if (sample % seldom == seldom / 2) {
        for (auto *dock : window.findChildren<QDockWidget *>())
            dock->setVisible(m_random() % 2 == 0);
    }
}

void BenchSoak::startSome()
{
    for (int i = 0; i < 3; ++i)
        QProcess::startDetached(QStringLiteral("/bin/sh"),
                                {QStringLiteral("-c"), QStringLiteral("sleep 0.3 & true")});
}

void BenchSoak::anHour()
{
    const int wanted = qEnvironmentVariableIntValue("FORKLORE_SOAK_SAMPLES");
    const int samples = wanted > 0 ? wanted : 3600;
    Settings settings;
    const auto host = *LinuxHost::open("/proc");
    MainWindow window(host, *host->openSource(), settings);
    window.openEvents([host] { return host->openEvents(); });
    window.setInterval(std::chrono::milliseconds(100));
    window.show();

    int taken = 0;
    Use warm;
    QElapsedTimer sinceTick;
    qint64 longest = 0; // ms
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    tick.setInterval(5);
    connect(&tick, &QTimer::timeout, this, [&] { longest = std::max(longest, sinceTick.restart()); });
    connect(&samplerOf(window), &Sampler::sampled, this, [&] {
        if (++taken == samples / 2)
            warm = useNow();
        if (taken % std::max(samples / 10, 1) == 0) {
            const auto now = useNow();
            qInfo(
                "%d samples: %zu descriptors and %zu pidfds of %zu processes, %.1f MB, %lld ms away at most",
                taken, now.descriptors, now.pidfds, now.processes, now.megabytes,
                static_cast<long long>(longest));
        }
        if (taken > 1)
            touch(window, taken);
        startSome();
    });
    sinceTick.start();
    tick.start();
    window.start();
    constexpr int patience = 1000; // ms a sample: a busy machine takes them later
    QTRY_VERIFY_WITH_TIMEOUT(taken >= samples, samples * patience);

    const auto end = useNow();
    qInfo(
        "longest away from the event loop: %lld ms; descriptors %zu, then %zu; memory %.1f MB, then %.1f MB",
        static_cast<long long>(longest), warm.descriptors, end.descriptors, warm.megabytes, end.megabytes);
    constexpr std::size_t inUseJustNow = 16; // directories of processes that are read this moment
    QVERIFY(end.descriptors <= warm.descriptors + inUseJustNow);
    QVERIFY(end.pidfds <= end.processes + inUseJustNow);
    constexpr double slack = 1.2; // what has ended is remembered, up to a bound
    QVERIFY(end.megabytes <= warm.megabytes * slack);
    constexpr qint64 freeze = 1000; // ms
    QVERIFY2(longest < freeze, qPrintable(QString::number(longest)));
}

static const forklore::TestClass<BenchSoak> testClass(__FILE__);
#include "bench_soak.moc"

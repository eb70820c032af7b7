// SPDX-License-Identifier: GPL-3.0-or-later
//
// What listening costs: a storm of 20 000 children, with nobody listening and with Forklore's ears: how much
// longer it takes, what an event costs the listener, and that every birth and end was heard or told as lost.
// And what the timelines of the window costs for each event.
#include <QProcess>
#include <QTest>

#include <atomic>
#include <thread>

#include <poll.h>
#include <sys/resource.h>

#include "core/base/clocks.h"
#include "core/host/linux/events/open_events.h"
#include "core/session/timelines.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr int stormSize = 20'000;

enum class Way { Spawn, Fork };

/// In a process of its own: children that share memory with the listener would be slowed down by it alone.
double storm(Way way)
{
    QProcess program;
    program.start(
        QStringLiteral(FORKLORE_STORM),
        {way == Way::Fork ? QStringLiteral("vfork") : QStringLiteral("spawn"), QString::number(stormSize)});
    constexpr int patience = 300'000; // ms
    program.waitForFinished(patience);
    return program.readAllStandardOutput().trimmed().toDouble();
}

double threadSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    const auto of = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

struct Heard {
    std::vector<Event> events;
    double cost = 0; ///< seconds of CPU
};

/// Listens in a thread of its own until half a second after the storm.
Heard listenTo(Way way, double &took)
{
    auto source = openEvents();
    if (!source || !(*source)->coverage().isComplete())
        qFatal("this needs the process connector");
    std::atomic<bool> isOver = false;
    Heard heard;
    std::thread listener([&] {
        std::optional<std::chrono::nanoseconds> until;
        while (!until || bootClock() < *until) {
            pollfd handle{(*source)->handle(), POLLIN, 0};
            constexpr int moment = 50; // ms
            poll(&handle, 1, moment);
            auto events = (*source)->read();
            heard.events.insert(heard.events.end(), events.begin(), events.end());
            if (isOver && !until)
                until = bootClock() + std::chrono::milliseconds(500);
        }
        heard.cost = threadSeconds();
    });
    took = storm(way);
    isOver = true;
    listener.join();
    return heard;
}

} // namespace

class BenchEvents : public QObject {
    Q_OBJECT

private slots:
    void stormOf_data()
    {
        QTest::addColumn<int>("way");
        QTest::newRow("posix_spawn of /bin/true") << static_cast<int>(Way::Spawn);
        QTest::newRow("vfork and _exit") << static_cast<int>(Way::Fork);
    }

    void stormOf()
    {
        QFETCH(int, way);
        double listened = 0;
        const auto alone = storm(static_cast<Way>(way));
        const auto heard = listenTo(static_cast<Way>(way), listened);
        const auto again = storm(static_cast<Way>(way));
        std::uint64_t lost = 0;
        std::size_t births = 0;
        std::size_t ends = 0;
        for (const auto &event : heard.events) {
            births += std::holds_alternative<Forked>(event.what) ? 1 : 0;
            ends += std::holds_alternative<Exited>(event.what) ? 1 : 0;
            if (const auto *loss = std::get_if<Lost>(&event.what))
                lost += loss->count.value_or(0);
        }
        QVERIFY(births + ends + lost >= 2 * stormSize);
        qInfo("a child takes %.0f µs, %.0f µs with somebody listening (%.2f times)",
              (alone + again) / 2 / stormSize * 1e6, listened / stormSize * 1e6,
              listened * 2 / (alone + again));
        qInfo("%zu events, %.1f µs of the listener's CPU for each; %zu births, %zu ends, %llu lost",
              heard.events.size(), heard.cost / static_cast<double>(heard.events.size()) * 1e6, births, ends,
              static_cast<unsigned long long>(lost));
    }

    void timelines()
    {
        double took = 0;
        const auto heard = listenTo(Way::Spawn, took);
        const auto begin = bootClock();
        Timelines timelines;
        for (const auto &event : heard.events)
            timelines.append(event);
        const auto cost = bootClock() - begin;
        qInfo("%.2f µs for each of %zu events; %zu of them kept",
              seconds(cost) / static_cast<double>(heard.events.size()) * 1e6, heard.events.size(),
              timelines.events().size());
    }
};

static const forklore::TestClass<BenchEvents> testClass(__FILE__);

#include "bench_events.moc"

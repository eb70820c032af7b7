// SPDX-License-Identifier: GPL-3.0-or-later
//
// events: tells what happens as soon as it is heard, line by line, until it is told to end.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/output/event_text.h"
#include "app/cli/output/line_writer.h"
#include "app/cli/sampling.h"
#include "app/cli/where.h"
#include "core/base/file.h"
#include "core/codec/event_document.h"
#include "core/filter/event_filter.h"
#include "core/session/descendants.h"
#include "core/session/session.h"

namespace forklore::cli {
namespace {

using Clock = std::chrono::steady_clock;

bool isReadable(int handle)
{
    pollfd asked{handle, POLLIN, 0};
    return poll(&asked, 1, 0) > 0;
}

int complainOfStdout(const Error &error)
{
    return complain("standard output", error);
}

/// Ctrl-C and kill(1) end the command between two lines: they are read from a descriptor.
sigset_t holdBackEndingSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

/// The samples that a source cannot do without, and when the next one is due.
class Sampler {
public:
    explicit Sampler(std::unique_ptr<Source> machine) : m_machine(std::move(machine)) {}

    [[nodiscard]] Result<std::shared_ptr<const Snapshot>> sample()
    {
        const SampleRequest request{.ofAll = {.commandLine = true, .credentials = true}};
        return m_session.sample(*m_machine, request).map([](const Update &update) {
            return update.snapshot;
        });
    }

    [[nodiscard]] Result<std::vector<Event>> feed(EventSource &source)
    {
        constexpr auto shortest = std::chrono::milliseconds(100);
        constexpr int share = 10; // a tenth of a core at most, however many processes there are
        const auto begin = Clock::now();
        auto events = sample().map([&](const auto &snapshot) { return source.poll(snapshot); });
        m_next = begin + std::max<Clock::duration>(shortest, (Clock::now() - begin) * share);
        if (events) // poll() gives the ends that it hears before what the sample shows, which is older
            std::ranges::stable_sort(*events, {}, &Event::at);
        return events;
    }

    [[nodiscard]] std::shared_ptr<const Snapshot> latest() const { return m_session.latest(); }
    [[nodiscard]] Clock::time_point next() const { return m_next; }

private:
    std::unique_ptr<Source> m_machine;
    Session m_session{Session::Keeps::Latest};
    Clock::time_point m_next;
};

class Watch {
public:
    Watch(const Options &options, std::shared_ptr<const Host> host, std::unique_ptr<EventSource> source,
          std::unique_ptr<Source> machine, EventFilter filter, const sigset_t &signals)
        : m_options(options),
          m_host(std::move(host)),
          m_isColored(wantsColor(options)),
          m_source(std::move(source)),
          m_isSampled(m_source->coverage().kind != EventCoverage::Kind::ProcConnector),
          m_sampler(std::move(machine)),
          m_filter(std::move(filter)),
          m_signals(signalfd(-1, &signals, SFD_CLOEXEC)),
          m_writer(m_signals.get())
    {
    }

    /// Takes the first sample, from which on differences are told, and finds the process in it whose
    /// descendants are followed.
    [[nodiscard]] Result<void> prepare(std::optional<Pid> founder);
    /// Tells the source and its events. Returns the exit status.
    [[nodiscard]] int run(double seconds);

private:
    [[nodiscard]] WallTime bootTime() const;
    [[nodiscard]] int write(const std::string &lines);
    [[nodiscard]] int printSource();
    [[nodiscard]] int print(const std::vector<Event> &events);
    [[nodiscard]] int printNews(bool isLast);
    [[nodiscard]] int wait(Clock::time_point end) const;

    const Options &m_options;
    std::shared_ptr<const Host> m_host;
    bool m_isColored;
    std::unique_ptr<EventSource> m_source;
    bool m_isSampled;
    Sampler m_sampler;
    EventFilter m_filter;
    std::optional<Descendants> m_descendants;
    FileDescriptor m_signals;
    LineWriter m_writer;
};

Result<void> Watch::prepare(std::optional<Pid> founder)
{
    if (m_isSampled) {
        if (const auto fed = m_sampler.feed(*m_source); !fed) // the first one tells nothing
            return Failure(ofTheRoot(fed.error()));
    } else if (founder) {
        if (const auto sampled = m_sampler.sample(); !sampled)
            return Failure(ofTheRoot(sampled.error()));
    }
    if (!founder)
        return {};
    const auto snapshot = m_sampler.latest();
    const auto *process = snapshot->withPid(*founder);
    if (!process)
        return Failure(m_host->inspector()->noProcessWith(*founder));
    m_descendants.emplace(*snapshot, *process);
    return {};
}

int Watch::run(double seconds)
{
    constexpr double longest = 1e9; // 30 years, which every clock can count
    const auto length = std::chrono::duration<double>(std::min(seconds, longest));
    const auto end = Clock::now() + std::chrono::ceil<Clock::duration>(length);
    int status = printSource();
    bool isLast = false;
    while (status == done) {
        status = printNews(isLast);
        if (isLast || status != done || (m_descendants && m_descendants->hasEnded()))
            break;
        status = wait(end);
        isLast = isReadable(m_signals.get()) || Clock::now() >= end;
    }
    return status;
}

/// For news, for a sample to be due, or for the end.
int Watch::wait(Clock::time_point end) const
{
    const auto until = m_isSampled ? std::min(end, m_sampler.next()) : end;
    const auto time =
        std::clamp<Clock::duration>(until - Clock::now(), std::chrono::seconds(0), std::chrono::hours(1));
    pollfd waits[] = {{m_signals.get(), POLLIN, 0}, {m_source->handle(), POLLIN, 0}, {STDOUT_FILENO, 0, 0}};
    poll(waits, std::size(waits),
         static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(time).count()));
    const bool isReaderGone = waits[2].revents != 0;
    if (isReaderGone && !isReadable(m_signals.get())) // Ctrl-C ends the reader of a pipe as well
        return complainOfStdout(failureOf(EPIPE, "could not be written").value());
    return done;
}

int Watch::printNews(bool isLast)
{
    // What has happened before the end is told, too; in a storm there is no end of it.
    constexpr auto patience = std::chrono::milliseconds(500);
    const auto limit = Clock::now() + (isLast ? patience : patience * 0);
    do {
        if (!isReadable(m_source->handle()))
            break;
        if (const int status = print(m_source->read()); status != done)
            return status;
    } while (Clock::now() < limit);
    if (isLast) {
        if (const int status = print(m_source->conclude()); status != done)
            return status;
    }
    if (!m_isSampled || !(isLast || Clock::now() >= m_sampler.next()))
        return done;
    const auto events = m_sampler.feed(*m_source);
    return events ? print(*events) : complain("events", ofTheRoot(events.error()));
}

int Watch::print(const std::vector<Event> &events)
{
    const auto boot = bootTime();
    std::string lines;
    for (const auto &event : events) {
        const bool isOfDescendants = !m_descendants || m_descendants->follow(event);
        const bool isWanted = std::holds_alternative<Lost>(event.what) || m_filter.matches(event);
        if (isOfDescendants && isWanted)
            lines += m_options.json ? lineText(jsonEvent(event, boot)) : eventLine(event, boot, m_isColored);
    }
    return write(lines);
}

int Watch::printSource()
{
    const auto &coverage = m_source->coverage();
    const auto shortcoming = m_source->shortcoming();
    return write(m_options.json ? lineText(jsonSource(coverage, shortcoming))
                                : sourceText(coverage, shortcoming));
}

int Watch::write(const std::string &lines)
{
    const auto written = m_writer.write(lines);
    return written ? done : complainOfStdout(written.error());
}

/// Each time anew: the wall's clock may have been set.
WallTime Watch::bootTime() const
{
    return m_host->bootTime().value_or(wallClock() - bootClock());
}

} // namespace

int events(const Options &options, double seconds, std::optional<Pid> pid, const std::string &where)
{
    auto filter = EventFilter::parse(where);
    if (!filter)
        return complainAbout(where, filter.error());
    const auto signals = holdBackEndingSignals();
    auto host = openHost(options);
    if (!host)
        return complain("events", host.error());
    auto source = (*host)->openEvents();
    if (!source)
        return complain("events", ofTheRoot(source.error()));
    auto machine = (*host)->openSource();
    if (!machine)
        return complain("events", ofTheRoot(machine.error()));
    Watch watch(options, *host, std::move(*source), std::move(*machine), std::move(*filter), signals);
    if (const auto prepared = watch.prepare(pid); !prepared)
        return complain("events", prepared.error());
    return watch.run(seconds);
}

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is read when. stat is read for every process in every sample. The command line and the credentials
// change seldom: they are read at first sight, after an exec (another comm or argument area), for the
// processes in view, and for a sixteenth of the others in turn, so that no change stays unseen for more than
// sixteen samples.
#include "core/source/linux/linux_source.h"

#include <algorithm>
#include <array>

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/source/linux/machine_files.h"
#include "core/source/linux/pid_stat.h"
#include "core/source/linux/pid_status.h"

namespace forklore {
namespace {

constexpr unsigned turns = 16;

/// A path below the root, put together without an allocation: there are thousands in each sample.
class EntryPath {
public:
    EntryPath(Pid pid, const char *name)
    {
        *fmt::format_to_n(m_text.data(), m_text.size() - 1, "{}/{}", pid, name).out = '\0';
    }
    [[nodiscard]] const char *text() const { return m_text.data(); }

private:
    std::array<char, 48> m_text;
};

bool isGone(const Error &error)
{
    return error.kind == ErrorKind::Gone;
}

/// A thread of a process whose leader has ended: the leader's own files are empty.
std::optional<Pid> livingThread(const Directory &root, Pid pid)
{
    const auto threads = root.numbersIn(EntryPath(pid, "task").text());
    if (!threads)
        return std::nullopt;
    const auto other = std::ranges::find_if(*threads, [&](Pid tid) { return tid != pid; });
    return other != threads->end() ? std::optional(*other) : std::nullopt;
}

Result<std::string> readCommandLine(const Directory &root, const Stat &stat)
{
    if (stat.isKernelThread() || stat.isZombie())
        return std::string();
    if (!stat.leaderEnded())
        return root.read(EntryPath(stat.pid, "cmdline").text());
    const auto thread = livingThread(root, stat.pid);
    if (!thread)
        return failure(ErrorKind::Gone, "the last thread has ended");
    return root.read(fmt::format("{}/task/{}/cmdline", stat.pid, *thread).c_str());
}

Result<std::uint64_t> countDescriptors(const Directory &root, const Stat &stat, bool bySize)
{
    if (stat.isKernelThread() || stat.isZombie())
        return 0;
    const EntryPath path(stat.pid, "fd");
    struct stat directory {};
    if (bySize && !stat.leaderEnded()) {
        if (fstatat(root.fd(), path.text(), &directory, 0) != 0)
            return root.failed("count", path.text());
        return static_cast<std::uint64_t>(directory.st_size);
    }
    const auto thread = stat.leaderEnded() ? livingThread(root, stat.pid) : std::nullopt;
    const auto numbers = thread ? root.numbersIn(fmt::format("{}/task/{}/fd", stat.pid, *thread).c_str())
                                : root.numbersIn(path.text());
    return numbers.map([](const auto &all) { return static_cast<std::uint64_t>(all.size()); });
}

/// Whether the facts of the sample before may stand: no exec, no end in between.
bool sameProgram(const Stat &before, const Stat &now)
{
    return before.comm == now.comm && before.argumentsStart == now.argumentsStart &&
           before.argumentsEnd == now.argumentsEnd && before.isZombie() == now.isZombie() &&
           before.leaderEnded() == now.leaderEnded();
}

/// Reads the parts of one process, or takes them over from the sample before.
class ProcessReader {
public:
    ProcessReader(const Directory &root, const SampleRequest &request, const Snapshot *previous, bool bySize,
                  unsigned turn)
        : m_root(root),
          m_request(request),
          m_previous(previous),
          m_bySize(bySize),
          m_turn(turn),
          m_view(request.view)
    {
        std::ranges::sort(m_view);
    }

    /// Nothing: the process has vanished.
    std::optional<Process> read(Pid pid) const
    {
        auto stat = readPidStat(m_root, EntryPath(pid, "stat").text());
        if (!stat && isGone(stat.error()))
            return std::nullopt;
        if (stat && stat->pid != pid)
            stat = failure(ErrorKind::Malformed, "stat: it is another process's");
        if (!stat) {
            const Failure reason(stat.error());
            return Process{{pid, ProcessId::unknownStart}, reason, reason, reason,
                           Result<std::uint64_t>(reason),  {},     {}};
        }
        return readParts(std::move(*stat));
    }

private:
    std::optional<Process> readParts(Stat stat) const
    {
        const auto pid = stat.pid;
        const auto *before = m_previous ? m_previous->find(stat.id()) : nullptr;
        const bool fresh = !before || !before->stat || !sameProgram(*before->stat, stat) ||
                           static_cast<unsigned>(pid) % turns == m_turn % turns;
        const bool inView = std::ranges::binary_search(m_view, pid);
        const auto due = [&](bool Facts::*fact) {
            return m_request.ofAll.*fact || (inView && m_request.ofView.*fact);
        };

        Process process{stat.id(), {}, {}, {}, {}, {}, {}};
        process.commandLine =
            fresh || due(&Facts::commandLine) ? readCommandLine(m_root, stat) : before->commandLine;
        process.credentials = fresh || due(&Facts::credentials) ? readCredentials(pid) : before->credentials;
        const bool unseen = m_request.ofView.descriptorCount && (fresh || !before->descriptorCount);
        if (unseen || due(&Facts::descriptorCount))
            process.descriptorCount = countDescriptors(m_root, stat, m_bySize);
        else if (before)
            process.descriptorCount = before->descriptorCount;
        if (stat.isZombie())
            process.exitStatus = readExitStatus(m_root, EntryPath(pid, "ns/user").text(), stat);
        // A status that is missing means a process that was reaped since its stat; but a capture may lack the
        // file.
        if (!process.credentials && isGone(process.credentials.error()) &&
            !readPidStat(m_root, EntryPath(pid, "stat").text()))
            return std::nullopt;
        process.stat = std::move(stat);
        return process;
    }

    Result<Credentials> readCredentials(Pid pid) const
    {
        return readPidStatus(m_root, EntryPath(pid, "status").text()).map([](const PidStatus &status) {
            return status.credentials;
        });
    }

    const Directory &m_root;
    const SampleRequest &m_request;
    const Snapshot *m_previous;
    bool m_bySize;
    unsigned m_turn;
    std::vector<Pid> m_view;
};

/// CPU time spent between two samples, over the time that passed.
void addCpuShares(Snapshot &snapshot, const Snapshot &previous, const SystemInfo &system)
{
    const std::chrono::duration<double> elapsed = snapshot.sinceBoot - previous.sinceBoot;
    if (elapsed.count() <= 0)
        return;
    for (auto &process : snapshot.processes) {
        const auto *before = previous.find(process.id);
        if (!before || !before->stat || !process.stat)
            continue;
        // The kernel scales utime and stime anew each time; a sum that shrinks by a tick is no time at all.
        const auto ticks =
            std::max(process.stat->cpuTicks(), before->stat->cpuTicks()) - before->stat->cpuTicks();
        process.cpuShare = std::chrono::duration<double>(system.duration(ticks)) / elapsed;
    }
}

bool probeCountsBySize(const Directory &root)
{
    struct stat directory {};
    return root.isOnProc() && fstatat(root.fd(), "self/fd", &directory, 0) == 0 && directory.st_size > 0;
}

} // namespace

bool isLive(const Directory &root)
{
    return root.path() == "/proc" && root.isOnProc();
}

namespace {

Result<WallTime> readBootTime(const Directory &root)
{
    if (isLive(root)) // btime is whole seconds; the difference of the clocks is exact
        return wallClock() - bootClock();
    return root.read("stat")
        .and_then([](const std::string &text) { return parseBootSeconds(text); })
        .map([](std::uint64_t seconds) { return WallTime(std::chrono::seconds(seconds)); });
}

} // namespace

bool hidesOthers(const Directory &root)
{
    if (!hidesProcesses(root.read("self/mountinfo").value_or(""), root.path()))
        return false;
    return !root.isOnProc() || !readPidStat(root, "1/stat");
}

namespace {

Result<std::string> readLine(const Directory &root, const char *name)
{
    return root.read(name).map([](const std::string &text) { return text.substr(0, text.find('\n')); });
}

} // namespace

SystemInfo readSystemInfo(const Directory &root)
{
    return {static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK)),
            static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)),
            static_cast<unsigned>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN))),
            readBootTime(root),
            readLine(root, "sys/kernel/random/boot_id"),
            readLine(root, "sys/kernel/hostname")};
}

Result<std::unique_ptr<LinuxSource>> LinuxSource::create(const std::string &root)
{
    auto directory = Directory::open(root);
    if (!directory)
        return Failure(directory.error());
    const auto pids = directory->numbersIn(".");
    if (!pids)
        return Failure(pids.error());
    if (pids->empty())
        return failure(ErrorKind::Unsupported,
                       root + ": no processes there; a /proc, or a copy of one, is needed");
    return std::unique_ptr<LinuxSource>(new LinuxSource(std::move(*directory)));
}

LinuxSource::LinuxSource(Directory root)
    : m_root(std::move(root)),
      m_live(isLive(m_root)),
      m_countsBySize(probeCountsBySize(m_root)),
      m_othersHidden(hidesOthers(m_root)),
      m_system(readSystemInfo(m_root)),
      m_terminals(parseTtyDrivers(m_root.read("tty/drivers").value_or("")))
{
}

std::chrono::nanoseconds LinuxSource::sinceBoot() const
{
    if (m_live)
        return bootClock();
    const auto uptime =
        m_root.read("uptime").and_then([](const std::string &text) { return parseUptime(text); });
    return uptime.value_or(bootClock());
}

Result<Snapshot> LinuxSource::sample(const SampleRequest &request, const Snapshot *previous)
{
    const auto pids = m_root.numbersIn(".");
    if (!pids)
        return Failure(pids.error());

    if (m_live) // the wall clock may have been set since
        m_system.bootTime = readBootTime(m_root);
    Snapshot snapshot;
    snapshot.sinceBoot = sinceBoot();
    snapshot.takenAt = m_live || !m_system.bootTime ? wallClock() : *m_system.bootTime + snapshot.sinceBoot;
    snapshot.othersHidden = m_othersHidden;
    snapshot.load =
        m_root.read("loadavg").and_then([](const std::string &text) { return parseLoadavg(text); });

    const ProcessReader reader(m_root, request, previous, m_countsBySize, m_turn++);
    snapshot.processes.reserve(pids->size());
    for (const auto pid : *pids) {
        if (auto process = reader.read(pid))
            snapshot.processes.push_back(std::move(*process));
        else
            ++snapshot.vanished;
    }
    if (previous)
        addCpuShares(snapshot, *previous, m_system);
    return snapshot;
}

} // namespace forklore

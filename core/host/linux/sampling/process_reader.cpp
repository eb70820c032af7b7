// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is read when. stat is read for every process in every sample. The command line and the credentials
// change seldom: they are read at first sight, after an exec (another comm or argument area), for the
// processes in view, and for a sixteenth of the others in turn, so that no change stays unseen for more than
// sixteen samples. What the history keeps is read at the same turns, and in each sample for the process that
// is watched.
//
// stat, status, limits, statm and the size of fd are always answered. cmdline and environ wait for the lock
// of the process's memory map, io for an exec that is under way: these are read at the end, and given up on.
#include "core/host/linux/sampling/process_reader.h"

#include <algorithm>
#include <array>
#include <memory>

#include <sys/stat.h>

#include <fmt/format.h>

#include "core/host/linux/inspect/link_target.h"
#include "core/host/linux/proc/pid_cgroup.h"
#include "core/host/linux/proc/pid_environ.h"
#include "core/host/linux/proc/pid_io.h"
#include "core/host/linux/proc/pid_limits.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/proc/pid_statm.h"
#include "core/host/linux/proc/pid_status.h"
#include "core/host/linux/sampling/context_switches.h"
#include "core/host/linux/sampling/process_files.h"

namespace forklore {
namespace {

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

/// A file that tells of the memory of a process which has one.
Result<std::string> readMemory(const Directory &root, const Stat &stat, const char *name)
{
    if (!stat.leaderEnded())
        return root.readPiece(EntryPath(stat.pid, name).text());
    const auto thread = livingThread(root, stat.pid);
    if (!thread)
        return failure(ErrorKind::Gone, "the last thread has ended");
    return root.readPiece(fmt::format("{}/task/{}/{}", stat.pid, *thread, name).c_str());
}

Result<Environment> readEnvironment(const Directory &root, const Stat &stat)
{
    if (!stat.hasProgram())
        return noMemory(stat);
    return readMemory(root, stat, "environ").map(parsePidEnviron);
}

Result<std::uint64_t> countDescriptors(const Directory &root, const Stat &stat, bool bySize)
{
    if (!stat.hasProgram())
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

/// The leader's own stat has lost the sizes with its memory; a thread that lives has them.
void readMemoryOfThread(const Directory &root, Stat &stat)
{
    const auto thread = livingThread(root, stat.pid);
    const auto living = thread ? readPidStat(root, fmt::format("{}/task/{}/stat", stat.pid, *thread).c_str())
                               : failure(ErrorKind::Gone, "the last thread has ended");
    stat.virtualBytes = living ? living->virtualBytes : std::nullopt;
    stat.residentPages = living ? living->residentPages : std::nullopt;
}

/// A directory below a captured /proc that is called like a process and has nothing of one.
bool isNoProcess(const Directory &root, Pid pid, const Error &error)
{
    return !root.isOnProc() && error.kind != ErrorKind::Malformed && error.kind != ErrorKind::Denied &&
           !root.readRecord(EntryPath(pid, "status").text());
}

/// As the memory of a process that is about to end reads.
bool isEmpty(const auto &memory)
{
    return memory.empty();
}
bool isEmpty(const IoCounters &)
{
    return false;
}

/// Whether the pid is still that of a process that was found before.
bool isStill(const Directory &root, const ProcessId &id, bool wasZombie)
{
    const auto stat = readPidStat(root, EntryPath(id.pid, "stat").text());
    return stat && stat->id() == id && stat->isZombie() == wasZombie;
}

bool isUnanswered(const Error &error)
{
    return error.kind == ErrorKind::Stuck || error.kind == ErrorKind::Io;
}

/// Whether the facts of the sample before may stand: no exec, no end in between.
bool sameProgram(const Stat &before, const Stat &now)
{
    return before.comm == now.comm && before.argumentsStart == now.argumentsStart &&
           before.argumentsEnd == now.argumentsEnd && before.isZombie() == now.isZombie() &&
           before.leaderEnded() == now.leaderEnded();
}

} // namespace

/// Which facts of one process are to be read in this sample.
struct ProcessReader::Due {
    const SampleRequest &request;
    bool isInView;
    bool isItsTurn;
    bool isWatched;
    bool isFresh; ///< nothing of the sample before may stand

    /// Somebody wants to see it.
    [[nodiscard]] bool isAsked(bool FactNeeds::*fact) const
    {
        return request.ofAll.*fact || (isInView && request.ofView.*fact);
    }
    [[nodiscard]] bool operator()(bool FactNeeds::*fact) const
    {
        constexpr FactNeeds ofWatched{
            .descriptorCount = true, .io = true, .contextSwitches = true, .descriptorLimit = true};
        return isAsked(fact) || (isItsTurn && request.inTurn.*fact) || (isWatched && ofWatched.*fact);
    }
};

ProcessReader::ProcessReader(const Directory &root, const Freezers &freezers, const SampleRequest &request,
                             const Snapshot *previous, bool countsBySize, unsigned turn)
    : m_root(root),
      m_owned(std::make_shared<const Directory>(root)),
      m_freezers(freezers),
      m_request(request),
      m_previous(previous),
      m_countsBySize(countsBySize),
      m_turn(turn),
      m_view(request.view)
{
    std::ranges::sort(m_view);
}

std::optional<Process> ProcessReader::read(Pid pid)
{
    auto stat = readPidStat(m_root, EntryPath(pid, "stat").text());
    if (!stat && (isGone(stat.error()) || isNoProcess(m_root, pid, stat.error())))
        return std::nullopt;
    if (stat && stat->pid != pid)
        stat = failure(ErrorKind::Malformed, "stat: it is another process's");
    if (!stat) {
        const Failure reason(stat.error());
        Process process{{pid, ProcessId::unknownStart}, reason, reason, reason};
        process.descriptorCount = reason;
        return process;
    }
    return readParts(std::move(*stat));
}

void ProcessReader::finish(std::vector<Process> &processes)
{
    const auto errors =
        m_root.limits().calls->make(std::move(m_calls), m_root.limits().patience, m_root.limits().stop);
    for (std::size_t i = 0; i < errors.size(); ++i) {
        const auto process = std::ranges::lower_bound(processes, m_completions[i].pid, {},
                                                      [](const Process &known) { return known.id.pid; });
        if (process != processes.end() && process->id.pid == m_completions[i].pid)
            m_completions[i].into(*process, errors[i]);
    }
}

/// Leaves a reading for finish(). Gone: the process ended before it came to that.
/// @param subject what it may wait for, beside the process
template <class Value>
void ProcessReader::defer(const Stat &stat, const char *subject, const char *name,
                          std::function<Result<Value>()> read,
                          std::function<void(Process &, Result<Value>)> into)
{
    const auto value = std::make_shared<std::optional<Result<Value>>>();
    m_calls.push_back({fmt::format("{}/{}{}", m_root.path(), stat.pid, subject),
                       fmt::format("{}/{}/{}", m_root.path(), stat.pid, name),
                       [value, read = std::move(read), root = m_owned, id = stat.id(),
                        isZombie = stat.isZombie(), foundAt = bootClock()] {
                           auto result = read();
                           const bool isLate = bootClock() - foundAt >= root->limits().pidReuse;
                           if ((isLate || (result && isEmpty(*result))) && !isStill(*root, id, isZombie))
                               result = failure(ErrorKind::Gone, fmt::format("process {} has ended", id.pid));
                           value->emplace(std::move(result));
                       }});
    m_completions.push_back(
        {stat.pid, [value, into = std::move(into)](Process &process, const std::optional<Error> &error) {
             into(process, error ? Result<Value>(Failure(*error)) : std::move(**value));
         }});
}

std::optional<Process> ProcessReader::readParts(Stat stat)
{
    const auto pid = stat.pid;
    const auto *before = m_previous ? m_previous->find(stat.id()) : nullptr;
    const bool isItsTurn = static_cast<unsigned>(pid) % SampleRequest::turns == m_turn % SampleRequest::turns;
    const Due due{m_request, m_request.viewsAll || std::ranges::binary_search(m_view, pid), isItsTurn,
                  m_request.watched == stat.id(),
                  !before || !before->stat || !sameProgram(*before->stat, stat) || isItsTurn};

    if (stat.leaderEnded())
        readMemoryOfThread(m_root, stat);
    Process process{stat.id()};
    readResident(process, stat, before, due);
    readCommandLine(process, stat, before, due);
    readStatus(process, stat, before, due);
    if (stat.hasProgram() && !stat.leaderEnded()) // the link goes with the leader
        process.executableDeleted = due.isFresh ? isExecutableDeleted(m_root, EntryPath(pid, "exe").text())
                                                : before->executableDeleted;
    readFreeze(process, stat, before, due);
    readDescriptors(process, stat, before, due);
    readMore(process, stat, due);
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

/// Field 24 of stat is a counter that lags; statm sums it up. It is read of whoever may have changed it, who
/// ran or whose counter has moved, and of those in view: the kernel takes memory away from sleepers too, and
/// less than the lag does not move the counter.
void ProcessReader::readResident(Process &process, Stat &stat, const Process *before, const Due &due) const
{
    process.countedPages = stat.residentPages;
    if (!stat.hasProgram() || stat.leaderEnded())
        return;
    const bool isKnown = before && before->stat && sameProgram(*before->stat, stat) && !due.isInView &&
                         !due.isWatched && process.countedPages &&
                         before->countedPages == process.countedPages && stat.cpuTicks() &&
                         before->stat->cpuTicks() == stat.cpuTicks();
    if (isKnown)
        stat.residentPages = before->stat->residentPages;
    else if (const auto pages = readResidentPages(m_root, EntryPath(stat.pid, "statm").text()))
        stat.residentPages = *pages;
}

void ProcessReader::readCommandLine(Process &process, const Stat &stat, const Process *before, const Due &due)
{
    const bool wasUnanswered = before && !before->commandLine && isUnanswered(before->commandLine.error());
    if (!due.isFresh && !due(&FactNeeds::commandLine) && !wasUnanswered) {
        process.commandLine = before->commandLine;
        return;
    }
    process.commandLine = std::string();
    if (!stat.hasProgram())
        return;
    // What was read of the same program stands for as long as there is no other answer.
    const auto known = before && before->stat && sameProgram(*before->stat, stat)
                           ? before->commandLine
                           : failure(ErrorKind::Gone, {});
    defer<std::string>(
        stat, "", "cmdline", [root = m_owned, stat] { return readMemory(*root, stat, "cmdline"); },
        [known](Process &read, Result<std::string> text) {
            if (!text && known)
                read.commandLine = known;
            else
                read.commandLine = std::move(text);
        });
}

/// The credentials, and what is in the same file: the context switches of a process with one thread.
void ProcessReader::readStatus(Process &process, const Stat &stat, const Process *before,
                               const Due &due) const
{
    const bool wantsCredentials = due.isFresh || due(&FactNeeds::credentials);
    const bool isWhole = stat.threads == 1U;
    const bool wantsSwitches = isWhole && due(&FactNeeds::contextSwitches);
    if (!wantsCredentials)
        process.credentials = before->credentials;
    if (wantsCredentials || wantsSwitches) {
        const auto text = m_root.readPiece(EntryPath(stat.pid, "status").text());
        if (wantsCredentials)
            process.credentials = text.and_then(parsePidStatus).and_then([](const PidStatus &status) {
                return status.credentials();
            });
        if (wantsSwitches)
            process.contextSwitches = text.and_then(parseContextSwitches);
    }
    if (!isWhole && (due.isWatched || due.isAsked(&FactNeeds::contextSwitches)))
        process.contextSwitches = readContextSwitches(m_root, stat.pid);
}

/// Most of those in view are in a few groups, which are asked once a sample.
std::optional<Freeze> ProcessReader::freezeOf(const Stat &stat)
{
    if (stat.isZombie())
        return std::nullopt;
    auto cgroups = m_root.readPiece(EntryPath(stat.pid, "cgroup").text());
    if (!cgroups)
        return std::nullopt;
    const auto [known, isNew] = m_freezes.try_emplace(std::move(*cgroups));
    if (isNew)
        known->second = parsePidCgroup(known->first)
                            .and_then([&](const auto &groups) { return m_freezers.freezeOf(groups); })
                            .value_or(std::nullopt);
    return known->second;
}

/// Two more files: for what somebody looks at. Who has run since is not frozen.
void ProcessReader::readFreeze(Process &process, const Stat &stat, const Process *before, const Due &due)
{
    if (due.isInView) {
        process.frozen = freezeOf(stat);
    } else if (before && before->frozen && before->stat && before->stat->cpuTicks() == stat.cpuTicks()) {
        process.frozen = before->frozen;
    }
}

void ProcessReader::readDescriptors(Process &process, const Stat &stat, const Process *before,
                                    const Due &due) const
{
    const bool isUnseen =
        m_request.ofView.descriptorCount && (due.isFresh || !before || !before->descriptorCount);
    process.descriptorsCounted = isUnseen || due(&FactNeeds::descriptorCount);
    if (process.descriptorsCounted)
        process.descriptorCount = countDescriptors(m_root, stat, m_countsBySize);
    else if (before)
        process.descriptorCount = before->descriptorCount;
}

/// What is not carried over.
void ProcessReader::readMore(Process &process, const Stat &stat, const Due &due)
{
    if (due(&FactNeeds::io))
        defer<IoCounters>(
            stat, " (exec)", "io",
            [root = m_owned, pid = stat.pid] { return readPidIo(*root, EntryPath(pid, "io").text()); },
            [](Process &read, Result<IoCounters> counters) { read.io = std::move(counters); });
    if (due(&FactNeeds::descriptorLimit))
        process.descriptorLimit =
            m_root.readPiece(EntryPath(stat.pid, "limits").text()).and_then([](const std::string &text) {
                return parseSoftLimit(text, Resource::OpenFiles);
            });
    if (due(&FactNeeds::environment))
        defer<Environment>(
            stat, "", "environ", [root = m_owned, stat] { return readEnvironment(*root, stat); },
            [](Process &read, Result<Environment> block) { read.environment = std::move(block); });
    process.isForHistory = !due.isAsked(&FactNeeds::io) && !due.isAsked(&FactNeeds::contextSwitches) &&
                           !due.isAsked(&FactNeeds::descriptorLimit) && !due.isAsked(&FactNeeds::environment);
}

} // namespace forklore

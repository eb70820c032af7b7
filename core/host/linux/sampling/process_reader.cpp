// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is read when. stat is read for every process in every sample. The command line and the credentials
// change seldom: they are read at first sight, after an exec (another comm or argument area), for the
// processes in view, and for a sixteenth of the others in turn, so that no change stays unseen for more than
// sixteen samples. What the history keeps is read at the same turns, and in each sample for the process that
// is watched. A process of which nothing else is due and whose stat stands still is the object of the sample
// before.
//
// stat, status, limits, statm and the size of fd are always answered. For cmdline, environ and io see
// LateReads.
#include "core/host/linux/sampling/process_reader.h"

#include <algorithm>
#include <tuple>

#include "core/host/linux/inspect/link_target.h"
#include "core/host/linux/proc/pid_cgroup.h"
#include "core/host/linux/proc/pid_io.h"
#include "core/host/linux/proc/pid_limits.h"
#include "core/host/linux/proc/pid_oom_score.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/proc/pid_statm.h"
#include "core/host/linux/proc/pid_status.h"
#include "core/host/linux/sampling/context_switches.h"
#include "core/host/linux/sampling/entry_path.h"
#include "core/host/linux/sampling/program_files.h"
#include "core/host/rates.h"

namespace forklore {
namespace {

bool isGone(const Error &error)
{
    return error.kind == ErrorKind::Gone;
}

/// A directory below a captured /proc that is called like a process and has nothing of one.
bool isNoProcess(const Directory &root, Pid pid, const Error &error)
{
    return !root.isOnProc() && error.kind != ErrorKind::Malformed && error.kind != ErrorKind::Denied &&
           !root.readRecord(EntryPath(pid, "status").text());
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

    /// It is to be shown, sorted or filtered by.
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
    [[nodiscard]] bool isAny() const
    {
        return isInView || isWatched || isFresh || std::ranges::any_of(needsCarriedOver, *this) ||
               std::ranges::any_of(needsOfRequested, *this);
    }
};

ProcessReader::ProcessReader(const Directory &root, const Freezers &freezers, const Pass &pass)
    : m_root(root), m_freezers(freezers), m_pass(pass), m_view(pass.request.view), m_late(root)
{
    std::ranges::sort(m_view);
}

bool ProcessReader::read(Pid pid, std::chrono::nanoseconds at)
{
    auto stat = readPidStat(m_root, EntryPath(pid, "stat").text());
    if (!stat && (isGone(stat.error()) || isNoProcess(m_root, pid, stat.error())))
        return false;
    if (stat && stat->pid != pid)
        stat = failure(ErrorKind::Malformed, "stat: it is another process's");
    if (!stat) {
        const Failure reason(stat.error());
        Process process{{pid, ProcessId::unknownStart}, reason, reason, reason};
        process.descriptorCount = reason;
        const auto position = m_pass.previous ? m_pass.previous->positionOf(pid) : std::nullopt;
        m_drafts.push_back({.before = position ? m_pass.previous->processes.pointers()[*position] : nullptr,
                            .fresh = std::make_shared<Process>(std::move(process))});
        return true;
    }

    Draft draft;
    if (const auto position = m_pass.previous ? m_pass.previous->positionOf(pid) : std::nullopt) {
        const auto &known = m_pass.previous->processes.pointers()[*position];
        if (known->id == stat->id() && known->stat)
            draft.before = known;
        draft.elapsed = at - m_pass.previous->readAtOf(*position) - (m_pass.asleep - m_pass.previous->asleep);
    }
    const auto *before = draft.before.get();
    const bool isItsTurn =
        static_cast<unsigned>(pid) % SampleRequest::turns == m_pass.turn % SampleRequest::turns;
    const Due due{.request = m_pass.request,
                  .isInView = m_pass.request.viewsAll || std::ranges::binary_search(m_view, pid),
                  .isItsTurn = isItsTurn,
                  .isWatched = m_pass.request.watched == stat->id(),
                  .isFresh = !before || !sameProgram(*before->stat, *stat) || isItsTurn};
    if (stat->leaderEnded())
        readMemoryOfThread(m_root, *stat);
    const auto countedPages = std::exchange(stat->residentPages, residentPages(*stat, before, due));
    if (!before || before->countedPages != countedPages || !isUnchanged(*before, *stat, due)) {
        draft.fresh = readParts(std::move(*stat), before, due);
        if (!draft.fresh)
            return false;
        draft.fresh->countedPages = countedPages;
    }
    m_drafts.push_back(std::move(draft));
    return true;
}

ProcessList ProcessReader::finish(const SystemInfo &system)
{
    m_late.make();
    std::vector<ProcessList::Pointer> processes;
    processes.reserve(m_drafts.size());
    for (auto &[before, fresh, elapsed] : m_drafts) {
        if (before && fresh) {
            fresh->cpuShare = cpuShare(*before, *fresh, elapsed, system);
            fresh->ioRates = ioRates(*before, *fresh, elapsed);
        }
        processes.push_back(fresh && !(before && *before == *fresh) ? std::move(fresh) : std::move(before));
    }
    return processes;
}

/// Whether a new reading would give the same values. The share of CPU time stays 0, as the stat is the same.
bool ProcessReader::isUnchanged(const Process &before, const Stat &stat, const Due &due) const
{
    const auto wasRequested = [&](auto... facts) { return ((before.*facts).has_value() || ...); };
    return !due.isAny() && *before.stat == stat && before.cpuShare == 0.0 && before.isForHistory &&
           !before.descriptorsCounted && !std::apply(wasRequested, requestedFacts) &&
           (before.descriptorCount || !m_pass.request.ofView.descriptorCount) &&
           (before.commandLine || !isUnanswered(before.commandLine.error())) && !stat.isZombie();
}

/// Null: it has vanished.
std::shared_ptr<Process> ProcessReader::readParts(Stat stat, const Process *before, const Due &due)
{
    const auto pid = stat.pid;
    auto process = std::make_shared<Process>(Process{stat.id()});
    readCommandLine(process, stat, before, due);
    readStatus(*process, stat, before, due);
    if (stat.hasProgram() && !stat.leaderEnded()) // the link goes with the leader
        process->executableDeleted = due.isFresh ? isExecutableDeleted(m_root, EntryPath(pid, "exe").text())
                                                 : before->executableDeleted;
    readFreeze(*process, stat, before, due);
    readDescriptors(*process, stat, before, due);
    readMore(process, stat, due);
    if (stat.isZombie())
        process->exitStatus = readExitStatus(m_root, EntryPath(pid, "ns/user").text(), stat);
    // A status that is missing means a process that was reaped since its stat; but a capture may lack the
    // file.
    if (!process->credentials && isGone(process->credentials.error()) &&
        !readPidStat(m_root, EntryPath(pid, "stat").text()))
        return nullptr;
    process->stat = std::move(stat);
    return process;
}

/// Field 24 of stat is a counter that lags; statm sums it up. It is read of whoever may have changed it, who
/// ran or whose counter has moved, and of those in view: the kernel takes memory away from sleepers too, and
/// less than the lag does not move the counter.
std::optional<std::uint64_t> ProcessReader::residentPages(const Stat &stat, const Process *before,
                                                          const Due &due) const
{
    const auto &counted = stat.residentPages;
    if (!stat.hasProgram() || stat.leaderEnded())
        return counted;
    const bool isKnown = before && sameProgram(*before->stat, stat) && !due.isInView && !due.isWatched &&
                         counted && before->countedPages == counted && stat.cpuTicks() &&
                         before->stat->cpuTicks() == stat.cpuTicks();
    if (isKnown)
        return before->stat->residentPages;
    const auto pages = readResidentPages(m_root, EntryPath(stat.pid, "statm").text());
    return pages ? std::optional<std::uint64_t>(*pages) : counted;
}

void ProcessReader::readCommandLine(const std::shared_ptr<Process> &process, const Stat &stat,
                                    const Process *before, const Due &due)
{
    const bool wasUnanswered = before && !before->commandLine && isUnanswered(before->commandLine.error());
    if (!due.isFresh && !due(&FactNeeds::commandLine) && !wasUnanswered) {
        process->commandLine = before->commandLine;
        return;
    }
    process->commandLine = std::string();
    if (!stat.hasProgram())
        return;
    // What was read of the same program stands for as long as there is no other answer.
    const auto known =
        before && sameProgram(*before->stat, stat) ? before->commandLine : failure(ErrorKind::Gone, {});
    m_late.append<std::string>(
        process, stat, "", "cmdline",
        [stat](const Directory &root) { return readProgramFile(root, stat, "cmdline"); },
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
    } else if (before && before->frozen && before->stat->cpuTicks() == stat.cpuTicks()) {
        process.frozen = before->frozen;
    }
}

void ProcessReader::readDescriptors(Process &process, const Stat &stat, const Process *before,
                                    const Due &due) const
{
    const bool isUnseen =
        m_pass.request.ofView.descriptorCount && (due.isFresh || !before || !before->descriptorCount);
    process.descriptorsCounted = isUnseen || due(&FactNeeds::descriptorCount);
    if (process.descriptorsCounted)
        process.descriptorCount = countDescriptors(m_root, stat, m_pass.countsBySize);
    else if (before)
        process.descriptorCount = before->descriptorCount;
}

/// What is not carried over.
void ProcessReader::readMore(const std::shared_ptr<Process> &process, const Stat &stat, const Due &due)
{
    const auto pid = stat.pid;
    if (due(&FactNeeds::io))
        m_late.append<IoCounters>(
            process, stat, " (exec)", "io",
            [pid](const Directory &root) { return readPidIo(root, EntryPath(pid, "io").text()); },
            [](Process &read, Result<IoCounters> counters) { read.io = std::move(counters); });
    if (due(&FactNeeds::descriptorLimit))
        process->descriptorLimit =
            m_root.readPiece(EntryPath(pid, "limits").text()).and_then([](const std::string &text) {
                return parseSoftLimit(text, Resource::OpenFiles);
            });
    if (due(&FactNeeds::controlGroups))
        process->controlGroups = m_root.readPiece(EntryPath(pid, "cgroup").text()).and_then(parsePidCgroup);
    if (due(&FactNeeds::oomScore) && stat.hasProgram())
        process->oomScore = readOomScore(m_root, EntryPath(pid, "oom_score").text());
    if (due(&FactNeeds::swap) && stat.hasProgram())
        process->swapBytes = readSwap(m_root, stat);
    if (due(&FactNeeds::environment))
        m_late.append<Environment>(
            process, stat, "", "environ",
            [stat](const Directory &root) { return readEnvironment(root, stat); },
            [](Process &read, Result<Environment> block) { read.environment = std::move(block); });
    process->isForHistory =
        std::ranges::none_of(needsOfRequested, [&](auto fact) { return due.isAsked(fact); });
}

} // namespace forklore

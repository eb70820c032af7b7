// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnostics/remarks.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/diagnostics/subjects.h"

namespace forklore {
namespace {

/// What it is, said as a noun.
bool isNoun(const Remark &remark)
{
    return remark.kind <= RemarkKind::Child || remark.kind == RemarkKind::Zombie ||
           remark.kind == RemarkKind::Ended;
}

Remark ended(const Process &process)
{
    const auto &status = process.exitStatus;
    const bool isKnown = status && *status;
    const bool wasKilled = isKnown && (*status)->kind == ExitStatus::Kind::Signaled;
    const auto how = isKnown ? (wasKilled ? "it was " : "it ") + text(**status) : "how it ended is not known";
    return {
        RemarkKind::Ended,
        Weight::Usual,
        {{fmt::format("It has ended, and is no more: {}.", how)}},
        "a process that has ended",
        "Its exit status was taken, by its parent as a rule, and the kernel has forgotten it. What is told "
        "of it is how it was last seen.",
        "wait(2)"};
}

} // namespace

std::vector<Remark> remarksOn(const Circumstances &circumstances)
{
    Remarks remarks;
    if (circumstances.process.hasEnded)
        return {ended(circumstances.process)};
    if (!circumstances.process.stat)
        return remarks;
    for (const auto remark :
         {remarkOnStanding, remarkOnDescent, remarkOnState, remarkOnProgram, remarkOnLimits})
        remark(circumstances, remarks);
    std::ranges::stable_sort(remarks, std::greater(), &Remark::weight);
    return remarks;
}

std::string headline(const std::vector<Remark> &remarks)
{
    constexpr int most = 2; // more of them would be a paragraph
    const auto noun = std::ranges::find_if(remarks, isNoun);
    if (noun == remarks.end())
        return {};
    auto line = noun->phrase;
    int said = 0;
    for (const auto &remark : remarks) {
        if (isNoun(remark) || remark.phrase.empty() || said == most)
            continue;
        line += (said++ == 0 ? " that " : " and ") + remark.phrase;
    }
    return line;
}

Kin kinOf(const Process &process)
{
    return {process.id, nameOf(process)};
}

const Process *parentOf(const Circumstances &circumstances)
{
    return circumstances.snapshot.withPid(circumstances.process.stat->ppid);
}

const Process *sessionLeaderOf(const Circumstances &circumstances)
{
    // The kernel gives nobody else the pid for as long as the session lasts.
    return circumstances.snapshot.withPid(circumstances.process.stat->sid.value_or(0));
}

bool hasEnded(Pid pid, const Snapshot &snapshot)
{
    return pid > 0 && !snapshot.othersHidden && !snapshot.withPid(pid);
}

Span processWith(Pid pid, const Snapshot &snapshot)
{
    const auto *process = snapshot.withPid(pid);
    return process ? sentenceOf(kinOf(*process)).front() : Span{fmt::format("process {}", pid)};
}

std::string lengthOf(std::chrono::nanoseconds time)
{
    using namespace std::chrono;
    const auto hoursLong = duration_cast<hours>(time).count();
    if (time < minutes(1))
        return fmt::format("{} s", duration_cast<std::chrono::seconds>(time).count());
    if (time < hours(1))
        return fmt::format("{} min", duration_cast<minutes>(time).count());
    return hoursLong < 48 ? fmt::format("{} h", hoursLong) : fmt::format("{} days", hoursLong / 24);
}

} // namespace forklore

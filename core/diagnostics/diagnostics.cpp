// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnostics/diagnostics.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/diagnostics/subjects.h"

namespace forklore {
namespace {

/// What it is, said as a noun.
bool isNoun(const Diagnostic &diagnostic)
{
    return diagnostic.kind <= DiagnosticKind::Child || diagnostic.kind == DiagnosticKind::Zombie ||
           diagnostic.kind == DiagnosticKind::Ended;
}

Diagnostic ended(const Process &process)
{
    const auto &status = process.exitStatus;
    const bool isKnown = status && *status;
    const bool wasKilled = isKnown && (*status)->kind == ExitStatus::Kind::Signaled;
    const auto how = isKnown ? (wasKilled ? "it was " : "it ") + text(**status) : "how it ended is not known";
    return {
        DiagnosticKind::Ended,
        Weight::Usual,
        {{fmt::format("It has ended, and is no more: {}.", how)}},
        "a process that has ended",
        "Its exit status was taken, by its parent as a rule, and the kernel has forgotten it. What is known "
        "of it is how it was last seen.",
        "wait(2)"};
}

} // namespace

std::vector<Diagnostic> diagnosticsOn(const DiagnosticContext &context)
{
    Diagnostics diagnostics;
    if (context.process.hasEnded)
        return {ended(context.process)};
    if (!context.process.stat)
        return diagnostics;
    for (const auto diagnostic :
         {diagnoseStanding, diagnoseDescent, diagnoseState, diagnoseProgram, diagnoseLimits})
        diagnostic(context, diagnostics);
    std::ranges::stable_sort(diagnostics, std::greater(), &Diagnostic::weight);
    return diagnostics;
}

std::string headline(const std::vector<Diagnostic> &diagnostics)
{
    constexpr int maxPhrases = 2; // more of them would be a paragraph
    const auto noun = std::ranges::find_if(diagnostics, isNoun);
    if (noun == diagnostics.end())
        return {};
    auto line = noun->phrase;
    int said = 0;
    for (const auto &diagnostic : diagnostics) {
        if (isNoun(diagnostic) || diagnostic.phrase.empty() || said == maxPhrases)
            continue;
        line += (said++ == 0 ? " that " : " and ") + diagnostic.phrase;
    }
    return line;
}

ProcessRef refOf(const Process &process)
{
    return {process.id, nameOf(process)};
}

const Process *parentOf(const DiagnosticContext &context)
{
    return context.snapshot.withPid(context.process.stat->ppid);
}

const Process *sessionLeaderOf(const DiagnosticContext &context)
{
    // The kernel gives nobody else the pid for as long as the session lasts.
    return context.snapshot.withPid(context.process.stat->sid.value_or(0));
}

bool hasEnded(Pid pid, const Snapshot &snapshot)
{
    return pid > 0 && !snapshot.othersHidden && !snapshot.withPid(pid);
}

Span processWith(Pid pid, const Snapshot &snapshot)
{
    const auto *process = snapshot.withPid(pid);
    return process ? sentenceOf(refOf(*process)).front() : Span{fmt::format("process {}", pid)};
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

// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a process came to be where it is: by adoption, from outside, as a part of a service.
//
// The kernel keeps no record of the parent that a process was born of. What can still be told without having
// watched rests on sessions: nobody can join one; whoever does not lead a session was born into it.
#include <fmt/format.h>

#include "core/diagnostics/subjects.h"

namespace forklore {
namespace {

enum class Adoption { NotKnown, Probable, Certain };

/// @param parent its present one
Adoption adoptionBySession(const Stat &stat, const Stat &parent, const Process *leader)
{
    if (stat.leadsSession() || stat.sid.value_or(0) == 0 || !parent.sid || stat.sid == parent.sid)
        return Adoption::NotKnown;
    // Its original parent was in that session. The present parent can have left one only by opening its own,
    // which process 1 has never done: the session would have to be older than the first process.
    if (parent.pid == 1 || !parent.leadsSession() || (leader && leader->stat->start > parent.start))
        return Adoption::Certain;
    return Adoption::Probable;
}

constexpr std::string_view orphanExplanation = "When a parent ends, its children go to the nearest process "
                                               "above that asked for orphans (a subreaper), or "
                                               "else to init. The new parent will take their exit status.";

std::optional<Diagnostic> bornElsewhere(const DiagnosticContext &context, const Process &parent)
{
    const auto &origin = context.past.bornOf;
    const auto &ending = context.past.originEnd;
    if (!origin || origin->id == parent.id)
        return std::nullopt;
    return Diagnostic{
        DiagnosticKind::Orphan,
        Weight::WorthKnowing,
        sentenceOf("An orphan: its parent ", *origin, ending.empty() ? " has ended" : " " + ending, ", and ",
                   refOf(parent), " has adopted it."),
        context.past.isBirthKnown ? fmt::format("is an orphan, born of {} {}", origin->comm, origin->id.pid)
                                  : "is an orphan",
        std::string(orphanExplanation),
        "prctl(2)"};
}

std::optional<Diagnostic> orphan(const DiagnosticContext &context)
{
    const auto &stat = *context.process.stat;
    const auto *parent = parentOf(context);
    if (!parent || !parent->stat || !stat.hasProgram())
        return std::nullopt;
    if (auto seen = bornElsewhere(context, *parent))
        return seen;
    const auto *leader = sessionLeaderOf(context);
    if (leader && !leader->stat)
        return std::nullopt;
    const auto adoption = adoptionBySession(stat, *parent->stat, leader);
    if (adoption == Adoption::NotKnown)
        return std::nullopt;
    Diagnostic diagnostic{DiagnosticKind::Orphan, Weight::WorthKnowing,           {},
                          "is an orphan",         std::string(orphanExplanation), "prctl(2)"};
    diagnostic.sentence = {
        {adoption == Adoption::Certain ? "An orphan, adopted by " : "Probably an orphan, adopted by "},
        {processWith(parent->id.pid, context.snapshot)},
        {": it descends from "},
        {processWith(*stat.sid, context.snapshot)},
        {", which leads its session."}};
    if (adoption == Adoption::Probable)
        diagnostic.phrase = "is probably an orphan";
    if (leader)
        return diagnostic;
    diagnostic.sentence.back().text = hasEnded(*stat.sid, context.snapshot)
                                          ? ", which led its session and has ended."
                                          : ", whose session it is in.";
    if (stat.ttyDevice == 0U) { // how a daemon detaches itself: nothing went wrong
        diagnostic.weight = Weight::Usual;
        diagnostic.phrase.clear();
    }
    return diagnostic;
}

std::optional<Diagnostic> fromOutside(const DiagnosticContext &context)
{
    const auto &stat = *context.process.stat;
    if (stat.ppid != 0 || stat.pid == 1 || stat.isKernelThread())
        return std::nullopt;
    return Diagnostic{
        DiagnosticKind::FromOutside,
        Weight::WorthKnowing,
        sentenceOf("Its parent is outside of this pid namespace: it was sent in from there."),
        "came from outside",
        "A container's own tools start processes in it this way (docker exec, nsenter). Their parent "
        "cannot be seen from inside.",
        "pid_namespaces(7)"};
}

std::optional<Diagnostic> innerNamespace(const DiagnosticContext &context)
{
    const auto &pids = context.look.namespacePids;
    if (!pids || pids->size() < 2 || pids->back() == 1)
        return std::nullopt;
    return Diagnostic{
        DiagnosticKind::InnerNamespace,
        Weight::Usual,
        sentenceOf(fmt::format("Lives in an inner pid namespace, a container as a rule: inside it is process "
                               "{}.",
                               pids->back())),
        {},
        "Processes in there see only each other, and those further in, under pids of their own.",
        "pid_namespaces(7)"};
}

std::optional<Diagnostic> service(const DiagnosticContext &context)
{
    if (!context.look.systemdUnit)
        return std::nullopt;
    return Diagnostic{DiagnosticKind::Service,
                      Weight::Usual,
                      sentenceOf("Part of the systemd unit " + *context.look.systemdUnit + "."),
                      {},
                      "systemd keeps the processes of a service or a login together in a control group. "
                      "systemctl status PID shows more.",
                      "systemd.unit(5)"};
}

} // namespace

void diagnoseDescent(const DiagnosticContext &context, Diagnostics &diagnostics)
{
    for (const auto make : {orphan, fromOutside, innerNamespace, service}) {
        if (auto diagnostic = make(context))
            diagnostics.push_back(std::move(*diagnostic));
    }
}

} // namespace forklore

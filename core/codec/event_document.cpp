// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/event_document.h"

#include <algorithm>
#include <array>

#include "core/codec/members.h"
#include "core/codec/process_document.h"
#include "core/process/names/arguments.h"

namespace forklore {
namespace {

Json lengthOrNull(const std::optional<std::chrono::nanoseconds> &length)
{
    return length ? Json(seconds(*length)) : Json(nullptr);
}

Json startOrNull(const ProcessId &id)
{
    return id.start == ProcessId::unknownStart ? Json(nullptr) : Json(id.start);
}

/// "parent", "parent_start_ticks", "parent_comm", for instance; all null where it is not known.
void addProcessRef(Json &json, const std::string &role, const std::optional<ProcessRef> &ref)
{
    const bool known = ref && ref->id.pid != 0;
    json[role] = known ? Json(ref->id.pid) : Json(nullptr);
    json[role + "_start_ticks"] = known ? startOrNull(ref->id) : Json(nullptr);
    json[role + "_comm"] = known ? textOrNull(ref->comm) : Json(nullptr);
}

/// What the kind of event adds to the members that all have.
struct Particulars {
    Json &json;

    void operator()(const Forked &fork) const
    {
        addProcessRef(json, "parent", fork.parent);
        addProcessRef(json, "first_seen_below", fork.firstSeenBelow);
    }
    void operator()(const Executed &exec) const
    {
        json["argv"] = jsonOf(exec.commandLine, splitArguments);
        json["exe"] = jsonOf(exec.executable);
        json["comm_before"] = textOrNull(exec.before);
        json["certain"] = exec.isCertain;
    }
    void operator()(const Renamed &rename) const { json["comm_before"] = textOrNull(rename.before); }
    void operator()(const Reparented &move) const
    {
        addProcessRef(json, "from", move.from);
        addProcessRef(json, "to", move.to);
    }
    void operator()(const SessionChanged &session) const { json["sid"] = session.sid; }
    void operator()(const CredentialsChanged &change) const
    {
        json["uid"] = valueOrNull(change.uid);
        json["gid"] = valueOrNull(change.gid);
    }
    void operator()(const Stopped &stop) const { json["traced"] = stop.traced; }
    void operator()(const Continued &) const {}
    void operator()(const CoreDumped &) const {}
    void operator()(const Exited &exit) const
    {
        json["exit_status"] = jsonOf(exit.status, jsonExit);
        json["lifetime"] = lengthOrNull(exit.lifetime);
        json["lifetime_at_most"] = lengthOrNull(exit.lifetimeAtMost);
        addProcessRef(json, "parent", exit.parent);
    }
    void operator()(const Lost &lost) const
    {
        json["count"] = valueOrNull(lost.count);
        json["why"] = lost.why;
    }
};

/// What the members beside it round off.
Json exactJson(const Event &event)
{
    const auto count = [](const std::optional<std::chrono::nanoseconds> &time) {
        return time ? Json(time->count()) : Json(nullptr);
    };
    Json exact;
    exact["at_ns"] = event.at.count();
    exact["not_before_ns"] = count(event.notBefore);
    if (const auto *exec = std::get_if<Executed>(&event.what))
        exact["command_line"] = jsonOf(exec->commandLine);
    if (const auto *exit = std::get_if<Exited>(&event.what)) {
        exact["lifetime_ns"] = count(exit->lifetime);
        exact["lifetime_at_most_ns"] = count(exit->lifetimeAtMost);
        if (exit->status) // a signal that has no name here
            exact["status_value"] = exit->status->value;
    }
    return exact;
}

// And back.

/// Within a century: it is added to the time of a boot.
std::optional<std::chrono::nanoseconds> timeIn(const Json &json)
{
    constexpr std::int64_t longest = std::int64_t(1) << 61;
    const auto count = numberIn<std::int64_t>(json);
    const bool isTime = count && *count >= -longest && *count <= longest;
    return isTime ? std::optional(std::chrono::nanoseconds(*count)) : std::nullopt;
}

std::optional<StartTicks> startIn(const Json &json)
{
    return json.is_null() ? std::optional(ProcessId::unknownStart) : numberIn<StartTicks>(json);
}

std::optional<ProcessRef> processRefIn(Members &members, const std::string &role)
{
    const auto pid = members.get(role, nullOr(numberIn<Pid>));
    const auto start = members.get(role + "_start_ticks", startIn);
    auto comm = members.get(role + "_comm", textOrNullIn);
    return pid ? std::optional(ProcessRef{{*pid, start}, std::move(comm)}) : std::nullopt;
}

Forked readForked(Members &members, Members &)
{
    return {processRefIn(members, "parent"), processRefIn(members, "first_seen_below")};
}

Executed readExecuted(Members &members, Members &exact)
{
    return {members.get("comm_before", textOrNullIn), exact.get("command_line", errorOr(textIn)),
            members.get("exe", errorOr(textIn)), members.get("certain", flagIn)};
}

Renamed readRenamed(Members &members, Members &)
{
    return {members.get("comm_before", textOrNullIn)};
}

Reparented readReparented(Members &members, Members &)
{
    return {processRefIn(members, "from").value_or(ProcessRef()),
            processRefIn(members, "to").value_or(ProcessRef())};
}

SessionChanged readSession(Members &members, Members &)
{
    return {members.get("sid", numberIn<Pid>)};
}

CredentialsChanged readCredentials(Members &members, Members &)
{
    return {members.get("uid", nullOr(numberIn<Uid>)), members.get("gid", nullOr(numberIn<Gid>))};
}

Stopped readStopped(Members &members, Members &)
{
    return {members.get("traced", flagIn)};
}

/// All of it but the value, which is beside it.
std::optional<ExitStatus> exitStatusIn(const Json &json)
{
    Members members(json);
    const auto kind = members.get("kind", textIn);
    ExitStatus status;
    if (kind == "signaled") {
        status.kind = ExitStatus::Kind::Signaled;
        status.core = members.get("core", flagIn);
    } else if (kind != "exited") {
        members.refuse();
    }
    return members.isGood() ? std::optional(status) : std::nullopt;
}

Exited readExited(Members &members, Members &exact)
{
    Exited exit;
    exit.status = members.get("exit_status", errorOr(exitStatusIn));
    if (exit.status)
        exit.status->value = exact.get("status_value", numberIn<std::uint8_t>);
    exit.lifetime = exact.get("lifetime_ns", nullOr(timeIn));
    exit.lifetimeAtMost = exact.get("lifetime_at_most_ns", nullOr(timeIn));
    exit.parent = processRefIn(members, "parent");
    return exit;
}

Lost readLost(Members &members, Members &)
{
    return {members.get("count", nullOr(numberIn<std::uint64_t>)), members.get("why", textIn)};
}

template <class What>
What readNothing(Members &, Members &)
{
    return {};
}

template <class What, What (*read)(Members &, Members &)>
EventPayload payloadBy(Members &members, Members &exact)
{
    return read(members, exact);
}

/// In the order of the variant, whose place gives each its word: kindOf().
constexpr std::array<EventPayload (*)(Members &, Members &), std::variant_size_v<EventPayload>> payloads = {
    payloadBy<Forked, readForked>,
    payloadBy<Executed, readExecuted>,
    payloadBy<Renamed, readRenamed>,
    payloadBy<Reparented, readReparented>,
    payloadBy<SessionChanged, readSession>,
    payloadBy<CredentialsChanged, readCredentials>,
    payloadBy<Stopped, readStopped>,
    payloadBy<Continued, readNothing<Continued>>,
    payloadBy<CoreDumped, readNothing<CoreDumped>>,
    payloadBy<Exited, readExited>,
    payloadBy<Lost, readLost>,
};

} // namespace

Json jsonSource(const EventCoverage &coverage, const std::string &shortcoming)
{
    return {{"kind", "source"},
            {"source", name(coverage.kind)},
            {"complete", coverage.isComplete()},
            {"why", coverage.why},
            {"misses", textOrNull(coverage.misses)},
            {"remedy", textOrNull(coverage.remedy)},
            {"shortcoming", textOrNull(shortcoming)}};
}

Json jsonEvent(const Event &event, WallTime boot)
{
    const auto &[id, comm] = event.process;
    const bool isOfNobody = std::holds_alternative<Lost>(event.what);
    Json json;
    json["time"] = jsonSeconds(boot + event.at);
    json["kind"] = kindOf(event);
    json["pid"] = isOfNobody ? Json(nullptr) : Json(id.pid);
    json["start_ticks"] = isOfNobody ? Json(nullptr) : startOrNull(id);
    if (!isOfNobody)
        json["comm"] = textOrNull(comm);
    json["inferred"] = event.inferred;
    json["not_before"] = event.notBefore ? Json(jsonSeconds(boot + *event.notBefore)) : Json(nullptr);
    std::visit(Particulars{json}, event.what);
    return json;
}

Json eventDocument(const Event &event, WallTime boot)
{
    auto json = jsonEvent(event, boot);
    json["exact"] = exactJson(event);
    return json;
}

Result<Event> decodeEvent(const Json &document)
{
    const auto malformed = failure(ErrorKind::Malformed, "this is no event in a form that makes sense here");
    if (!document.is_object() || !document.contains("kind") || !document.contains("exact"))
        return malformed;
    Members members(document);
    Members exact(document["exact"]);
    const auto kind = members.get("kind", textIn);
    const auto found = std::ranges::find(eventKinds(), kind);
    if (found == eventKinds().end())
        return malformed;
    Event event;
    event.what = payloads.at(static_cast<std::size_t>(found - eventKinds().begin()))(members, exact);
    event.at = exact.get("at_ns", timeIn);
    event.notBefore = exact.get("not_before_ns", nullOr(timeIn));
    event.inferred = members.get("inferred", flagIn);
    if (!std::holds_alternative<Lost>(event.what))
        event.process = {{members.get("pid", numberIn<Pid>), members.get("start_ticks", startIn)},
                         members.get("comm", textOrNullIn)};
    return members.isGood() && exact.isGood() ? Result<Event>(std::move(event)) : malformed;
}

} // namespace forklore

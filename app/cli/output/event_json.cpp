// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/event_json.h"

#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/cli/output/text.h"
#include "core/process/event_time.h"
#include "core/process/names/arguments.h"
#include "core/process/names/name_text.h"

namespace forklore::cli {
namespace {

Json textOrNull(const std::string &text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

template <class T>
Json valueOrNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json jsonLength(const std::optional<std::chrono::nanoseconds> &length)
{
    return length ? Json(seconds(*length)) : Json(nullptr);
}

Json jsonStart(const ProcessId &id)
{
    return id.start == ProcessId::unknownStart ? Json(nullptr) : Json(id.start);
}

/// "parent", "parent_start_ticks", "parent_comm", for instance; all null where it is not known.
void addProcessRef(Json &json, const std::string &role, const std::optional<ProcessRef> &ref)
{
    const bool known = ref && ref->id.pid != 0;
    json[role] = known ? Json(ref->id.pid) : Json(nullptr);
    json[role + "_start_ticks"] = known ? jsonStart(ref->id) : Json(nullptr);
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
        json["lifetime"] = jsonLength(exit.lifetime);
        json["lifetime_at_most"] = jsonLength(exit.lifetimeAtMost);
        addProcessRef(json, "parent", exit.parent);
    }
    void operator()(const Lost &lost) const
    {
        json["count"] = valueOrNull(lost.count);
        json["why"] = lost.why;
    }
};

bool isFailure(const Event &event)
{
    const auto *exit = std::get_if<Exited>(&event.what);
    return exit != nullptr && exit->status && exit->status->isFailure();
}

std::string timeOfDay(WallTime time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
    const auto whole = std::chrono::floor<std::chrono::seconds>(milliseconds);
    const auto local = fmt::localtime(std::chrono::system_clock::to_time_t(whole));
    return fmt::format("{:%H:%M:%S}.{:03}", local, (milliseconds - whole).count());
}

/// Filled up with blanks; what is longer stays whole.
std::string padded(std::string text, std::size_t columns)
{
    const auto used = columnsOf(text);
    return text.append(columns - std::min(columns, used), ' ');
}

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

std::string sourceText(const EventCoverage &coverage, const std::string &shortcoming)
{
    auto lines = fmt::format("# source: {} ({}): {}\n", name(coverage.kind),
                             coverage.isComplete() ? "complete" : "incomplete", printable(coverage.why));
    const auto add = [&](std::string_view about, const std::string &text) {
        if (!text.empty())
            lines += fmt::format("# {}: {}\n", about, printable(text));
    };
    add("misses", coverage.misses);
    add("remedy", coverage.remedy);
    add("shortcoming", shortcoming);
    return lines;
}

Json jsonEvent(const Event &event, WallTime boot)
{
    const auto &[id, comm] = event.process;
    const bool isOfNobody = std::holds_alternative<Lost>(event.what);
    Json json;
    json["time"] = jsonSeconds(boot + event.at);
    json["kind"] = kindOf(event);
    json["pid"] = isOfNobody ? Json(nullptr) : Json(id.pid);
    json["start_ticks"] = isOfNobody ? Json(nullptr) : jsonStart(id);
    if (!isOfNobody)
        json["comm"] = textOrNull(comm);
    json["inferred"] = event.inferred;
    json["not_before"] = event.notBefore ? Json(jsonSeconds(boot + *event.notBefore)) : Json(nullptr);
    std::visit(Particulars{json}, event.what);
    return json;
}

std::string eventLine(const Event &event, WallTime boot, bool color)
{
    constexpr std::size_t kindColumns = 11; // "credentials"
    constexpr std::size_t nameColumns = 15; // the longest comm of a program
    const bool isOfNobody = std::holds_alternative<Lost>(event.what);
    auto kind = padded(std::string(kindOf(event)), kindColumns);
    if (color)
        kind = fmt::format("\x1b[{}m{}\x1b[0m", isFailure(event) || isOfNobody ? "1;31" : "1", kind);
    const auto &[id, comm] = event.process;
    const auto pid = isOfNobody ? std::string() : std::to_string(id.pid);
    // Of one that has renamed itself to nothing the name is known.
    const bool isKnown = !comm.empty() || std::holds_alternative<Renamed>(event.what);
    const auto name = isOfNobody ? std::string() : isKnown ? nameText(comm) : "?";
    return fmt::format("{}  {}  {:>7}  {}  {}{}\n", timeOfDay(boot + event.at), kind, pid,
                       padded(name, nameColumns), text(event), isTimeExact(event) ? "" : " (then or before)");
}

} // namespace forklore::cli

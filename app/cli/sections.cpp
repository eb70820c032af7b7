// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sections.h"

#include "app/cli/section_diagnostics.h"
#include "app/cli/section_resources.h"
#include "app/cli/section_rights.h"
#include "core/snapshot/forest.h"

namespace forklore::cli {
namespace {

template <class T>
Json orNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

/// Null without a terminal, or where no group is in its foreground.
Json jsonForeground(const Identity &identity)
{
    const auto &group = identity.stat.ttyForegroundGroup;
    if (!identity.stat.ttyDevice)
        return jsonField(identity.stat.ttyDevice, "tty_nr");
    if (identity.tty && !group)
        return jsonField(group, "tpgid");
    return identity.tty && *group > 0 ? Json(*group) : Json(nullptr);
}

Json jsonIdentity(const Identity &identity, const Result<std::optional<Freeze>> &freeze,
                  const SystemInfo &system)
{
    const auto &stat = identity.stat;
    Json json;
    json["pid"] = stat.pid;
    json["ppid"] = stat.ppid;
    json["pgid"] = jsonField(stat.pgid, "pgrp");
    json["sid"] = jsonField(stat.sid, "session");
    json["tty"] = stat.ttyDevice ? orNull(identity.tty) : jsonField(stat.ttyDevice, "tty_nr");
    json["tty_foreground_pgid"] = jsonForeground(identity);
    json["state"] = std::string(1, static_cast<char>(stat.state));
    json["frozen"] = jsonOf(freeze, jsonFreeze);
    json["state_text"] = stat.leaderEnded() ? "leader ended, threads live" : text(stat.state);
    json["exit_status"] = identity.exitStatus ? jsonOf(*identity.exitStatus, jsonExit) : Json(nullptr);
    json["started_at"] = jsonOf(startedAt(stat, system), jsonSeconds);
    json["start_ticks"] = stat.start;
    json["threads"] = jsonField(stat.threads, "num_threads");
    json["nice"] = jsonField(stat.nice, "nice");
    json["namespace_pids"] = jsonOf(identity.namespacePids);
    json["kernel_thread"] = jsonKernelThread(stat);
    return json;
}

/// @param relatives ancestors or children
Json jsonProcessRefs(const Survey &survey, const ProcessId &id,
                     ProcessRefs (*relatives)(const Snapshot &, const ProcessId &))
{
    if (!survey.snapshot.find(id))
        return jsonError({ErrorKind::Gone, "the process has ended"});
    const auto refs = relatives(survey.snapshot, id);
    auto array = Json::array();
    for (const auto &ref : refs)
        array.push_back({{"pid", ref.id.pid}, {"start_ticks", ref.id.start}, {"comm", ref.comm}});
    return array;
}

Json jsonNames(const Names &names)
{
    Json json;
    json["comm"] = names.comm;
    json["argv0"] = jsonOf(names.argv0, orNull<std::string>);
    json["exe"] =
        jsonOf(names.executable, [](const auto &exe) { return exe ? Json(exe->path) : Json(nullptr); });
    json["exe_deleted"] =
        jsonOf(names.executable, [](const auto &exe) { return exe ? Json(exe->deleted) : Json(nullptr); });
    const auto titleIs = [&](auto... titles) {
        return jsonOf(names.title, [&](Title title) -> Json {
            if (title == Title::Unknown)
                return jsonError({ErrorKind::Denied,
                                  "the kernel shows where the arguments lie only to the process's own user"});
            return ((title == titles) || ...);
        });
    };
    json["title_rewritten"] = titleIs(Title::Rewritten, Title::Overflown);
    json["environment_overwritten"] = titleIs(Title::Overflown);
    return json;
}

Json jsonEnvironment(const Environment &environment)
{
    auto array = Json::array();
    for (const auto &variable : environment)
        array.push_back({{"name", variable.name}, {"value", orNull(variable.value)}});
    return array;
}

Json jsonSocket(const Socket &socket)
{
    const auto told = [](const std::string &text) { return text.empty() ? Json(nullptr) : Json(text); };
    const auto address = [&](const std::string &text) {
        return socket.addressError ? jsonError(*socket.addressError) : told(text);
    };
    return {{"family", socket.family},
            {"type", told(socket.type)},
            {"state", told(socket.state)},
            {"local", address(socket.local)},
            {"remote", address(socket.remote)}};
}

Json jsonDescriptors(const Descriptors &descriptors)
{
    auto array = Json::array();
    for (const auto &descriptor : descriptors) {
        Json json;
        json["fd"] = descriptor.number;
        json["kind"] = name(descriptor.kind);
        json["target"] = jsonOf(descriptor.target);
        json["access"] = jsonOf(descriptor.access, [](Access access) { return name(access); });
        json["offset"] = jsonOf(descriptor.offset);
        json["flags"] = jsonOf(descriptor.flags, flagNames);
        json["inode"] = jsonOf(descriptor.inode);
        json["position_shared"] = nullptr;
        if (descriptor.socket)
            json["socket"] = jsonOf(*descriptor.socket, jsonSocket);
        array.push_back(std::move(json));
    }
    return array;
}

Json jsonPeers(const Peers &peers)
{
    auto array = Json::array();
    for (const auto &end : peers) {
        auto holders = Json::array();
        for (const auto &holder : end.holders)
            holders.push_back({{"pid", holder.process.id.pid},
                               {"start_ticks", holder.process.id.start},
                               {"comm", holder.process.comm},
                               {"fd", holder.number},
                               {"access", holder.access ? Json(name(*holder.access)) : Json()}});
        array.push_back({{"fd", end.number},
                         {"peers", std::move(holders)},
                         {"elsewhere", end.elsewhere},
                         {"incomplete", end.incomplete.empty() ? Json(nullptr) : Json(end.incomplete)}});
    }
    return array;
}

Json jsonLimits(const std::vector<LimitUsage> &limits)
{
    auto array = Json::array();
    for (const auto &limit : limits)
        array.push_back(jsonLimit(limit));
    return array;
}

} // namespace

const std::vector<Section> &sections()
{
    static const std::vector<Section> table = {
        {.name = "diagnostics", .formerName = "remarks", .needsSample = true, .read = jsonDiagnostics},
        {.name = "identity",
         .read =
             [](const Survey &survey, const ProcessId &id) {
                 return jsonOf(survey.inspector->identity(id), [&](const Identity &identity) {
                     return jsonIdentity(identity, survey.inspector->freeze(id), survey.system);
                 });
             }},
        {.name = "ancestors",
         .needsSample = true,
         .read = [](const Survey &survey,
                    const ProcessId &id) { return jsonProcessRefs(survey, id, ancestors); }},
        {.name = "children",
         .needsSample = true,
         .read = [](const Survey &survey,
                    const ProcessId &id) { return jsonProcessRefs(survey, id, children); }},
        {.name = "names",
         .read = [](const Survey &survey,
                    const ProcessId &id) { return jsonOf(survey.inspector->names(id), jsonNames); }},
        {.name = "arguments",
         .read = [](const Survey &survey,
                    const ProcessId &id) { return jsonOf(survey.inspector->arguments(id)); }},
        {.name = "environment",
         .read =
             [](const Survey &survey, const ProcessId &id) {
                 return jsonOf(survey.inspector->environment(id), jsonEnvironment);
             }},
        {.name = "descriptors",
         .read =
             [](const Survey &survey, const ProcessId &id) {
                 return jsonOf(survey.inspector->descriptors(id), jsonDescriptors);
             }},
        {.name = "peers",
         .read = [](const Survey &survey,
                    const ProcessId &id) { return jsonOf(survey.inspector->peers(id), jsonPeers); }},
        {.name = "limits",
         .needsSample = true,
         .read =
             [](const Survey &survey, const ProcessId &id) {
                 return jsonOf(survey.inspector->limits(id, survey.snapshot), jsonLimits);
             }},
        {.name = "signals",
         .read =
             [](const Survey &survey, const ProcessId &id) {
                 return jsonOf(survey.inspector->signalReading(id, {}), jsonSignals);
             }},
        {.name = "threads",
         .read =
             [](const Survey &survey, const ProcessId &id) {
                 return jsonOf(survey.inspector->threads(id),
                               [&](const Threads &threads) { return jsonThreads(threads, survey.system); });
             }},
        {.name = "memory",
         .read = [](const Survey &survey,
                    const ProcessId &id) { return jsonOf(survey.inspector->memory(id), jsonMemory); }},
        {.name = "credentials",
         .read =
             [](const Survey &survey, const ProcessId &id) {
                 return jsonOf(survey.inspector->rights(id), [&](const Rights &rights) {
                     return jsonRights(rights, survey.users, survey.host->groupNames());
                 });
             }},
        {.name = "location",
         .read = [](const Survey &survey,
                    const ProcessId &id) { return jsonOf(survey.inspector->location(id), jsonLocation); }},
        {.name = "io",
         .read = [](const Survey &survey,
                    const ProcessId &id) { return jsonOf(survey.inspector->io(id), jsonIo); }},
    };
    return table;
}

} // namespace forklore::cli

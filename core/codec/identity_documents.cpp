// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/identity_documents.h"

#include "core/codec/process_document.h"

namespace forklore {
namespace {

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

} // namespace

Json jsonIdentity(const IdentityReading &reading, const SystemInfo &system)
{
    const auto &identity = reading.identity;
    const auto &stat = identity.stat;
    Json json;
    json["pid"] = stat.pid;
    json["ppid"] = stat.ppid;
    json["pgid"] = jsonField(stat.pgid, "pgrp");
    json["sid"] = jsonField(stat.sid, "session");
    json["tty"] = stat.ttyDevice ? valueOrNull(identity.tty) : jsonField(stat.ttyDevice, "tty_nr");
    json["tty_foreground_pgid"] = jsonForeground(identity);
    json["state"] = std::string(1, static_cast<char>(stat.state));
    json["frozen"] = jsonOf(reading.freeze, jsonFreeze);
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

Json jsonProcessRefs(const ProcessRefs &refs)
{
    auto array = Json::array();
    for (const auto &ref : refs)
        array.push_back({{"pid", ref.id.pid}, {"start_ticks", ref.id.start}, {"comm", ref.comm}});
    return array;
}

Json jsonNames(const Names &names)
{
    Json json;
    json["comm"] = names.comm;
    json["argv0"] = jsonOf(names.argv0, valueOrNull<std::string>);
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

Json jsonDiagnostics(const std::vector<Diagnostic> &diagnostics)
{
    auto array = Json::array();
    for (const auto &diagnostic : diagnostics) {
        array.push_back({{"kind", name(diagnostic.kind)},
                         {"weight", name(diagnostic.weight)},
                         {"text", text(diagnostic)},
                         {"explanation", diagnostic.explanation},
                         {"manual", diagnostic.manual}});
    }
    return array;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/process_document.h"

#include "core/process/names/arguments.h"
#include "core/process/names/display_name.h"
#include "core/process/signals.h"

namespace forklore {

Json jsonExit(const ExitStatus &status)
{
    if (status.kind == ExitStatus::Kind::Exited)
        return {{"kind", "exited"}, {"code", status.value}};
    return {{"kind", "signaled"}, {"signal", signalName(status.value)}, {"core", status.core}};
}

Json jsonFreeze(const std::optional<Freeze> &freeze)
{
    return freeze ? Json{{"version", freeze->version == Freeze::Version::V1 ? 1 : 2},
                         {"group", freeze->group.empty() ? Json(nullptr) : Json(freeze->group)},
                         {"by_ancestor", freeze->byAncestor}}
                  : Json(nullptr);
}

Result<WallTime> startedAt(const Stat &stat, const SystemInfo &system)
{
    return system.bootTime.map([&](WallTime boot) { return boot + system.startOf(stat.start); });
}

Json jsonCpuSeconds(const Stat &stat, const SystemInfo &system)
{
    return jsonOf(statField(stat.cpuTicks(), "utime"), [&](std::uint64_t ticks) {
        return static_cast<double>(ticks) / static_cast<double>(system.ticksPerSecond);
    });
}

Json jsonKernelThread(const Stat &stat)
{
    return jsonOf(statField(stat.flags, "flags"), [&](std::uint32_t) { return stat.isKernelThread(); });
}

Json jsonProcess(const Process &process, const Json &tty, const SystemInfo &system, const IdNames &users)
{
    const auto fact = [&](auto value) { return jsonOf(process.stat, value); };
    const auto effective = [](const Credentials &credentials) { return credentials.uid.effective; };
    Json json;
    json["pid"] = process.id.pid;
    json["ppid"] = fact([](const Stat &stat) { return stat.ppid; });
    json["start_ticks"] = fact([](const Stat &stat) { return stat.start; });
    json["started_at"] = fact([&](const Stat &stat) { return jsonOf(startedAt(stat, system), jsonSeconds); });
    json["pgid"] = fact([](const Stat &stat) { return jsonField(stat.pgid, "pgrp"); });
    json["sid"] = fact([](const Stat &stat) { return jsonField(stat.sid, "session"); });
    json["tty"] =
        fact([&](const Stat &stat) { return stat.ttyDevice ? tty : jsonField(stat.ttyDevice, "tty_nr"); });
    json["state"] = fact([](const Stat &stat) { return std::string(1, static_cast<char>(stat.state)); });
    json["frozen"] = fact([&](const Stat &) { return jsonFreeze(process.frozen); });
    json["comm"] = fact([](const Stat &stat) { return stat.comm; });
    json["name"] = fact([&](const Stat &) { return std::string(displayName(process)); });
    json["argv"] = fact([&](const Stat &stat) {
        return jsonOf(process.commandLine, [&](const std::string &text) { return argumentsOf(stat, text); });
    });
    json["uid"] = jsonOf(process.credentials, effective);
    json["ruid"] =
        jsonOf(process.credentials, [](const Credentials &credentials) { return credentials.uid.real; });
    json["user"] = jsonOf(process.credentials, [&](const Credentials &credentials) {
        return jsonOf(users.find(credentials.uid.effective));
    });
    json["nice"] = fact([](const Stat &stat) { return jsonField(stat.nice, "nice"); });
    json["threads"] = fact([](const Stat &stat) { return jsonField(stat.threads, "num_threads"); });
    json["cpu_seconds"] = fact([&](const Stat &stat) { return jsonCpuSeconds(stat, system); });
    json["rss_bytes"] = fact([&](const Stat &stat) {
        return jsonOf(statField(stat.residentPages, "rss"),
                      [&](std::uint64_t pages) { return pages * system.pageBytes; });
    });
    json["vsize_bytes"] = fact([](const Stat &stat) { return jsonField(stat.virtualBytes, "vsize"); });
    json["kernel_thread"] = fact(jsonKernelThread);
    json["fd_count"] = process.descriptorCount ? jsonOf(*process.descriptorCount) : Json(nullptr);
    json["exit_status"] = fact([&](const Stat &) {
        return process.exitStatus ? jsonOf(*process.exitStatus, jsonExit) : Json(nullptr);
    });
    return json;
}

} // namespace forklore

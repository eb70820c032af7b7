// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/json.h"

#include "app/cli/output/text.h"
#include "core/base/clocks.h"
#include "core/process/names/arguments.h"
#include "core/process/names/display_name.h"
#include "core/process/signals.h"

namespace forklore::cli {
namespace {

std::string base64(std::string_view bytes)
{
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t offset) -> unsigned {
            return i + offset < bytes.size() ? static_cast<unsigned char>(bytes[i + offset]) : 0u;
        };
        const auto group = byte(0) << 16 | byte(1) << 8 | byte(2);
        text += digits[group >> 18 & 63u];
        text += digits[group >> 12 & 63u];
        text += i + 1 < bytes.size() ? digits[group >> 6 & 63u] : '=';
        text += i + 2 < bytes.size() ? digits[group & 63u] : '=';
    }
    return text;
}

void encodeBytes(Json &json)
{
    if (json.is_string()) {
        const auto &bytes = json.get_ref<const std::string &>();
        if (!isUtf8(bytes))
            json = {{"base64", base64(bytes)}};
    } else if (json.is_structured()) {
        for (auto &element : json)
            encodeBytes(element);
    }
}

} // namespace

Json jsonError(const Error &error)
{
    return {{"error", {{"kind", name(error.kind)}, {"message", error.message}}}};
}

Json jsonExit(const ExitStatus &status)
{
    if (status.kind == ExitStatus::Kind::Exited)
        return {{"kind", "exited"}, {"code", status.value}};
    return {{"kind", "signaled"}, {"signal", signalName(status.value)}, {"core", status.core}};
}

Json jsonSeconds(WallTime time)
{
    return seconds(time.time_since_epoch());
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

Json jsonLimitValue(const std::optional<std::uint64_t> &value)
{
    return value ? Json(*value) : Json("unlimited");
}

Json jsonLimit(const LimitUsage &limit)
{
    const auto &about = traits(limit.resource);
    Json json;
    json["resource"] = about.name;
    json["soft"] = jsonOf(limit.limit, [](const Limit &known) { return jsonLimitValue(known.soft); });
    json["hard"] = jsonOf(limit.limit, [](const Limit &known) { return jsonLimitValue(known.hard); });
    json["unit"] = about.unit.empty() ? Json(nullptr) : Json(about.unit);
    json["usage"] = limit.usage ? jsonOf(*limit.usage) : Json(nullptr);
    return json;
}

std::string documentText(const Json &document)
{
    auto encoded = document;
    encodeBytes(encoded);
    return printableJson(encoded.dump(2)) + '\n';
}

std::string lineText(Json document)
{
    encodeBytes(document);
    return printableJson(document.dump()) + '\n';
}

Json jsonFreeze(const std::optional<Freeze> &freeze)
{
    return freeze ? Json{{"version", freeze->version == Freeze::Version::V1 ? 1 : 2},
                         {"group", freeze->group.empty() ? Json(nullptr) : Json(freeze->group)},
                         {"by_ancestor", freeze->byAncestor}}
                  : Json(nullptr);
}

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/resource_documents.h"

#include "core/codec/process_document.h"
#include "core/process/missing_line.h"

namespace forklore {

Json jsonThreads(const Threads &threads, const SystemInfo &system)
{
    auto array = Json::array();
    for (const auto &thread : threads.all) {
        const auto fact = [&](auto value) { return jsonOf(thread.stat, value); };
        Json json;
        json["tid"] = thread.tid;
        json["start_ticks"] = fact([](const Stat &stat) { return stat.start; });
        json["comm"] = fact([](const Stat &stat) { return stat.comm; });
        json["state"] = fact([](const Stat &stat) { return std::string(1, static_cast<char>(stat.state)); });
        json["cpu_seconds"] = fact([&](const Stat &stat) { return jsonCpuSeconds(stat, system); });
        json["last_cpu"] = fact([](const Stat &stat) { return jsonField(stat.processor, "processor"); });
        json["nice"] = fact([](const Stat &stat) { return jsonField(stat.nice, "nice"); });
        json["wait_channel"] = jsonOf(thread.waitChannel, [](const std::string &function) {
            return function.empty() ? Json(nullptr) : Json(function);
        });
        array.push_back(std::move(json));
    }
    return array;
}

Json jsonMemory(const Memory &memory)
{
    const auto bytes = [](const std::optional<std::uint64_t> &value, const Error &missing) {
        return value ? Json(*value) : jsonError(missing);
    };
    const auto counted = [&](std::optional<std::uint64_t> MemoryCounts::*count, std::string_view line,
                             std::string_view since = {}) {
        return jsonOf(memory.counts, [&](const MemoryCounts &counts) {
            return bytes(counts.*count, missingLine("status", line, since));
        });
    };
    const auto walked = [&](std::optional<std::uint64_t> PageFigures::*figure, std::string_view lines) {
        return jsonOf(memory.pages, [&](const PageFigures &pages) {
            return bytes(pages.*figure, missingLine("smaps", lines));
        });
    };
    Json json;
    json["rss_bytes"] = counted(&MemoryCounts::resident, "VmRSS");
    json["vsize_bytes"] = counted(&MemoryCounts::virtualBytes, "VmSize");
    json["pss_bytes"] = walked(&PageFigures::proportional, "Pss");
    json["private_bytes"] = walked(&PageFigures::unique, "Private_Clean or Private_Dirty");
    json["shared_bytes"] = walked(&PageFigures::shared, "Shared_Clean or Shared_Dirty");
    json["swap_bytes"] = counted(&MemoryCounts::swap, "VmSwap");
    json["peak_rss_bytes"] = counted(&MemoryCounts::peakResident, "VmHWM");
    json["peak_vsize_bytes"] = counted(&MemoryCounts::peakVirtual, "VmPeak");
    json["page_tables_bytes"] = counted(&MemoryCounts::pageTables, "VmPTE");
    json["hugetlb_bytes"] = counted(&MemoryCounts::hugePages, "HugetlbPages", "it came with Linux 4.4");
    return json;
}

Json jsonIo(const IoCounters &io)
{
    const auto counter = [](const std::optional<std::uint64_t> &value, std::string_view line) {
        return value ? Json(*value) : jsonError(missingLine("io", line));
    };
    return {{"read_bytes", counter(io.readBytes, "read_bytes")},
            {"write_bytes", counter(io.writeBytes, "write_bytes")},
            {"cancelled_write_bytes", counter(io.cancelledWriteBytes, "cancelled_write_bytes")},
            {"read_syscalls", counter(io.readCalls, "syscr")},
            {"write_syscalls", counter(io.writeCalls, "syscw")},
            {"read_chars", counter(io.readCharacters, "rchar")},
            {"write_chars", counter(io.writeCharacters, "wchar")}};
}

Json jsonMappings(const Mappings &mappings)
{
    const auto figure = [](const std::optional<std::uint64_t> &value, std::string_view lines) {
        return value ? Json(*value) : jsonError(missingLine("smaps", lines));
    };
    auto array = Json::array();
    for (const auto &mapping : mappings) {
        const auto &pages = mapping.pages;
        array.push_back({{"start", mapping.start},
                         {"end", mapping.end},
                         {"permissions", mapping.permissions},
                         {"offset", mapping.offset},
                         {"path", mapping.name},
                         {"rss_bytes", figure(pages.resident, "Rss")},
                         {"pss_bytes", figure(pages.proportional, "Pss")},
                         {"private_bytes", figure(pages.unique, "Private_Clean or Private_Dirty")},
                         {"shared_bytes", figure(pages.shared, "Shared_Clean or Shared_Dirty")},
                         {"swap_bytes", figure(pages.swap, "Swap")},
                         {"hugetlb_bytes", figure(pages.hugePages, "Private_Hugetlb or Shared_Hugetlb")}});
    }
    return array;
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
    json["unit"] = textOrNull(name(about.unit));
    json["usage"] = limit.usage ? jsonOf(*limit.usage) : Json(nullptr);
    return json;
}

Json jsonLimits(const std::vector<LimitUsage> &limits)
{
    auto array = Json::array();
    for (const auto &limit : limits)
        array.push_back(jsonLimit(limit));
    return array;
}

Json jsonEnvironment(const Environment &environment)
{
    auto array = Json::array();
    for (const auto &variable : environment)
        array.push_back(
            {{"name", variable.name}, {"value", variable.value ? Json(*variable.value) : Json(nullptr)}});
    return array;
}

} // namespace forklore

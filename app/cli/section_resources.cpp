// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/section_resources.h"

#include "core/process/missing_line.h"

namespace forklore::cli {

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

} // namespace forklore::cli

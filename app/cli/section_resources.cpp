// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/section_resources.h"

namespace forklore::cli {

Json jsonThreads(const Threads &threads, const SystemInfo &system)
{
    auto array = Json::array();
    for (const auto &thread : threads.all) {
        const auto &stat = thread.stat;
        Json json;
        json["tid"] = stat.pid;
        json["start_ticks"] = stat.start;
        json["comm"] = stat.comm;
        json["state"] = std::string(1, static_cast<char>(stat.state));
        json["cpu_seconds"] =
            static_cast<double>(stat.cpuTicks()) / static_cast<double>(system.ticksPerSecond);
        json["last_cpu"] = stat.processor;
        json["nice"] = stat.nice;
        json["wait_channel"] = jsonOf(thread.waitChannel, [](const std::string &function) {
            return function.empty() ? Json(nullptr) : Json(function);
        });
        array.push_back(std::move(json));
    }
    return array;
}

Json jsonMemory(const Memory &memory)
{
    const auto counted = [&](std::optional<std::uint64_t> MemoryCounts::*count) {
        return jsonOf(memory.counts, [&](const MemoryCounts &counts) -> Json {
            if (!(counts.*count))
                return jsonError({ErrorKind::Unsupported, "this kernel does not tell"});
            return *(counts.*count);
        });
    };
    const auto walked = [&](std::uint64_t PageFigures::*figure) {
        return jsonOf(memory.pages, [&](const PageFigures &pages) { return pages.*figure; });
    };
    Json json;
    json["rss_bytes"] = counted(&MemoryCounts::resident);
    json["vsize_bytes"] = counted(&MemoryCounts::virtualBytes);
    json["pss_bytes"] = walked(&PageFigures::proportional);
    json["private_bytes"] = walked(&PageFigures::unique);
    json["shared_bytes"] = walked(&PageFigures::shared);
    json["swap_bytes"] = counted(&MemoryCounts::swap);
    json["peak_rss_bytes"] = counted(&MemoryCounts::peakResident);
    json["peak_vsize_bytes"] = counted(&MemoryCounts::peakVirtual);
    json["page_tables_bytes"] = counted(&MemoryCounts::pageTables);
    json["hugetlb_bytes"] = counted(&MemoryCounts::hugePages);
    return json;
}

Json jsonIo(const IoCounters &io)
{
    return {{"read_bytes", io.readBytes},
            {"write_bytes", io.writeBytes},
            {"cancelled_write_bytes", io.cancelledWriteBytes},
            {"read_syscalls", io.readCalls},
            {"write_syscalls", io.writeCalls},
            {"read_chars", io.readCharacters},
            {"write_chars", io.writeCharacters}};
}

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/program_files.h"

#include <algorithm>
#include <optional>

#include <sys/stat.h>

#include <fmt/format.h>

#include "core/host/linux/proc/pid_environ.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/proc/pid_status.h"
#include "core/host/linux/sampling/entry_path.h"
#include "core/host/linux/sampling/process_files.h"

namespace forklore {
namespace {

std::optional<Pid> livingThread(const Directory &root, Pid pid)
{
    const auto threads = root.numbersIn(EntryPath(pid, "task").text());
    if (!threads)
        return std::nullopt;
    const auto other = std::ranges::find_if(*threads, [&](Pid tid) { return tid != pid; });
    return other != threads->end() ? std::optional(*other) : std::nullopt;
}

} // namespace

Result<std::string> readProgramFile(const Directory &root, const Stat &stat, const char *name)
{
    if (!stat.leaderEnded())
        return root.readPiece(EntryPath(stat.pid, name).text());
    const auto thread = livingThread(root, stat.pid);
    if (!thread)
        return failure(ErrorKind::Gone, "the last thread has ended");
    return root.readPiece(fmt::format("{}/task/{}/{}", stat.pid, *thread, name).c_str());
}

Result<Environment> readEnvironment(const Directory &root, const Stat &stat)
{
    if (!stat.hasProgram())
        return noMemory(stat);
    return readProgramFile(root, stat, "environ").map(parsePidEnviron);
}

Result<std::uint64_t> readSwap(const Directory &root, const Stat &stat)
{
    return readProgramFile(root, stat, "status")
        .and_then(parsePidStatus)
        .and_then([](const PidStatus &status) { return statusValue(status.memory.swap, "VmSwap"); });
}

Result<std::uint64_t> countDescriptors(const Directory &root, const Stat &stat, bool bySize)
{
    if (!stat.hasProgram())
        return 0;
    const EntryPath path(stat.pid, "fd");
    struct stat directory {};
    if (bySize && !stat.leaderEnded()) {
        if (fstatat(root.fd(), path.text(), &directory, 0) != 0)
            return root.failed("count", path.text());
        return static_cast<std::uint64_t>(directory.st_size);
    }
    const auto thread = stat.leaderEnded() ? livingThread(root, stat.pid) : std::nullopt;
    const auto numbers = thread ? root.numbersIn(fmt::format("{}/task/{}/fd", stat.pid, *thread).c_str())
                                : root.numbersIn(path.text());
    return numbers.map([](const auto &all) { return static_cast<std::uint64_t>(all.size()); });
}

void readMemoryOfThread(const Directory &root, Stat &stat)
{
    const auto thread = livingThread(root, stat.pid);
    const auto living = thread ? readPidStat(root, fmt::format("{}/task/{}/stat", stat.pid, *thread).c_str())
                               : failure(ErrorKind::Gone, "the last thread has ended");
    stat.virtualBytes = living ? living->virtualBytes : std::nullopt;
    stat.residentPages = living ? living->residentPages : std::nullopt;
}

} // namespace forklore

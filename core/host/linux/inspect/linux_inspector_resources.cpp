// SPDX-License-Identifier: GPL-3.0-or-later
//
// The inspector's sections on what a process uses: threads, memory, I/O.
#include "core/base/clocks.h"
#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/machine/machine_files.h"
#include "core/host/linux/proc/pid_io.h"
#include "core/host/linux/proc/pid_smaps.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/proc/pid_status.h"
#include "core/host/linux/proc/pid_task.h"
#include "core/host/linux/sampling/process_files.h"

namespace forklore {
namespace {

/// A file that is missing where the process lives on is one that this kernel was built without.
Failure missing(const Error &error, const ProcessFiles &files, const char *name)
{
    if (error.kind != ErrorKind::Gone)
        return Failure(error);
    const auto now = readPidStat(files.directory());
    if (!now || now->isZombie() != files.stat().isZombie())
        return asEnded(error, files.stat().pid);
    return failure(ErrorKind::Unsupported, std::string("this kernel offers no /proc/PID/") + name);
}

Result<Mappings> readMappings(ProcessFiles &files)
{
    const auto text = files.readPageTables("smaps");
    if (!text)
        return missing(text.error(), files, "smaps");
    return parsePidSmaps(*text);
}

Result<PageFigures> readPages(ProcessFiles &files)
{
    const auto text = files.readPageTables("smaps_rollup");
    if (text)
        return parsePidSmapsRollup(*text);
    if (text.error().kind == ErrorKind::Gone ||
        text.error().kind == ErrorKind::Unsupported) // before Linux 4.14
        return readMappings(files).map(pagesOf);
    return Failure(text.error());
}

Result<MemoryCounts> readCounts(ProcessFiles &files)
{
    const auto where = files.facts();
    if (!where)
        return Failure(where.error());
    const auto status = readPidStatus(**where);
    if (!status)
        return asEnded(status.error(), files.stat().pid);
    if (status->memory == MemoryCounts())
        return failure(ErrorKind::Unsupported, "status: no lines on memory");
    return status->memory;
}

} // namespace

Result<Threads> LinuxInspector::threads(const ProcessId &id) const
{
    const auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    const bool isOnProc = m_root.isOnProc();
    const auto uptime = isOnProc ? bootClock() : readUptime(m_root).value_or(bootClock());
    auto threads = readPidTask(files->directory(), id.pid, [&] { return isOnProc ? bootClock() : uptime; });
    if (!threads)
        return asEnded(threads.error(), id.pid);
    if (threads->all.empty())
        return failure(ErrorKind::Gone, "the process has ended");
    if (isOnProc)
        threads->asleep = timeAsleep();
    return threads;
}

Result<MemoryCounts> LinuxInspector::memoryCounts(const ProcessId &id) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    return files->hasProgram() ? readCounts(*files) : noMemory(files->stat());
}

Result<Memory> LinuxInspector::memory(const ProcessId &id) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    if (!files->hasProgram())
        return noMemory(files->stat());
    return Memory{readCounts(*files), readPages(*files)};
}

Result<Mappings> LinuxInspector::mappings(const ProcessId &id) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    return files->hasProgram() ? readMappings(*files) : noMemory(files->stat());
}

Result<IoCounters> LinuxInspector::io(const ProcessId &id) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    // Waits while the process is in the midst of an exec.
    const auto readIo = [](const Directory &process) {
        return process.readInTime(process.path() + " (exec)", "io");
    };
    auto text = readIo(files->directory());
    // The files of a leader that ended are root's. Those of /proc/TID, which is not listed, tell of the whole
    // process as well, where task/TID/io tells of one thread.
    if (!text && text.error().kind == ErrorKind::Denied && files->stat().leaderEnded()) {
        const auto through =
            files->facts()
                .and_then([](const Directory *thread) { return readPidStat(*thread); })
                .and_then([&](const Stat &thread) { return ProcessFiles::open(m_root, thread.id()); });
        if (through)
            text = readIo(through->directory());
    }
    if (!text)
        return missing(text.error(), *files, "io");
    return parsePidIo(*text);
}

} // namespace forklore

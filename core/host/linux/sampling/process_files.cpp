// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/process_files.h"

#include <fmt/format.h>

#include "core/host/linux/inspect/link_target.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/reader_place.h"

namespace forklore {
namespace {

Failure ended(Pid pid)
{
    return failure(ErrorKind::Gone, fmt::format("process {} has ended", pid));
}

} // namespace

Failure asEnded(const Error &error, Pid pid)
{
    return error.kind == ErrorKind::Gone ? ended(pid) : Failure(error);
}

Failure noMemory(const Stat &stat)
{
    if (stat.isKernelThread())
        return failure(ErrorKind::Unsupported,
                       "a kernel thread has none: it runs inside the kernel, without a program");
    return failure(ErrorKind::Gone, "a zombie has none: its memory and files went when it ended");
}

Result<ProcessFiles> ProcessFiles::open(const Directory &root, const ProcessId &id)
{
    auto directory = root.openBelow(std::to_string(id.pid));
    if (!directory && directory.error().kind == ErrorKind::Gone) {
        const auto why = noProcess(root, id.pid); // it may have become another user's, whose are hidden
        return why.kind == ErrorKind::Gone ? ended(id.pid) : Failure(why);
    }
    if (!directory)
        return Failure(directory.error());
    auto stat = readPidStat(*directory);
    if (!stat)
        return asEnded(stat.error(), id.pid);
    if (stat->id() != id)
        return failure(ErrorKind::Gone, fmt::format("process {} has ended; its pid is in use again", id.pid));
    return ProcessFiles(std::move(*directory), std::move(*stat));
}

Result<const Directory *> ProcessFiles::facts()
{
    if (!m_stat.leaderEnded())
        return &m_directory;
    const auto threads = m_directory.numbersIn("task");
    if (!threads)
        return asEnded(threads.error(), m_stat.pid);
    for (const auto thread : *threads) {
        if (thread == m_stat.pid)
            continue;
        if (auto directory = m_directory.openBelow(fmt::format("task/{}", thread))) {
            m_thread = std::move(*directory);
            adoptArgumentArea();
            return &*m_thread;
        }
    }
    return ended(m_stat.pid);
}

Result<std::string> ProcessFiles::readMemory(const char *name)
{
    const auto where = facts();
    if (!where)
        return Failure(where.error());
    return confirmed((*where)->readInTime(m_directory.path(), name));
}

Result<std::string> ProcessFiles::readPageTables(const char *name)
{
    const auto where = facts();
    if (!where)
        return Failure(where.error());
    // Slow is not stuck: whether the lock can be had is found out with a file that takes no time.
    auto probe = (*where)->readInTime(m_directory.path(), "cmdline");
    if (!probe && probe.error().kind == ErrorKind::Stuck)
        return probe;
    const auto walk = m_directory.limits().walk;
    return confirmed((*where)->readInTime(m_directory.path() + " (page tables)", name, {walk, walk}));
}

Result<std::string> ProcessFiles::confirmed(Result<std::string> text) const
{
    if (!text)
        return asEnded(text.error(), m_stat.pid);
    if (!text->empty())
        return text;
    const auto after = readPidStat(m_directory);
    if (!after || (after->isZombie() && !m_stat.isZombie()))
        return ended(m_stat.pid);
    return text;
}

Result<std::optional<Executable>> ProcessFiles::executable()
{
    if (!hasProgram())
        return std::nullopt;
    const auto where = facts();
    if (!where)
        return Failure(where.error());
    auto target = readLinkTarget(**where, "exe");
    if (!target)
        return asEnded(target.error(), m_stat.pid);
    return Executable{std::move(target->path), target->deleted};
}

/// The leader's own stat has lost the bounds of the argument area with its memory.
void ProcessFiles::adoptArgumentArea()
{
    if (const auto stat = readPidStat(*m_thread)) {
        m_stat.argumentsStart = stat->argumentsStart;
        m_stat.argumentsEnd = stat->argumentsEnd;
    }
}

} // namespace forklore

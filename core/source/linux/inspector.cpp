// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/inspector.h"

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "core/source/linux/limit_usage.h"
#include "core/source/linux/linux_source.h"
#include "core/source/linux/pid_environ.h"
#include "core/source/linux/pid_fd.h"
#include "core/source/linux/pid_limits.h"
#include "core/source/linux/pid_stat.h"
#include "core/source/linux/pid_status.h"

namespace forklore {
namespace {

Failure ended(Pid pid)
{
    return failure(ErrorKind::Gone, fmt::format("process {} has ended", pid));
}

/// Looking for a file where there is no such process and where the file alone is missing both say ENOENT.
Failure asEnded(const Error &error, Pid pid)
{
    return error.kind == ErrorKind::Gone ? ended(pid) : Failure(error);
}

/// The directory of one process, held open: whatever is read through it belongs to that process or fails.
class Subject {
public:
    static Result<Subject> open(const Directory &root, const ProcessId &id)
    {
        auto directory = root.openBelow(std::to_string(id.pid));
        if (!directory)
            return asEnded(directory.error(), id.pid);
        auto stat = readPidStat(*directory);
        if (!stat)
            return asEnded(stat.error(), id.pid);
        if (stat->id() != id)
            return failure(ErrorKind::Gone,
                           fmt::format("process {} has ended; its pid is in use again", id.pid));
        return Subject(std::move(*directory), std::move(*stat));
    }

    [[nodiscard]] const Directory &directory() const { return m_directory; }
    [[nodiscard]] const Stat &stat() const { return m_stat; }

    /// Where memory and descriptors are told of: the process itself, or a thread that outlives its leader.
    [[nodiscard]] Result<const Directory *> facts()
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
                takeArgumentArea();
                return &*m_thread;
            }
        }
        return ended(m_stat.pid);
    }

    /// A file of the process's memory. What reads empty counts only while the process is confirmed alive
    /// after it.
    [[nodiscard]] Result<std::string> readMemory(const char *name)
    {
        const auto where = facts();
        if (!where)
            return Failure(where.error());
        auto text = (*where)->read(name);
        if (!text)
            return asEnded(text.error(), m_stat.pid);
        if (!text->empty())
            return text;
        const auto after = readPidStat(m_directory);
        if (!after || (after->isZombie() && !m_stat.isZombie()))
            return ended(m_stat.pid);
        return text;
    }

private:
    /// The leader's own stat has lost the bounds of the argument area with its memory.
    void takeArgumentArea()
    {
        if (const auto stat = readPidStat(*m_thread)) {
            m_stat.argumentsStart = stat->argumentsStart;
            m_stat.argumentsEnd = stat->argumentsEnd;
        }
    }

    Subject(Directory directory, Stat stat) : m_directory(std::move(directory)), m_stat(std::move(stat)) {}

    Directory m_directory;
    Stat m_stat;
    std::optional<Directory> m_thread;
};

Failure noMemory(const Stat &stat)
{
    if (stat.isKernelThread())
        return failure(ErrorKind::Unsupported,
                       "a kernel thread has none: it runs inside the kernel, without a program");
    return failure(ErrorKind::Gone, "a zombie has none: its memory and files went when it ended");
}

bool hasProgram(const Stat &stat)
{
    return !stat.isKernelThread() && !stat.isZombie();
}

Result<std::optional<Executable>> readExecutable(Subject &subject)
{
    if (!hasProgram(subject.stat()))
        return std::nullopt;
    const auto where = subject.facts();
    if (!where)
        return Failure(where.error());
    auto target = (*where)->readLink("exe");
    if (!target)
        return asEnded(target.error(), subject.stat().pid);

    // A file may really be called "x (deleted)": the link count decides. A captured /proc has only the text.
    constexpr std::string_view mark = " (deleted)";
    struct statx file {};
    const bool known =
        (*where)->isOnProc() && statx((*where)->fd(), "exe", AT_STATX_DONT_SYNC, STATX_NLINK, &file) == 0;
    const bool deleted = target->ends_with(mark) && (!known || file.stx_nlink == 0);
    if (deleted)
        target->resize(target->size() - mark.size());
    return Executable{std::move(*target), deleted};
}

} // namespace

Result<Inspector> Inspector::create(const std::string &root)
{
    return Directory::open(root).map([](Directory &&directory) { return Inspector(std::move(directory)); });
}

Inspector::Inspector(Directory root)
    : m_root(std::move(root)),
      m_system(readSystemInfo(m_root)),
      m_terminals(parseTtyDrivers(m_root.read("tty/drivers").value_or("")))
{
}

Result<ProcessId> Inspector::idOf(Pid pid) const
{
    const auto stat = readPidStat(m_root, fmt::format("{}/stat", pid).c_str());
    if (!stat && stat.error().kind == ErrorKind::Gone)
        return failure(ErrorKind::Gone, fmt::format("there is no process {}", pid));
    if (stat && stat->pid != pid)
        return failure(ErrorKind::Malformed, "stat: it is another process's");
    return stat.map([](const Stat &found) { return found.id(); });
}

Result<Identity> Inspector::identity(const ProcessId &id) const
{
    const auto subject = Subject::open(m_root, id);
    if (!subject)
        return Failure(subject.error());
    const auto status = readPidStatus(subject->directory());
    const auto namespacePids = status.and_then([](const PidStatus &known) -> Result<std::vector<Pid>> {
        if (known.namespacePids.empty())
            return failure(ErrorKind::Unsupported, "status: no NSpid line (it came with Linux 4.1)");
        return known.namespacePids;
    });
    Identity identity{subject->stat(),
                      status.map([](const PidStatus &known) { return known.credentials; }),
                      namespacePids,
                      terminal(subject->stat().ttyDevice),
                      {}};
    if (identity.stat.isZombie())
        identity.exitStatus = readExitStatus(subject->directory(), "ns/user", identity.stat);
    return identity;
}

Result<Names> Inspector::names(const ProcessId &id) const
{
    auto subject = Subject::open(m_root, id);
    if (!subject)
        return Failure(subject.error());
    const auto &stat = subject->stat();
    Names names{stat.comm, std::nullopt, readExecutable(*subject), Title::Original};
    if (!hasProgram(stat))
        return names;
    const auto commandLine = subject->readMemory("cmdline");
    names.title = commandLine.map([&](const std::string &text) { return titleOf(stat, text); });
    names.argv0 = commandLine.map([&](const std::string &text) -> std::optional<std::string> {
        const auto arguments = argumentsOf(stat, text);
        return arguments.empty() ? std::nullopt : std::optional(arguments.front());
    });
    return names;
}

Result<std::vector<std::string>> Inspector::arguments(const ProcessId &id) const
{
    auto subject = Subject::open(m_root, id);
    if (!subject)
        return Failure(subject.error());
    if (!hasProgram(subject->stat()))
        return std::vector<std::string>();
    return subject->readMemory("cmdline").map(
        [&](const std::string &text) { return argumentsOf(subject->stat(), text); });
}

Result<Environment> Inspector::environment(const ProcessId &id) const
{
    auto subject = Subject::open(m_root, id);
    if (!subject)
        return Failure(subject.error());
    if (!hasProgram(subject->stat()))
        return noMemory(subject->stat());
    return subject->readMemory("environ").map(
        [](const std::string &block) { return parsePidEnviron(block); });
}

Result<Signals> Inspector::signalsOf(const ProcessId &id) const
{
    const auto subject = Subject::open(m_root, id);
    if (!subject)
        return Failure(subject.error());
    return readPidStatus(subject->directory()).map([](const PidStatus &status) {
        return status.dispositions;
    });
}

Result<Descriptors> Inspector::descriptors(const ProcessId &id) const
{
    auto subject = Subject::open(m_root, id);
    if (!subject)
        return Failure(subject.error());
    if (!hasProgram(subject->stat()))
        return noMemory(subject->stat());
    return subject->facts().and_then([](const Directory *facts) { return readPidFd(*facts); });
}

Result<std::vector<LimitUsage>> Inspector::limits(const ProcessId &id, const Snapshot &processes) const
{
    auto subject = Subject::open(m_root, id);
    if (!subject)
        return Failure(subject.error());
    const auto limits = readPidLimits(subject->directory());
    if (!limits)
        return asEnded(limits.error(), id.pid);
    const auto facts = subject->facts();
    return withUsage(*limits, subject->stat(), facts ? **facts : subject->directory(), processes, m_system);
}

} // namespace forklore

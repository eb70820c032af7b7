// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/open_files.h"

#include <array>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/host/linux/proc/pid_fd.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/linux_source.h"
#include "core/host/linux/sampling/reader_place.h"

namespace forklore {
namespace {

constexpr std::array<std::string_view, 3> places = {"exe", "cwd", "root"};

std::string linkOf(const OpenFile &file)
{
    return file.role.empty() ? fmt::format("{}/fd/{}", file.pid, file.number)
                             : fmt::format("{}/{}", file.pid, file.role);
}

/// As Directory::readLink, without an allocation for the long ones that never come: there are thousands.
Result<std::string> targetOf(const Directory &directory, const char *name)
{
    std::array<char, 512> buffer;
    const auto size = readlinkat(directory.fd(), name, buffer.data(), buffer.size());
    if (size < 0)
        return directory.failed("read the link", name);
    if (static_cast<std::size_t>(size) == buffer.size())
        return directory.readLink(name);
    return std::string(buffer.data(), static_cast<std::size_t>(size));
}

/// Adds to the files what one process holds, and finds out whether it may be seen.
class ProcessWalk {
public:
    ProcessWalk(const Directory &root, Held held, OpenFiles &all) : m_root(root), m_held(held), m_all(all) {}

    void visit(Pid pid)
    {
        const auto name = fmt::format("{}/fd", pid);
        const auto directory = m_root.openBelow(name);
        bool denied = !directory && directory.error().kind == ErrorKind::Denied && holdsFiles(pid);
        if (m_held == Held::AlsoPlaces && directory)
            denied = !addPlaces(pid);
        if (directory) {
            const auto numbers = directory->numbersIn(".");
            if (numbers && numbers->empty())
                addOfThread(pid);
            else if (numbers)
                denied = !addAll(*directory, *numbers, pid) || denied;
        }
        if (denied)
            ++m_all.unseen;
    }

private:
    /// Neither a kernel thread nor a zombie, which have none and yet refuse to say so.
    [[nodiscard]] bool holdsFiles(Pid pid) const
    {
        const auto stat = readPidStat(m_root, fmt::format("{}/stat", pid).c_str());
        return stat && stat->hasProgram();
    }

    /// @return false when it may not be seen
    bool addAll(const Directory &directory, const std::vector<int> &numbers, Pid pid)
    {
        for (const auto number : numbers) {
            const auto name = fmt::format_int(number);
            auto target = targetOf(directory, name.c_str());
            if (target)
                m_all.files.push_back({pid, number, {}, std::move(*target)});
            else if (target.error().kind == ErrorKind::Denied)
                return false;
        }
        return true;
    }

    bool addPlaces(Pid pid)
    {
        for (const auto place : places) {
            auto target = targetOf(m_root, fmt::format("{}/{}", pid, place).c_str());
            if (target)
                m_all.files.push_back({pid, 0, place, std::move(*target)});
            else if (target.error().kind == ErrorKind::Denied)
                return false;
        }
        return true;
    }

    /// The files of a process whose leader has ended stand with its other threads.
    void addOfThread(Pid pid)
    {
        const auto threads = m_root.numbersIn(fmt::format("{}/task", pid).c_str());
        if (!threads || threads->size() < 2)
            return;
        for (const auto thread : *threads) {
            const auto directory = m_root.openBelow(fmt::format("{}/task/{}/fd", pid, thread));
            const auto numbers = directory.and_then([](const auto &open) { return open.numbersIn("."); });
            if (thread != pid && numbers && !numbers->empty()) {
                addAll(*directory, *numbers, pid);
                return;
            }
        }
    }

    const Directory &m_root;
    Held m_held;
    OpenFiles &m_all;
};

} // namespace

std::string OpenFiles::incomplete() const
{
    std::string text;
    const auto add = [&](const std::string &reason) { text += (text.empty() ? "" : "; ") + reason; };
    if (!listed)
        add("the processes could not be listed");
    if (unseen > 0)
        add(unseen == 1
                ? "the files of 1 process may not be seen (another user's, or protected)"
                : fmt::format("the files of {} processes may not be seen (other users', or protected)",
                              unseen));
    if (othersHidden)
        add("/proc hides the processes of other users");
    if (inContainer)
        add("processes outside this container are not seen");
    return text;
}

OpenFiles readOpenFiles(const Directory &root, Held held)
{
    OpenFiles all;
    const auto reader = readReaderPlace(root);
    all.othersHidden = reader.hiding != Hiding::Nothing;
    all.inContainer = reader.pid == InNamespace::Other;
    ProcessWalk walk(root, held, all);
    const auto pids = root.numbersIn(".");
    all.listed = pids.has_value();
    for (const auto pid : pids.value_or(std::vector<int>()))
        walk.visit(pid);
    return all;
}

std::optional<FileFacts> factsAt(int directory, const char *path)
{
    // Does not contact a file server (AT_STATX_DONT_SYNC): a file on a dead network mount would hang the
    // reader.
    struct statx file {};
    if (statx(directory, path, AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO | STATX_NLINK, &file) != 0)
        return std::nullopt;
    return FileFacts{makedev(file.stx_dev_major, file.stx_dev_minor),
                     file.stx_ino,
                     file.stx_mode,
                     file.stx_rdev_major,
                     file.stx_rdev_minor,
                     file.stx_nlink};
}

std::optional<FileFacts> factsInTime(const Directory &root, const std::string &path)
{
    const auto &limits = root.limits();
    return limits.calls
        ->make<std::optional<FileFacts>>(
            "path " + path, path,
            [root, path]() -> Result<std::optional<FileFacts>> { return factsAt(root.fd(), path.c_str()); },
            limits.patience, limits.stop)
        .value_or(std::nullopt);
}

std::optional<FileFacts> factsOf(const Directory &root, const OpenFile &file)
{
    if (!file.target.starts_with('/') || !isLive(root))
        return std::nullopt;
    return factsAt(root.fd(), linkOf(file).c_str());
}

const Directory *HolderReader::openProcess(Pid pid)
{
    if (!m_process || m_process->stat().pid != pid) {
        m_process.reset();
        const auto stat = readPidStat(m_root, fmt::format("{}/stat", pid).c_str());
        auto process =
            stat.and_then([&](const Stat &known) { return ProcessFiles::open(m_root, known.id()); });
        if (!process)
            return nullptr;
        m_process = std::move(*process);
    }
    const auto facts = m_process->facts();
    return facts ? *facts : nullptr;
}

std::optional<Holder> HolderReader::read(const OpenFile &file)
{
    const auto *facts = openProcess(file.pid);
    if (!facts)
        return std::nullopt;
    const auto &stat = m_process->stat();
    Holder holder{{stat.id(), stat.comm}, file.number, std::string(file.role), {}, {}, file.target, {}};
    if (!file.role.empty()) {
        const auto target = facts->readLink(holder.role.c_str());
        if (!target || *target != file.target)
            return std::nullopt;
        holder.kind = file.role == places.front() ? DescriptorKind::File : DescriptorKind::Directory;
        holder.access = file.role == places.front() ? Access::Read : Access::Path;
        return holder;
    }
    const auto descriptor = readPidFd(*facts, file.number);
    if (!descriptor || descriptor->target != file.target)
        return std::nullopt;
    holder.kind = descriptor->kind;
    if (descriptor->access)
        holder.access = *descriptor->access;
    return holder;
}

} // namespace forklore

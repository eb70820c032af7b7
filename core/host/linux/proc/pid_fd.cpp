// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_fd.h"

#include <array>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/host/linux/proc/pid_fdinfo.h"
#include "core/host/linux/sockets/net_sockets.h"

namespace forklore {
namespace {

// Without brackets in inotify only: the kernel's own inconsistency.
constexpr std::array<std::pair<std::string_view, DescriptorKind>, 8> anonymous = {{
    {"[eventfd]", DescriptorKind::EventFd},
    {"[eventpoll]", DescriptorKind::EventPoll},
    {"inotify", DescriptorKind::Inotify},
    {"[signalfd]", DescriptorKind::SignalFd},
    {"[timerfd]", DescriptorKind::TimerFd},
    {"[pidfd]", DescriptorKind::PidFd},
    {"[io_uring]", DescriptorKind::IoUring},
    {"[userfaultfd]", DescriptorKind::Anon},
}};

bool isTerminal(unsigned number)
{
    constexpr unsigned ttyMajor = 4;    // consoles and serial lines
    constexpr unsigned ttyAuxMajor = 5; // tty, console, ptmx
    constexpr unsigned ptyFirst = 128;  // UNIX98 masters, then slaves
    constexpr unsigned ptyLast = 143;
    return number == ttyMajor || number == ttyAuxMajor || (number >= ptyFirst && number <= ptyLast);
}

DescriptorKind kindOfFile(const struct statx &file)
{
    switch (file.stx_mode & S_IFMT) {
    case S_IFREG:
        return DescriptorKind::File;
    case S_IFDIR:
        return DescriptorKind::Directory;
    case S_IFBLK:
        return DescriptorKind::Device;
    case S_IFCHR:
        return isTerminal(file.stx_rdev_major) ? DescriptorKind::Tty : DescriptorKind::Device;
    case S_IFIFO:
        return DescriptorKind::Fifo;
    case S_IFSOCK:
        return DescriptorKind::Socket;
    default:
        return DescriptorKind::Unknown;
    }
}

/// Where the file cannot be asked (a captured /proc): what a path looks like.
DescriptorKind kindOfPath(std::string_view path)
{
    if (path.starts_with("/dev/pts/") || path.starts_with("/dev/tty") || path == "/dev/ptmx" ||
        path == "/dev/console")
        return DescriptorKind::Tty;
    if (path.starts_with("/dev/") && !path.starts_with("/dev/shm/") && !path.starts_with("/dev/mqueue/"))
        return DescriptorKind::Device;
    return path.starts_with('/') ? DescriptorKind::File : DescriptorKind::Unknown;
}

Access accessByFlags(std::uint32_t flags)
{
    if ((flags & O_PATH) != 0)
        return Access::Path;
    switch (flags & O_ACCMODE) {
    case O_RDONLY:
        return Access::Read;
    case O_WRONLY:
        return Access::Write;
    default:
        return Access::ReadWrite;
    }
}

/// The permission bits of the link itself tell the direction, where fdinfo does not. Those of a captured
/// /proc are a plain link's, which say nothing.
Result<Access> accessByLink(const Directory &facts, const std::string &link, const Error &otherwise)
{
    struct stat self {};
    if (!facts.isOnProc() || fstatat(facts.fd(), link.c_str(), &self, AT_SYMLINK_NOFOLLOW) != 0)
        return Failure(otherwise);
    if ((self.st_mode & S_IRUSR) == 0)
        return (self.st_mode & S_IWUSR) != 0 ? Access::Write : Access::Path;
    return (self.st_mode & S_IWUSR) != 0 ? Access::ReadWrite : Access::Read;
}

void readFileFacts(const Directory &facts, const std::string &link, Descriptor &descriptor)
{
    // Without a question to a server: a file on a dead network mount would hang the reader. Below a captured
    // /proc the links lead to files of this machine, or to none.
    struct statx file {};
    const bool known = facts.isOnProc() && statx(facts.fd(), link.c_str(), AT_STATX_DONT_SYNC,
                                                 STATX_TYPE | STATX_INO, &file) == 0;
    const auto byTarget = descriptor.target ? kindOfTarget(*descriptor.target) : std::nullopt;
    if (byTarget)
        descriptor.kind = *byTarget;
    else if (known)
        descriptor.kind = kindOfFile(file);
    else if (descriptor.target)
        descriptor.kind = kindOfPath(*descriptor.target);

    const auto inTarget = descriptor.target ? inodeOfTarget(*descriptor.target) : std::nullopt;
    if (inTarget)
        descriptor.inode = *inTarget;
    else if (known)
        descriptor.inode = file.stx_ino;
}

Error missingLine(std::string_view key)
{
    return {ErrorKind::Malformed, fmt::format("fdinfo: no good {} line", key)};
}

void readInfo(const Directory &facts, const std::string &link, Descriptor &descriptor)
{
    const auto name = fmt::format("fdinfo/{}", descriptor.number);
    const auto info =
        facts.read(name.c_str()).and_then([](const std::string &text) { return parsePidFdinfo(text); });
    const auto &position = info ? info->position : std::nullopt;
    const auto &flags = info ? info->flags : std::nullopt;
    const auto reason = [&](std::string_view key) { return info ? missingLine(key) : info.error(); };
    descriptor.offset = position ? Result<std::uint64_t>(*position) : Failure(reason("pos"));
    descriptor.flags = flags ? Result<std::uint32_t>(*flags) : Failure(reason("flags"));
    descriptor.access = flags ? accessByFlags(*flags) : accessByLink(facts, link, reason("flags"));
    if (flags && descriptor.kind == DescriptorKind::File && (*flags & O_DIRECTORY) != 0 &&
        (*flags & O_TMPFILE) != O_TMPFILE)
        descriptor.kind = DescriptorKind::Directory; // where the file itself could not be asked
    if (info && !descriptor.inode && info->inode)
        descriptor.inode = *info->inode;
}

bool isGone(const Result<std::string> &target)
{
    return !target && target.error().kind == ErrorKind::Gone;
}

} // namespace

std::optional<std::uint64_t> inodeOfTarget(std::string_view target)
{
    const auto open = target.rfind(":[");
    if (open == std::string_view::npos || target.starts_with('/') || !target.ends_with(']'))
        return std::nullopt;
    return TextCursor::toNumber<std::uint64_t>(target.substr(open + 2, target.size() - open - 3));
}

std::optional<DescriptorKind> kindOfTarget(std::string_view target)
{
    constexpr std::string_view anonymousPrefix = "anon_inode:";
    if (target.starts_with(anonymousPrefix)) {
        for (const auto &[text, kind] : anonymous) {
            if (target.substr(anonymousPrefix.size()) == text)
                return kind;
        }
        return DescriptorKind::Anon;
    }
    if (target.starts_with("/memfd:"))
        return DescriptorKind::MemFd;
    if (!inodeOfTarget(target))
        return std::nullopt;
    if (target.starts_with("pipe:["))
        return DescriptorKind::Pipe;
    if (target.starts_with("socket:["))
        return DescriptorKind::Socket;
    if (target.starts_with("pidfd:["))
        return DescriptorKind::PidFd;
    return DescriptorKind::Namespace; // "mnt:[N]", "net:[N]", …
}

Result<Descriptor> readPidFd(const Directory &facts, int number)
{
    const auto link = fmt::format("fd/{}", number);
    Descriptor descriptor;
    descriptor.number = number;
    descriptor.target = facts.readLink(link.c_str());
    if (isGone(descriptor.target))
        return Failure(descriptor.target.error());
    descriptor.inode = failure(ErrorKind::Unsupported, link + ": no inode is shown");
    readFileFacts(facts, link, descriptor);
    readInfo(facts, link, descriptor);
    return descriptor;
}

Result<Descriptors> readPidFd(const Directory &facts)
{
    const auto numbers = facts.numbersIn("fd");
    if (!numbers)
        return Failure(numbers.error());
    Descriptors descriptors;
    bool sockets = false;
    for (const auto number : *numbers) {
        auto descriptor = readPidFd(facts, number);
        if (!descriptor)
            continue;
        sockets = sockets || descriptor->kind == DescriptorKind::Socket;
        descriptors.push_back(std::move(*descriptor));
    }
    if (sockets)
        addSockets(facts, descriptors);
    return descriptors;
}

} // namespace forklore

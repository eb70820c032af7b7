// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

constexpr std::size_t recordBytes = 4096;
// Most files fit the first read; the buffer doubles for those that do not.
constexpr std::size_t firstRead = 16384;
// smaps of a million mappings, environ of the largest stack: nothing below /proc is larger.
constexpr std::size_t largestFile = std::size_t(1) << 30;
constexpr off_t largestCopy = off_t(256) << 20; ///< of a file below a captured /proc

struct CloseDirectory {
    void operator()(DIR *directory) const { closedir(directory); }
};

ssize_t readSome(int fd, char *buffer, std::size_t size)
{
    for (;;) {
        const auto count = ::read(fd, buffer, size);
        if (count >= 0 || errno != EINTR)
            return count;
    }
}

/// Takes each name of a directory. Returns what could not be done, with errno as it was left; null: all was.
template <class Apply>
const char *list(int parent, const char *name, Apply apply)
{
    FileDescriptor fd(openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0)
        return "open";
    const std::unique_ptr<DIR, CloseDirectory> listing(fdopendir(fd.get()));
    if (!listing)
        return "list";
    fd.release(); // the listing closes it now
    errno = 0;
    while (const auto *entry = readdir(listing.get()))
        apply(entry->d_name);
    return errno == 0 ? nullptr : "list";
}

/// Whether a path leads into the directory of a process that is not there.
bool isOfMissingProcess(int directory, std::string_view name)
{
    const auto first = std::string(name.substr(0, name.find('/')));
    return first.size() < name.size() && TextCursor::toNumber<int>(first) &&
           faccessat(directory, first.c_str(), F_OK, 0) != 0;
}

} // namespace

FileDescriptor::~FileDescriptor()
{
    if (m_fd >= 0)
        close(m_fd);
}

Result<Directory> Directory::open(std::string path, ReadLimits limits)
{
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0)
        return failureOf(errno, path);
    struct statfs system {};
    const bool onProc = fstatfs(fd.get(), &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
    return Directory(std::move(fd), std::move(path), onProc, std::move(limits));
}

Result<Directory> Directory::openBelow(std::string_view name) const
{
    const std::string terminated(name);
    FileDescriptor fd(openat(m_fd->get(), terminated.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0)
        return failureOf(errno, fmt::format("open {}/{}", m_path, name));
    return Directory(std::move(fd), fmt::format("{}/{}", m_path, name), m_onProc, m_limits);
}

/// A FIFO must not be waited for, and what is no regular file may never end.
Result<FileDescriptor> Directory::openFile(const char *name) const
{
    FileDescriptor fd(openat(m_fd->get(), name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (fd.get() < 0)
        return failed("open", name);
    if (m_onProc)
        return fd;
    struct stat about {};
    if (fstat(fd.get(), &about) != 0)
        return failed("look at", name);
    if (!S_ISREG(about.st_mode))
        return failure(ErrorKind::Malformed, fmt::format("{}/{} is no regular file", m_path, name));
    if (about.st_size > largestCopy)
        return failure(ErrorKind::Malformed,
                       fmt::format("{}/{} is larger than any file of /proc", m_path, name));
    return fd;
}

Result<std::string> Directory::read(const char *name) const
{
    const auto fd = openFile(name);
    if (!fd)
        return Failure(fd.error());
    std::string text;
    std::size_t used = 0;
    for (;;) {
        if (used == text.size())
            text.resize(std::max(firstRead, text.size() * 2));
        const auto count = readSome(fd->get(), text.data() + used, text.size() - used);
        if (count < 0)
            return failed("read", name);
        if (count == 0)
            break;
        used += static_cast<std::size_t>(count);
        if (used > largestFile)
            return failure(ErrorKind::Malformed,
                           fmt::format("{}/{} is larger than any file of /proc", m_path, name));
    }
    text.resize(used);
    text.shrink_to_fit(); // thousands of them are kept
    return text;
}

Result<std::string> Directory::readRecord(const char *name) const
{
    const auto fd = openFile(name);
    if (!fd)
        return Failure(fd.error());
    std::array<char, recordBytes> buffer;
    const auto count = readSome(fd->get(), buffer.data(), buffer.size());
    if (count < 0)
        return failed("read", name);
    return std::string(buffer.data(), static_cast<std::size_t>(count));
}

Result<std::string> Directory::readInTime(const std::string &subject, const char *name,
                                          const Patience &patience) const
{
    return m_limits.calls->make<std::string>(
        subject, fmt::format("{}/{}", m_path, name),
        [directory = *this, file = std::string(name)] { return directory.read(file.c_str()); }, patience,
        m_limits.stop);
}

Result<std::string> Directory::readPiece(const char *name) const
{
    auto text = readRecord(name);
    return text && text->size() == recordBytes ? read(name) : text;
}

Result<std::string> Directory::readLink(const char *name) const
{
    std::string text(256, '\0');
    for (;;) {
        const auto count = readlinkat(m_fd->get(), name, text.data(), text.size());
        if (count < 0)
            return failed("read the link", name);
        if (static_cast<std::size_t>(count) < text.size()) {
            text.resize(static_cast<std::size_t>(count));
            return text;
        }
        text.resize(text.size() * 2);
    }
}

Result<std::vector<int>> Directory::numbersIn(const char *name) const
{
    std::vector<int> numbers;
    const auto *failedTo = list(m_fd->get(), name, [&](const char *found) {
        const auto number = TextCursor::toNumber<int>(found);
        if (number && *number >= 0 &&
            (*found != '0' || found[1] == '\0')) // "007" is no number of the kernel's
            numbers.push_back(*number);
    });
    if (failedTo)
        return failed(failedTo, name);
    std::ranges::sort(numbers);
    return numbers;
}

Result<std::vector<std::string>> Directory::namesIn(const char *name) const
{
    std::vector<std::string> names;
    const auto *failedTo = list(m_fd->get(), name, [&](std::string_view found) {
        if (found != "." && found != "..")
            names.emplace_back(found);
    });
    if (failedTo)
        return failed(failedTo, name);
    std::ranges::sort(names);
    return names;
}

Failure Directory::failed(const char *verb, const char *name) const
{
    const auto reason = errno;
    if (reason == ENOENT && !m_onProc && !isOfMissingProcess(m_fd->get(), name))
        return failure(ErrorKind::Unsupported,
                       fmt::format("{}/{} is missing from this copy of /proc", m_path, name));
    return failureOf(reason, fmt::format("{} {}/{}", verb, m_path, name));
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files as /proc wants them read: relative to an open directory, with the kernel's answer kept.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/timed_calls.h"

namespace forklore {

/// Time limits for reads that may block.
struct ReadLimits {
    Patience patience = {};
    /// For what the kernel walks over page tables: smaps of many gigabytes takes seconds.
    std::chrono::milliseconds walk{2'000};
    /// No pid is in use again sooner: for so long what is read by pid is of the process that had it.
    std::chrono::milliseconds pidReuse{100};
    std::stop_token stop = {}; ///< requested: nobody waits any longer
    TimedCalls *calls = &TimedCalls::ofProgram();
};

/// An open descriptor that closes itself.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : m_fd(fd) {}
    FileDescriptor(FileDescriptor &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~FileDescriptor();

    [[nodiscard]] int get() const { return m_fd; }
    void release() { m_fd = -1; }

private:
    int m_fd = -1;
};

/// A directory of /proc, with its path for messages. Everything below is opened relative to it (openat(2)),
/// so it stays the same directory: that of an ended process answers ESRCH, never with the facts of a later
/// one. Copies share the open directory.
///
/// Regular files alone are read, up to a size that none of /proc has: below a captured /proc there may be
/// anything.
class Directory {
public:
    [[nodiscard]] static Result<Directory> open(std::string path, ReadLimits limits = {});
    [[nodiscard]] Result<Directory> openBelow(std::string_view name) const;

    /// The whole of a file: read until the kernel says that it ends. Bytes as they are.
    [[nodiscard]] Result<std::string> read(const char *name) const;
    /// What one read(2) of at most 4 KiB gives: for the one-record files that are read for every process.
    [[nodiscard]] Result<std::string> readRecord(const char *name) const;
    /// The whole of a file that the kernel hands over in one piece: what is shorter than 4 KiB takes one
    /// read(2), as there is no end to ask for.
    [[nodiscard]] Result<std::string> readPiece(const char *name) const;
    /// As read(), for what may never answer. Stuck: it has not in time.
    /// @param subject what it may wait for; one call a subject is under way at a time
    [[nodiscard]] Result<std::string> readInTime(const std::string &subject, const char *name) const
    {
        return readInTime(subject, name, m_limits.patience);
    }
    [[nodiscard]] Result<std::string> readInTime(const std::string &subject, const char *name,
                                                 const Patience &patience) const;
    /// The text of a symbolic link.
    [[nodiscard]] Result<std::string> readLink(const char *name) const;
    /// The numeric names in a directory below ("." for this one), ascending.
    [[nodiscard]] Result<std::vector<int>> numbersIn(const char *name) const;

    /// All names in a directory below but "." and "..", ascending.
    [[nodiscard]] Result<std::vector<std::string>> namesIn(const char *name) const;

    /// Whether it belongs to a proc file system, not to a copy of one on a disk.
    [[nodiscard]] bool isOnProc() const { return m_onProc; }
    [[nodiscard]] const ReadLimits &limits() const { return m_limits; }

    [[nodiscard]] int fd() const { return m_fd->get(); }
    [[nodiscard]] const std::string &path() const { return m_path; }
    /// The Error of the present errno for something that was tried with an entry. What is missing below a
    /// captured /proc is Unsupported: that says nothing of the process.
    [[nodiscard]] Failure failed(const char *verb, const char *name) const;

private:
    Directory(FileDescriptor fd, std::string path, bool onProc, ReadLimits limits)
        : m_fd(std::make_shared<const FileDescriptor>(std::move(fd))),
          m_path(std::move(path)),
          m_onProc(onProc),
          m_limits(std::move(limits))
    {
    }
    [[nodiscard]] Result<FileDescriptor> openFile(const char *name) const;

    std::shared_ptr<const FileDescriptor> m_fd;
    std::string m_path;
    bool m_onProc;
    ReadLimits m_limits;
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files as /proc wants them read: relative to an open directory, with the kernel's answer kept.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace forklore {

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
/// one.
class Directory {
public:
    [[nodiscard]] static Result<Directory> open(std::string path);
    [[nodiscard]] Result<Directory> openBelow(std::string_view name) const;

    /// The whole of a file: read until the kernel says that it ends. Bytes as they are.
    [[nodiscard]] Result<std::string> read(const char *name) const;
    /// What one read(2) of at most 4 KiB gives: for the one-record files that are read for every process.
    [[nodiscard]] Result<std::string> readRecord(const char *name) const;
    /// The whole of a file that the kernel hands over in one piece: what is shorter than 4 KiB takes one
    /// read(2), as there is no end to ask for.
    [[nodiscard]] Result<std::string> readPiece(const char *name) const;
    /// The text of a symbolic link.
    [[nodiscard]] Result<std::string> readLink(const char *name) const;
    /// The numeric names in a directory below ("." for this one), ascending.
    [[nodiscard]] Result<std::vector<int>> numbersIn(const char *name) const;

    /// All names in a directory below but "." and "..", ascending.
    [[nodiscard]] Result<std::vector<std::string>> namesIn(const char *name) const;

    /// Whether it belongs to a proc file system, not to a copy of one on a disk.
    [[nodiscard]] bool isOnProc() const;

    [[nodiscard]] int fd() const { return m_fd.get(); }
    [[nodiscard]] const std::string &path() const { return m_path; }
    /// The Error of the present errno for something that was tried with an entry.
    [[nodiscard]] Failure failed(const char *verb, const char *name) const;

private:
    Directory(FileDescriptor fd, std::string path) : m_fd(std::move(fd)), m_path(std::move(path)) {}

    FileDescriptor m_fd;
    std::string m_path;
};

} // namespace forklore

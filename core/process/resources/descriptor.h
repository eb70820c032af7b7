// SPDX-License-Identifier: GPL-3.0-or-later
//
// Descriptor: one entry of a process's table of open files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/process/resources/socket.h"

namespace forklore {

enum class DescriptorKind {
    File,
    Directory,
    Device,
    Tty,
    Pipe,
    Fifo,
    Socket,
    EventFd,
    EventPoll,
    Inotify,
    SignalFd,
    TimerFd,
    PidFd,
    MemFd,
    Namespace,
    IoUring,
    Anon, ///< another kind of the kernel's anonymous inodes
    Unknown,
};

/// "file", "eventpoll", … : the words of the JSON contract.
[[nodiscard]] std::string_view name(DescriptorKind kind);

/// How it was opened.
enum class Access { Read, Write, ReadWrite, Path };

/// "r", "w", "rw" or "path".
[[nodiscard]] std::string_view name(Access access);

struct Descriptor {
    int number = 0;
    DescriptorKind kind = DescriptorKind::Unknown;
    Result<std::string> target;   ///< the link's exact text, " (deleted)" included
    Result<Access> access;        ///< from fdinfo, or the link's mode
    Result<std::uint64_t> offset; ///< the file position, in bytes
    Result<std::uint32_t> flags;  ///< the status flags of open(2)
    Result<std::uint64_t> inode;
    std::optional<Result<Socket>> socket; ///< for sockets only

    bool operator==(const Descriptor &) const = default;
};

using Descriptors = std::vector<Descriptor>;

/// The names of open(2) in a set of flags, without the access mode and O_LARGEFILE.
[[nodiscard]] std::vector<std::string_view> flagNames(std::uint32_t flags);

} // namespace forklore

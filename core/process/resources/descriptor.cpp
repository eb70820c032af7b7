// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/resources/descriptor.h"

#include <array>
#include <utility>

#include <fcntl.h>

namespace forklore {

std::string_view name(DescriptorKind kind)
{
    static constexpr std::array<std::string_view, 18> names = {
        "file",    "directory", "device",  "tty",   "pipe",  "fifo",      "socket",   "eventfd", "eventpoll",
        "inotify", "signalfd",  "timerfd", "pidfd", "memfd", "namespace", "io_uring", "anon",    "unknown"};
    return names.at(static_cast<std::size_t>(kind));
}

std::string_view name(Access access)
{
    static constexpr std::array<std::string_view, 4> names = {"r", "w", "rw", "path"};
    return names.at(static_cast<std::size_t>(access));
}

std::vector<std::string_view> flagNames(std::uint32_t flags)
{
    // O_SYNC and O_TMPFILE hold the bits of O_DSYNC and O_DIRECTORY: the wider ones come first and take them.
    static constexpr std::array<std::pair<std::uint32_t, std::string_view>, 15> table = {{
        {O_CREAT, "O_CREAT"},
        {O_EXCL, "O_EXCL"},
        {O_NOCTTY, "O_NOCTTY"},
        {O_TRUNC, "O_TRUNC"},
        {O_APPEND, "O_APPEND"},
        {O_NONBLOCK, "O_NONBLOCK"},
        {O_SYNC, "O_SYNC"},
        {O_DSYNC, "O_DSYNC"},
        {O_ASYNC, "O_ASYNC"},
        {O_DIRECT, "O_DIRECT"},
        {O_TMPFILE, "O_TMPFILE"},
        {O_DIRECTORY, "O_DIRECTORY"},
        {O_NOFOLLOW, "O_NOFOLLOW"},
        {O_NOATIME, "O_NOATIME"},
        {O_CLOEXEC, "O_CLOEXEC"},
    }};
    std::vector<std::string_view> names;
    for (const auto &[bits, flag] : table) {
        if ((flags & bits) == bits) {
            names.push_back(flag);
            flags &= ~bits;
        }
    }
    if ((flags & O_PATH) != 0)
        names.push_back("O_PATH");
    return names;
}

} // namespace forklore

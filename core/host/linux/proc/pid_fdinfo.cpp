// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_fdinfo.h"

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

/// Signed in the kernel's text, so an address beyond 2^63 in /proc/PID/mem comes as a negative number.
std::optional<std::uint64_t> readPosition(std::string_view word)
{
    if (const auto number = TextCursor::toNumber<std::int64_t>(word))
        return static_cast<std::uint64_t>(*number);
    return std::nullopt;
}

} // namespace

Result<FdInfo> parsePidFdinfo(std::string_view text)
{
    std::optional<std::uint64_t> position;
    std::optional<std::uint32_t> flags;
    std::optional<std::uint64_t> inode;
    std::optional<std::uint32_t> ttyIndex;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto key = line.until(':');
        // Only the first of each: what follows belongs to the kind of file (an epoll lists "ino:" of others).
        if (key == "pos" && !position)
            position = readPosition(line.word());
        else if (key == "flags" && !flags)
            flags = line.number<std::uint32_t>(8);
        else if (key == "ino" && !inode)
            inode = line.number<std::uint64_t>();
        else if (key == "tty-index" && !ttyIndex)
            ttyIndex = line.number<std::uint32_t>();
    }
    if (!position && !flags)
        return failure(ErrorKind::Malformed, "fdinfo: neither a good pos nor a good flags line");
    return FdInfo{position, flags, inode, ttyIndex};
}

} // namespace forklore

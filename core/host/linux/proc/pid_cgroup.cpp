// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_cgroup.h"

#include <algorithm>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

bool isGood(std::string_view line)
{
    TextCursor cursor(line);
    const auto number = TextCursor::toNumber<unsigned>(cursor.until(':'));
    cursor.until(':');
    return number && cursor.rest().starts_with('/');
}

} // namespace

Result<std::vector<std::string>> parsePidCgroup(std::string_view text)
{
    std::vector<std::string> lines;
    TextCursor cursor(text);
    while (!cursor.atEnd())
        lines.emplace_back(cursor.until('\n')); // the kernel lets no newline into a name
    if (!lines.empty() && std::ranges::none_of(lines, isGood))
        return failure(ErrorKind::Malformed, "cgroup: none of its lines is one of cgroups(7)");
    return lines;
}

Result<std::vector<std::string>> readPidCgroup(const Directory &process)
{
    return process.read("cgroup").and_then([](const std::string &text) { return parsePidCgroup(text); });
}

} // namespace forklore

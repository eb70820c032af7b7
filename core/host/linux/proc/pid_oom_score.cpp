// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_oom_score.h"

#include "core/base/text_cursor.h"

namespace forklore {

Result<std::uint64_t> parsePidOomScore(std::string_view text)
{
    TextCursor line(text);
    const auto score = line.number<std::uint64_t>();
    if (!score || !line.word().empty())
        return failure(ErrorKind::Malformed, "oom_score: it is no number");
    return *score;
}

Result<std::uint64_t> readOomScore(const Directory &directory, const char *name)
{
    return directory.readRecord(name).and_then(
        [](const std::string &text) { return parsePidOomScore(text); });
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/live/stage/stage.h"

#include <fcntl.h>
#include <unistd.h>

namespace forklore::staging {

/// writes COUNT BYTES: so many calls of write(2), to a file in the working directory.
void stageWrites(Report &report, const Words &words)
{
    const auto count = number(words.at(0));
    const std::string block(static_cast<std::size_t>(number(words.at(1))), 'x');
    const auto file = static_cast<int>(must(open("written", O_WRONLY | O_CREAT | O_TRUNC, 0600), "open"));
    for (long long i = 0; i < count; ++i) {
        if (must(write(file, block.data(), block.size()), "write") != static_cast<ssize_t>(block.size()))
            fail("a block was not written whole");
    }
    must(close(file), "close");
    report.add("bytes", count * static_cast<long long>(block.size()));
}

} // namespace forklore::staging

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_fdinfo.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto info = parsePidFdinfo(text);
    if (!info)
        return 0;
    expect(info->position || info->flags, "one of the two is told");
    expect(!info->position || holds(text, *info->position) || holds(text, std::uint64_t(0) - *info->position),
           "the position, or its opposite, stands in the text");
    expect(!info->inode || holds(text, *info->inode), "the inode stands in the text");
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_oom_score.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto score = parsePidOomScore(text);
    expect(!score || holds(text, *score), "the score stands in the text");
    return 0;
}

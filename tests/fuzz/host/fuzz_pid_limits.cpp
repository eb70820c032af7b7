// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_limits.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto limits = parsePidLimits(text);
    if (!limits)
        return 0;
    expect(limits->size() == resourceCount, "there are sixteen");
    for (std::size_t i = 0; i < limits->size(); ++i) {
        if (!limits->at(i))
            continue;
        const auto &limit = *limits->at(i);
        expect(static_cast<std::size_t>(limit.resource) == i, "they come in the order of resources()");
        expect(limit.soft ? holds(text, *limit.soft) : holds(text, "unlimited"),
               "the soft limit stands in the text");
        expect(limit.hard ? holds(text, *limit.hard) : holds(text, "unlimited"),
               "the hard limit stands in the text");
    }
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/report.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto report = parseReport(text);
    if (!report)
        return 0;
    if (const auto *role = std::get_if<RoleTaken>(&*report)) {
        expect(role->pid > 0 && !role->role.empty(), "somebody plays something");
        expect(holds(text, std::string_view(role->role)), "the role stands in the line");
    }
    if (const auto *moment = std::get_if<MomentReached>(&*report))
        expect(holds(text, std::string_view(moment->moment)), "the moment stands in the line");
    return 0;
}

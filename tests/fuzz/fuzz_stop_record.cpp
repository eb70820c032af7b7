// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/stop_journal.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto record = parseStopRecord(textOf(data, size));
    if (!record)
        return 0;
    const auto again = parseStopRecord(text(*record));
    expect(again && *again == *record, "what is written is read");
    for (const auto &id : record->processes)
        expect(id.pid > 0, "a process has a pid");
    return 0;
}

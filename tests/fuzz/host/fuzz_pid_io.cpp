// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_io.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto io = parsePidIo(text);
    if (!io)
        return 0;
    expect(*io != IoCounters(), "something is told");
    for (const auto &counter : {io->readBytes, io->writeBytes, io->cancelledWriteBytes, io->readCharacters,
                                io->writeCharacters, io->readCalls, io->writeCalls})
        expect(!counter || holds(text, *counter), "a counter stands in the text");
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/snapshot/forest.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

namespace {

/// Each byte is the parent of the next process.
Snapshot snapshotOf(std::string_view parents)
{
    std::vector<Process> processes;
    for (const char parent : parents) {
        Stat stat;
        stat.pid = static_cast<Pid>(processes.size() + 1);
        stat.ppid = static_cast<unsigned char>(parent);
        Process process{stat.id(), {}, {}, {}, {}, {}, {}};
        process.stat = stat;
        processes.push_back(std::move(process));
    }
    Snapshot snapshot;
    snapshot.processes = std::move(processes);
    return snapshot;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto snapshot = snapshotOf(text);
    const Forest forest(snapshot);
    std::vector<bool> seen(size);
    for (const auto &place : forest.walk()) {
        expect(!seen[place.position], "each process is reached once");
        seen[place.position] = true;
        const auto parent = forest.parentOf(place.position);
        expect(parent == Forest::none ? place.depth == 0 : seen[parent], "parents come before children");
        expect(parent == Forest::none || parent + 1 == data[place.position], "no parent is made up");
    }
    expect(std::ranges::count(seen, true) == static_cast<std::ptrdiff_t>(size), "every process is reached");
    for (const auto &process : snapshot.processes)
        expect(ancestors(snapshot, process.id).size() < std::max<std::size_t>(size, 1),
               "a line of ancestors ends");
    return 0;
}

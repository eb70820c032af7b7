// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/send_signal.h"

#include <algorithm>
#include <csignal>
#include <functional>

#include <unistd.h>

#include <fmt/format.h>

namespace forklore {
namespace {

bool isCaller(const ProcessRef &process)
{
    return process.id.pid == getpid();
}

Result<void> sendTo(const ProcessId &id, int signal)
{
    return Target::open(id).and_then([&](const Target &target) { return target.send(signal); });
}

} // namespace

std::vector<Delivery> sendSignal(int signal, std::vector<ProcessRef> to)
{
    std::stable_partition(to.begin(), to.end(), std::not_fn(isCaller)); // after it none would get any
    std::vector<Delivery> deliveries;
    deliveries.reserve(to.size());
    for (const auto &process : to)
        deliveries.push_back({process, sendTo(process.id, signal)});
    return deliveries;
}

Result<TreeKill> killTree(const ProcessId &root, const HaltMachine &machine, StopGuard *guard)
{
    const auto snapshot = machine.sample();
    if (!snapshot)
        return Failure(snapshot.error());
    const auto tree = recipients(*snapshot, root, Scope::Tree, TreeOrder::RootFirst);
    if (tree.empty())
        return failure(ErrorKind::Gone, fmt::format("process {} has ended", root.pid));
    Halt halt(machine, guard);
    auto outcome = halt.halt(tree, NewcomerPolicy::Include);
    if (!outcome.sampled)
        return Failure(*outcome.sampleError);
    auto &to = outcome.members;
    std::ranges::reverse(to);
    std::stable_partition(to.begin(), to.end(), std::not_fn(isCaller)); // after it none would get any
    TreeKill kill{
        {}, std::move(outcome.notStopped), std::move(outcome.frozen), std::move(outcome.sampleError)};
    kill.deliveries.reserve(to.size());
    std::vector<ProcessId> killed;
    for (const auto &process : to) {
        kill.deliveries.push_back({process, machine.send(process.id, SIGKILL)});
        if (kill.deliveries.back().sent)
            killed.push_back(process.id);
    }
    halt.settle(killed); // the others go on
    return kill;
}

} // namespace forklore

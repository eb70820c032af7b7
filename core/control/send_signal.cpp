// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/send_signal.h"

#include <algorithm>
#include <csignal>
#include <set>

#include <unistd.h>

#include <fmt/format.h>

namespace forklore {
namespace {

Result<void> sendTo(const ProcessId &id, int signal)
{
    return Target::open(id).and_then([&](const Target &target) { return target.send(signal); });
}

} // namespace

std::vector<Delivery> sendSignal(int signal, const std::vector<Kin> &to)
{
    std::vector<Delivery> deliveries;
    deliveries.reserve(to.size());
    for (const auto &process : to)
        deliveries.push_back({process, sendTo(process.id, signal)});
    return deliveries;
}

Result<std::vector<Delivery>> killTree(const ProcessId &root, TreeOrder order,
                                       const std::function<Result<Snapshot>()> &sample)
{
    constexpr int mostRounds = 100; // what outruns that is not to be caught this way
    const auto isCaller = [](const Kin &process) { return process.id.pid == getpid(); };
    std::set<ProcessId> seen;
    std::vector<Kin> tree;
    for (int round = 0; round < mostRounds; ++round) {
        const auto snapshot = sample();
        if (!snapshot)
            return Failure(snapshot.error());
        const auto now = recipients(*snapshot, root, Scope::Tree, TreeOrder::RootFirst);
        if (now.empty() && round == 0)
            return failure(ErrorKind::Gone, fmt::format("process {} has ended", root.pid));
        const auto known = tree.size();
        for (const auto &process : now) {
            if (!seen.insert(process.id).second)
                continue;
            tree.push_back(process);
            if (!isCaller(process))
                static_cast<void>(sendTo(process.id, SIGSTOP)); // refused: then the kill is, and it is told
        }
        if (tree.size() == known)
            break;
    }
    if (order == TreeOrder::LeavesFirst)
        std::ranges::reverse(tree);
    std::stable_partition(tree.begin(), tree.end(), std::not_fn(isCaller));
    return sendSignal(SIGKILL, tree);
}

} // namespace forklore

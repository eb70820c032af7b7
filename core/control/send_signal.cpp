// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/send_signal.h"

#include <algorithm>
#include <csignal>
#include <set>

#include <unistd.h>

#include <fmt/format.h>

namespace forklore {
namespace {

bool isCaller(const Kin &process)
{
    return process.id.pid == getpid();
}

Result<void> sendTo(const ProcessId &id, int signal)
{
    return Target::open(id).and_then([&](const Target &target) { return target.send(signal); });
}

/// The members of a tree that is being stopped.
class Halt {
public:
    /// Stops those that are new. @return whether there were any, or some that still run: a signal takes a
    /// moment, and another thread, or a fork that is under way, may bring a child in it.
    bool goesOn(const Snapshot &snapshot, const std::vector<Kin> &tree)
    {
        bool moves = false;
        for (const auto &process : tree) {
            if (m_known.insert(process.id).second) {
                m_members.push_back(process);
                if (!isCaller(process) && !sendTo(process.id, SIGSTOP))
                    m_free.insert(process.id); // then the kill is refused, too, and that is told
                moves = true;
            } else {
                moves = moves || (!isStill(snapshot, process.id) && !isCaller(process));
            }
        }
        return moves;
    }

    [[nodiscard]] std::vector<Kin> childrenFirst() const { return {m_members.rbegin(), m_members.rend()}; }
    [[nodiscard]] bool isEmpty() const { return m_members.empty(); }

private:
    [[nodiscard]] bool isStill(const Snapshot &snapshot, const ProcessId &id) const
    {
        return m_free.contains(id) || standsStill(snapshot, id);
    }

    std::set<ProcessId> m_known;
    std::set<ProcessId> m_free; ///< may not be stopped
    std::vector<Kin> m_members; ///< parents first
};

} // namespace

std::vector<Delivery> sendSignal(int signal, std::vector<Kin> to)
{
    std::stable_partition(to.begin(), to.end(), std::not_fn(isCaller)); // after it none would get any
    std::vector<Delivery> deliveries;
    deliveries.reserve(to.size());
    for (const auto &process : to)
        deliveries.push_back({process, sendTo(process.id, signal)});
    return deliveries;
}

Result<std::vector<Delivery>> killTree(const ProcessId &root, const TakeSample &sample)
{
    constexpr int mostRounds = 1000; // one in uninterruptible sleep does not stop
    Halt halt;
    // What was started while a sample was taken is in the next.
    for (int round = 0, calm = 0; round < mostRounds && calm < 2; ++round) {
        const auto snapshot = sample();
        if (!snapshot && halt.isEmpty())
            return Failure(snapshot.error());
        if (!snapshot)
            break; // those that are known stand still already: better killed than left so
        const auto tree = recipients(*snapshot, root, Scope::Tree, TreeOrder::RootFirst);
        if (tree.empty() && halt.isEmpty())
            return failure(ErrorKind::Gone, fmt::format("process {} has ended", root.pid));
        calm = halt.goesOn(*snapshot, tree) ? 0 : calm + 1;
    }
    return sendSignal(SIGKILL, halt.childrenFirst());
}

} // namespace forklore

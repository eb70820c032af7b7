// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/chain.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sockets/peers.h"

namespace forklore {
namespace {

constexpr std::size_t maxProcesses = 8;
constexpr std::size_t maxPartners = 8; ///< of a process that is walked through

/// A way from the process in hand to a partner.
struct Way {
    const OtherEnd *end;
    const Holder *partner;

    /// Smaller is nearer.
    [[nodiscard]] auto rank() const
    {
        constexpr int lastStandard = 2;
        const bool standard = end->number <= lastStandard || partner->number <= lastStandard;
        const bool socket = end->kind == DescriptorKind::Socket;
        return std::tuple(socket, !standard, end->number, partner->process.id);
    }
};

bool joins(const OtherEnd &end)
{
    return end.kind == DescriptorKind::Pipe || end.kind == DescriptorKind::Fifo ||
           end.kind == DescriptorKind::Socket;
}

class ChainWalk {
public:
    explicit ChainWalk(const Directory &root) : m_ends(root) {}

    Result<Chain> from(const ProcessRef &first)
    {
        m_chain.processes.push_back(first);
        for (std::size_t at = 0; at < m_chain.processes.size(); ++at) {
            const auto peers = m_ends.of(m_chain.processes[at].id);
            if (peers)
                walkOn(at, *peers);
            else if (at == 0)
                return Failure(peers.error());
            else
                m_chain.cut = true;
        }
        return m_chain;
    }

private:
    void walkOn(std::size_t at, const Peers &peers)
    {
        const auto self = m_chain.processes[at].id;
        std::vector<Way> ways;
        std::set<ProcessId> partners;
        for (const auto &end : peers) {
            if (!joins(end))
                continue;
            if (end.holders.empty() && !end.incomplete.empty() && !end.elsewhere)
                m_chain.cut = true; // somebody is there who may not be seen
            for (const auto &holder : end.holders) {
                if (holder.process.id == self)
                    continue;
                ways.push_back({&end, &holder});
                partners.insert(holder.process.id);
            }
        }
        std::ranges::sort(ways, {}, &Way::rank);
        // The process that was asked about tells of its partners, however many they are.
        const bool hub = at > 0 && partners.size() > maxPartners;
        for (const auto &way : ways) {
            if (const auto to = place(way.partner->process, !hub))
                join(at, *to, way);
        }
    }

    /// Where the process stands; nothing where it has no place any more.
    std::optional<std::size_t> place(const ProcessRef &process, bool mayAdd)
    {
        auto &all = m_chain.processes;
        const auto known = std::ranges::find(all, process.id, &ProcessRef::id);
        if (known != all.end())
            return static_cast<std::size_t>(known - all.begin());
        if (!mayAdd || all.size() >= maxProcesses) {
            m_chain.cut = true;
            return std::nullopt;
        }
        all.push_back(process);
        return all.size() - 1;
    }

    void join(std::size_t at, std::size_t to, const Way &way)
    {
        if (to < at) // told of when that one was in hand
            return;
        const auto mine = way.end->number;
        const auto theirs = way.partner->number;
        Chain::Joint joint{.from = at,
                           .to = to,
                           .bothWays = true,
                           .kind = way.end->kind,
                           .fromNumber = mine,
                           .toNumber = theirs};
        if (way.end->kind != DescriptorKind::Socket &&
            way.partner->access.value_or(Access::ReadWrite) != Access::ReadWrite) {
            joint.bothWays = false;
            if (way.partner->access == Access::Write)
                joint = {.from = to,
                         .to = at,
                         .bothWays = false,
                         .kind = way.end->kind,
                         .fromNumber = theirs,
                         .toNumber = mine};
        }
        // One joint for a pipe that both hold by several descriptors.
        if (m_told.insert({joint.from, joint.to, way.partner->target}).second)
            m_chain.joints.push_back(joint);
    }

    OtherEnds m_ends;
    Chain m_chain;
    std::set<std::tuple<std::size_t, std::size_t, std::string>> m_told;
};

} // namespace

Chain alongTheFlow(const Chain &chain)
{
    const auto count = chain.processes.size();
    std::vector<std::size_t> order; ///< old places in their new order
    std::vector<bool> placed(count, false);
    const auto waits = [&](std::size_t at) {
        return std::ranges::any_of(chain.joints, [&](const Chain::Joint &joint) {
            return !joint.bothWays && joint.to == at && joint.from != at && !placed[joint.from];
        });
    };
    while (order.size() < count) {
        std::size_t next = count;
        for (std::size_t at = 0; at < count; ++at) {
            if (!placed[at] && (next == count || (waits(next) && !waits(at))))
                next = at;
        }
        placed[next] = true;
        order.push_back(next);
    }
    Chain sorted;
    sorted.cut = chain.cut;
    std::vector<std::size_t> newPlace(count);
    for (const auto at : order) {
        newPlace[at] = sorted.processes.size();
        sorted.processes.push_back(chain.processes[at]);
    }
    for (auto joint : chain.joints) {
        joint.from = newPlace[joint.from];
        joint.to = newPlace[joint.to];
        if (joint.bothWays && joint.to < joint.from) {
            std::swap(joint.from, joint.to);
            std::swap(joint.fromNumber, joint.toNumber);
        }
        sorted.joints.push_back(joint);
    }
    std::ranges::sort(sorted.joints, {}, [](const Chain::Joint &joint) {
        return std::tuple(joint.from, joint.to, joint.fromNumber, joint.toNumber);
    });
    return sorted;
}

Result<Chain> readChain(const Directory &root, const ProcessId &id)
{
    const auto process = ProcessFiles::open(root, id);
    if (!process)
        return Failure(process.error());
    return ChainWalk(root).from({id, process->stat().comm}).map(alongTheFlow);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where messages were lost, the processes that there are say what must have happened.
#include "core/host/linux/events/event_decoder.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/clocks.h"

namespace forklore {

void EventDecoder::lose(std::optional<std::uint64_t> count, Moment now)
{
    append(now, {}, Lost{count, "the kernel did not wait: too much happened at once"});
    compare(now);
}

void EventDecoder::compare(Moment now)
{
    const auto listed = m_root.numbersIn(".");
    if (!listed)
        return;
    m_missed.clear();
    m_replaced.clear();
    std::unordered_map<Pid, Result<Stat>> stats;
    std::vector<Pid> born;
    for (const auto pid : *listed) { // before anybody is asked for: a parent may be among them
        const auto before = bootClock();
        const auto &stat = stats.emplace(pid, statOf(pid, now)).first->second;
        auto *known = m_table.find(pid);
        if (known && stat && known->ref.id.start != ProcessId::unknownStart && stat->id() != known->ref.id) {
            m_replaced.insert(pid);
            finish(*known, now, unheard(), true);
            known = nullptr;
        }
        if (known && stat)
            count(*known, *stat, before);
        if (known || !stat || stat->isZombie())
            continue;
        admit(*stat, before).isBirthInferred = true;
        born.push_back(pid);
    }
    for (const auto pid : m_table.pids()) {
        const auto stat = stats.find(pid);
        compareMember(*m_table.find(pid), stat != stats.end() ? stat->second : statOf(pid, now), now);
    }
    for (const auto pid : born) {
        auto *member = m_table.find(pid);
        if (!member) // gone again
            continue;
        nameParent(*member);
        append(member->born.value_or(now), member->ref, Forked{{}, member->parent}, true);
    }
}

void EventDecoder::compareMember(Member &member, const Result<Stat> &stat, Moment now)
{
    const bool gone = stat ? stat->isZombie() : stat.error().kind == ErrorKind::Gone;
    if (gone)
        m_missed.emplace(member.ref.id, now);
    if (gone || !stat)
        return;
    member.ref.id = stat->id();
    if (const auto before = std::exchange(member.ref.comm, stat->comm);
        before != stat->comm && !stat->isKernelThread()) // those bear what they work on
        append(now, member.ref, Renamed{before}, true);
    if (member.parent && stat->ppid != 0 && member.parent->id.pid != stat->ppid)
        adopt(member, stat->ppid, now, true);
}

void EventDecoder::conclude()
{
    for (const auto &[id, at] : std::exchange(m_missed, {})) {
        auto *member = m_table.find(id.pid);
        if (member && member->ref.id == id)
            finish(*member, at, unheard(), true);
    }
}

} // namespace forklore

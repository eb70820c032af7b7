// SPDX-License-Identifier: GPL-3.0-or-later
//
// Descendants: a process and its descendants, kept up by the events that are heard of them.
//
// Once a member, always one, whoever adopts it later. Where an event does not know the start of its process,
// which was gone too soon, the pid decides. Whoever is first seen below a member descends from it: nobody
// adopts but its own descendants. One that had lost its parent before it was seen may be missed.
#pragma once

#include <unordered_map>

#include "core/process/event.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

class Descendants {
public:
    /// @param founder one of the snapshot's processes
    Descendants(const Snapshot &snapshot, const Process &founder);

    /// Whether the event is about a member, or about nobody. All events must pass here in their order: forks
    /// make members, and exits end them.
    [[nodiscard]] bool follow(const Event &event);
    /// One that has shown in another way that it belongs to them.
    void admit(const ProcessId &id);
    [[nodiscard]] bool hasEnded() const { return m_living == 0; }

private:
    struct Member {
        StartTicks start;
        bool isZombie; ///< was one when it was sampled: its end need not be heard any more
    };

    [[nodiscard]] bool contains(const ProcessId &id);
    void add(const ProcessId &id, bool isZombie);
    void remove(Pid pid);

    std::unordered_map<Pid, Member> m_members;
    std::size_t m_living = 0; ///< of the members
};

} // namespace forklore

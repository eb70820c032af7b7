// SPDX-License-Identifier: GPL-3.0-or-later
//
// Life: the story of one process, as far as it was heard: its own events, and the births and ends of its
// children. It can be read when the process is long gone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/events/event.h"
#include "core/history/series.h"

namespace forklore {

struct Life {
    ProcessId id;
    std::string comm;        ///< as it was last called; empty: nobody could read it
    std::string commandLine; ///< the bytes, as they were last read; empty: not known, or none
    /// Whose child it was at its birth. Of a process that was there before Forklore, its first parent that
    /// was seen, and isBirthHeard is false.
    std::optional<Kin> bornOf;
    std::optional<Kin> parent; ///< the present one, or the last
    bool isBirthHeard = false;

    /// Ascending. What is about another process is about a child of it.
    std::vector<Event> events;
    std::size_t leftOut = 0; ///< events that made room for later ones; they came after the first `kept` / 2
    static constexpr std::size_t kept = 400;

    std::size_t childrenBorn = 0;
    std::size_t childrenEnded = 0;
    std::size_t childrenFailed = 0;

    std::optional<Moment> ended;
    std::optional<Exited>
        end; ///< nothing though it has ended: a sample no longer showed it, nobody heard more

    /// By pid: the start of a parent may come to light later, and an adopter has lived beside the parent.
    [[nodiscard]] bool isOrphan() const
    {
        return bornOf && parent && bornOf->id.pid != parent->id.pid && !ended;
    }
};

} // namespace forklore

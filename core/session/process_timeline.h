// SPDX-License-Identifier: GPL-3.0-or-later
//
// Life: the story of one process, as far as it was heard: its own events, and the births and ends of its
// children. It can be read when the process is long gone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/process/event.h"
#include "core/session/series.h"

namespace forklore {

struct ProcessTimeline {
    ProcessId id;
    std::string comm;        ///< as it was last called; empty: nobody could read it
    std::string commandLine; ///< the bytes, as they were last read; empty: not known, or none
    /// Whose child it was at its birth. Of a process that was there before Forklore, its first parent that
    /// was seen, and isBirthHeard is false.
    std::optional<ProcessRef> bornOf;
    std::optional<ProcessRef> parent; ///< the present one, or the last
    bool isBirthHeard = false;
    bool isBirthSeen = false; ///< a sample has shown it that had not been there in the one before

    /// Ascending. What is about another process is about a child of it.
    std::vector<Event> events;
    std::size_t leftOut = 0;      ///< events that made room for others
    std::size_t leftOutAfter = 0; ///< how many stand before those
    static constexpr std::size_t kept = 400;
    static constexpr std::size_t keptBeyond = 40; ///< see Timelines

    std::size_t childrenBorn = 0; ///< as it was heard
    std::size_t childrenSeen = 0; ///< first seen below it: born of it, or adopted by it
    std::size_t childrenEnded = 0;
    std::size_t childrenFailed = 0;

    std::optional<Moment> ended;
    bool isEndHeard = false; ///< else `ended` is the moment by which it had ended
    /// Nothing though it has ended: a sample no longer showed it, and no exit event came.
    std::optional<Exited> end;

    /// By pid: the start of a parent may come to light later, and an adopter has lived beside the parent.
    [[nodiscard]] bool isOrphan() const
    {
        return bornOf && parent && bornOf->id.pid != parent->id.pid && !ended;
    }
};

} // namespace forklore

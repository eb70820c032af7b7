// SPDX-License-Identifier: GPL-3.0-or-later
//
// Transcript: what happens in a play, in the order in which it happened. Events and output come by two ways
// and are read one after the other: it puts them in one line, and keeps back what may still be preceded by
// something.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/lab/narrator.h"
#include "core/process/event.h"

namespace forklore {

class Transcript {
public:
    using Moment = std::chrono::nanoseconds; ///< since boot

    /// @param text what is told of the event; empty: nothing, but it says when a process lives
    void addEvent(const Event &event, std::string text);
    /// A process has written; each whole line is a sentence.
    /// @param at before it was read
    void write(Pid pid, std::string_view bytes, Moment at);
    void addLine(std::string text, Moment at);

    /// All until then, in its order; of a crowd between two moments the first ones alone. What had happened
    /// by then must have been heard and written.
    [[nodiscard]] std::vector<Sentence> until(Moment moment);
    /// How many were left out since the last call.
    [[nodiscard]] std::size_t countLeftOut();

private:
    std::vector<Sentence> m_waiting;
    std::map<Pid, std::string> m_unfinished; ///< lines that are not whole yet
    std::map<Pid, Moment> m_births;
    std::map<Pid, Moment> m_ends;
    Moment m_latest{}; ///< of what was told: what comes to light later is told behind it
    std::size_t m_told = 0;
    std::size_t m_leftOut = 0;
};

} // namespace forklore

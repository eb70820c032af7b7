// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ears: listens to a source of events until something was heard; and children whose end is known.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/host/event_source.h"
#include "core/host/source.h"
#include "core/process/exit_status.h"

namespace forklore {

class EventListener {
public:
    /// Everything that is there when this returns was there before the first event.
    explicit EventListener(std::unique_ptr<EventSource> source);
    ~EventListener();

    using Wanted = std::function<bool(const Event &)>;
    /// Listens until such an event is heard, or for a minute.
    [[nodiscard]] bool await(const Wanted &wanted);
    /// Listens once.
    void listen();

    [[nodiscard]] const std::vector<Event> &events() const { return m_events; }
    [[nodiscard]] std::vector<Event> about(Pid pid) const;
    /// The ends of the pid's processes, in their order.
    [[nodiscard]] std::vector<Exited> endsOf(Pid pid) const;
    [[nodiscard]] const EventCoverage &coverage() const { return m_source->coverage(); }

private:
    std::unique_ptr<EventSource> m_source;
    std::unique_ptr<Source> m_samples; ///< where the source alone does not hear all
    std::shared_ptr<const Snapshot> m_latest;
    std::vector<Event> m_events;
};

/// sh -c SCRIPT, a child of the test that it waits for itself. `read x` in the script awaits the word.
class Script {
public:
    explicit Script(const std::string &script);
    ~Script();
    Script(const Script &) = delete;
    Script &operator=(const Script &) = delete;

    [[nodiscard]] Pid pid() const { return m_pid; }
    void giveWord();
    void kill(int signal) const;
    /// Waits for it: how it ended, by waitpid(2).
    ExitStatus reap();

private:
    Pid m_pid = 0;
    FileDescriptor m_input;
    bool m_isReaped = false;
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// EventSource: where events come from. It has no thread: whoever uses it waits on its descriptor.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/process/event.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// What a source hears, and what it therefore misses.
struct EventCoverage {
    enum class Kind {
        ProcConnector, ///< the kernel tells of each event
        Pidfd,         ///< births are seen by sampling; ends are told for each process that is held
        Polling,       ///< only what differs between two samples
    };

    Kind kind = Kind::Polling;
    std::string why;    ///< why it is this source and not a better one; of the best, what it is
    std::string misses; ///< what cannot be seen with it; empty: nothing
    std::string remedy; ///< what would help; empty: nothing is needed, or nothing would

    [[nodiscard]] bool isComplete() const { return kind == Kind::ProcConnector; }
};

/// "proc-connector", "pidfd", "polling".
[[nodiscard]] std::string_view name(EventCoverage::Kind kind);

class EventSource {
public:
    EventSource() = default;
    EventSource(const EventSource &) = delete;
    EventSource &operator=(const EventSource &) = delete;
    virtual ~EventSource() = default;

    [[nodiscard]] virtual const EventCoverage &coverage() const = 0;
    /// A descriptor that poll(2) finds readable when there is something to read; -1: there never is.
    [[nodiscard]] virtual int handle() const = 0;
    /// What has happened, the oldest first. It does not wait. In a storm it returns before all is read: the
    /// descriptor stays readable.
    [[nodiscard]] virtual std::vector<Event> read() = 0;
    /// What the next sample of the machine tells beside it: of the best source that is little.
    [[nodiscard]] virtual std::vector<Event> poll(std::shared_ptr<const Snapshot> snapshot) = 0;
    /// Nobody will read any more: what was held back for a quiet moment, that events were lost, for instance.
    [[nodiscard]] virtual std::vector<Event> conclude() { return {}; }
    /// How many processes cannot be followed as the coverage says, and why; empty: none.
    [[nodiscard]] virtual std::string shortcoming() const { return {}; }
};

} // namespace forklore

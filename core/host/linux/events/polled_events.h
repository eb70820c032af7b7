// SPDX-License-Identifier: GPL-3.0-or-later
//
// PolledEvents: what samples show to have happened. Where the kernel has pidfds, each process that a sample
// shows is held, so that its end is heard at once, and how it ended, where the kernel tells.
#pragma once

#include <unordered_map>
#include <unordered_set>

#include "core/base/file.h"
#include "core/host/event_source.h"
#include "core/host/linux/events/pidfd_watch.h"
#include "core/host/system_info.h"

namespace forklore {

class PolledEvents final : public EventSource {
public:
    /// @param root the /proc that is sampled @param ability None: no process is held
    PolledEvents(EventCoverage coverage, Directory root, PidfdWatch::Ability ability);

    [[nodiscard]] const EventCoverage &coverage() const override { return m_coverage; }
    [[nodiscard]] int handle() const override { return m_watch ? m_watch->handle() : -1; }
    [[nodiscard]] std::vector<Event> read() override;
    [[nodiscard]] std::vector<Event> poll(std::shared_ptr<const Snapshot> snapshot) override;
    [[nodiscard]] std::string shortcoming() const override;

private:
    using Moment = std::chrono::nanoseconds;
    /// When somebody ended.
    struct When {
        Moment at{};
        std::optional<Moment> notBefore = {}; ///< nothing: it was heard
    };

    void holdYoungest();
    void hold(const ProcessId &id);
    [[nodiscard]] std::optional<Result<ExitStatus>> statusOf(const PidfdWatch::End &end) const;
    [[nodiscard]] std::optional<Event> endOf(const ProcessId &id, const When &when,
                                             const Result<ExitStatus> &status);

    EventCoverage m_coverage;
    Directory m_root;
    SystemInfo m_system;
    std::optional<PidfdWatch> m_watch;
    std::shared_ptr<const Snapshot> m_latest;
    std::unordered_set<ProcessId> m_told;            ///< ended, and still in the latest sample
    std::unordered_map<ProcessId, When> m_undecided; ///< zombies that do not tell how they ended
    std::size_t m_notHeld = 0;
};

} // namespace forklore

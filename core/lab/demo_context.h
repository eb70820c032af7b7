// SPDX-License-Identifier: GPL-3.0-or-later
//
// Scene: what is known of a play at a moment: who plays what, what its processes have told, written and done,
// and all that the kernel tells of them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/process/credentials.h"
#include "core/process/event.h"
#include "core/session/descendants.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

class DemoContext {
public:
    explicit DemoContext(LinuxInspector inspector) : m_inspector(std::move(inspector)) {}

    // What is asked of it. Gone: nobody plays the role yet, or who did is no more.
    [[nodiscard]] Result<ProcessId> id(std::string_view role) const;
    /// In the latest snapshot.
    [[nodiscard]] Result<const Process *> process(std::string_view role) const;
    [[nodiscard]] Result<Stat> stat(std::string_view role) const;
    [[nodiscard]] const LinuxInspector &inspector() const { return m_inspector; }
    /// A section of the process that plays the role: &Inspector::descriptors, for instance.
    template <class T, class... Arguments>
    [[nodiscard]] Result<T> ask(std::string_view role,
                                Result<T> (Inspector::*section)(const ProcessId &, Arguments...) const) const
    {
        const auto of = id(role);
        if (!of)
            return Failure(of.error());
        if constexpr (sizeof...(Arguments) == 0)
            return (m_inspector.*section)(*of);
        else
            return (m_inspector.*section)(*of, *m_snapshot);
    }
    [[nodiscard]] Result<long> reported(std::string_view role, std::string_view what) const;
    /// How it ended: of a zombie as its stat has it, else as it was heard. Gone: it lives.
    [[nodiscard]] Result<ExitStatus> ending(std::string_view role) const;
    [[nodiscard]] std::string output(std::string_view role) const;
    [[nodiscard]] const std::vector<Event> &events() const { return m_events; }
    [[nodiscard]] const Snapshot &snapshot() const { return *m_snapshot; }
    /// That with which the moment began.
    [[nodiscard]] const Snapshot &beginning() const { return *m_beginning; }
    /// All of the play that are in the latest snapshot, zombies among them.
    [[nodiscard]] std::vector<ProcessId> company() const;
    /// "child" of 4712; empty for one that plays no role.
    [[nodiscard]] std::string roleOf(Pid pid) const;

    // What it learns.
    void cast(const ProcessId &id, const std::string &role);
    void addReported(Pid pid, const std::string &what, long value) { m_reported[{pid, what}] = value; }
    /// Whether the event is one of the play's.
    bool handle(const Event &event);
    void write(Pid pid, std::string_view bytes) { m_output[pid] += bytes; }
    void setFirstEnding(Pid pid, ExitStatus status) { m_endings[pid] = status; }
    void setSnapshot(std::shared_ptr<const Snapshot> snapshot) { m_snapshot = std::move(snapshot); }
    void beginMoment() { m_beginning = m_snapshot; }

private:
    LinuxInspector m_inspector;
    std::map<std::string, ProcessId, std::less<>> m_cast;
    std::optional<Descendants> m_descendants; ///< of the stage
    std::set<ProcessId> m_members;
    std::map<std::pair<Pid, std::string>, long, std::less<>> m_reported;
    std::map<Pid, std::string> m_output;
    std::map<Pid, ExitStatus> m_endings;
    std::vector<Event> m_events;
    std::shared_ptr<const Snapshot> m_snapshot = std::make_shared<Snapshot>();
    std::shared_ptr<const Snapshot> m_beginning = m_snapshot;
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sandbox: children that a person starts to try things with. They hang on a life line as those of a demo
// do.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/lab/lab_process.h"
#include "core/lab/report.h"
#include "core/process/exit_status.h"

namespace forklore {

/// What a child does until it is told to end.
enum class Behaviour {
    Sleep,
    Burn,     ///< CPU
    Hold,     ///< so many MB of memory
    Files,    ///< so many open files
    Stubborn, ///< ignores SIGTERM
    Zombie,   ///< ends at once, and is not waited for
};

/// "sleeps", …, for people.
[[nodiscard]] std::string_view text(Behaviour behaviour);
inline constexpr Behaviour behaviours[] = {Behaviour::Sleep, Behaviour::Burn,     Behaviour::Hold,
                                           Behaviour::Files, Behaviour::Stubborn, Behaviour::Zombie};

struct Order {
    int count = 1;
    Behaviour behaviour = Behaviour::Sleep;
    int amount = 0;   ///< MB, or files
    int exitCode = 0; ///< of a zombie
    std::string name; ///< of a few letters; what a process name cannot hold is left out
};

/// One that was started.
struct SandboxProcess {
    std::size_t number = 0; ///< the how manyth
    ProcessId id;
    std::string name;
    Behaviour behaviour = Behaviour::Sleep;
    std::optional<ExitStatus> end; ///< nothing: it lives, or is a zombie

    bool operator==(const SandboxProcess &) const = default;
};

class Sandbox {
public:
    static constexpr int maxChildren = 200; ///< in all

    /// @param program forklore-lab
    [[nodiscard]] static Result<Sandbox> open(const std::string &program);

    /// Readable when there is something to proceed with.
    [[nodiscard]] std::vector<int> handles() const
    {
        return {m_process.reportHandle(), m_process.outputHandle()};
    }
    /// Does not wait.
    void proceed();
    /// Nobody is left to start children.
    [[nodiscard]] bool hasEnded() const { return m_process.hasEnded(); }
    /// What a child said last of why it cannot do as it was told; empty: nothing.
    [[nodiscard]] const std::string &output() const { return m_output; }

    /// No more than there is room for.
    void start(const Order &order);
    /// It ends by itself, with this code, 0 to 255.
    void end(Pid pid, int code);
    void kill(Pid pid, int signal);

    [[nodiscard]] const std::vector<SandboxProcess> &sandboxProcesses() const { return m_sandboxProcesses; }

private:
    Sandbox(LabProcess process, LinuxInspector inspector)
        : m_process(std::move(process)), m_inspector(std::move(inspector))
    {
    }

    void welcome(const RoleTaken &role);
    void bury(const Ended &end);

    LabProcess m_process;
    LinuxInspector m_inspector;
    std::vector<SandboxProcess> m_sandboxProcesses;
    std::map<Pid, Behaviour> m_behaviours; ///< of those that have not yet said their names
    int m_introduced = 0;                  ///< of the frame's own processes
    std::string m_rest;                    ///< of a line that a child is about to say
    std::string m_output;
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// A process among init, a daemon and a shell on its terminal, and what the diagnostics say of it.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <QByteArray>

#include "core/diagnostics/diagnostics.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"

namespace forklore::diagnosed_process {

using namespace std::chrono_literals;

inline Process member(Process process, Pid pgid, Pid sid)
{
    process.stat->pgid = pgid;
    process.stat->sid = sid;
    return process;
}

inline Process onTerminal(Process process, Pid foreground)
{
    process.stat->ttyDevice = 34816;
    process.stat->ttyForegroundGroup = foreground;
    return process;
}

inline Process withArea(Process process, std::uint64_t start, std::uint64_t end)
{
    process.stat->argumentsStart = start;
    process.stat->argumentsEnd = end;
    return process;
}

inline Process in(State state, Process process)
{
    process.stat->state = state;
    return process;
}

/// init 1, a shell 50 on a terminal below it, sshd 20 as a daemon; and the one in question.
class Scene {
public:
    explicit Scene(Process process) : Scene({}, std::move(process)) {}
    Scene(std::vector<Process> more, const Process &process)
    {
        more.push_back(process);
        more.push_back(member(processOf(1, 0, 1, "init"), 1, 1));
        more.push_back(member(processOf(20, 1, 20, "sshd"), 20, 20));
        more.push_back(onTerminal(member(processOf(50, 20, 50, "bash"), 50, 50), 50));
        std::ranges::sort(more, {}, &Process::id);
        m_snapshot = snapshotOf(std::move(more));
        m_snapshot.sinceBoot = 1000s;
        context.process = process;
        context.terminal = "pts/3";
    }
    Scene(const Scene &) = delete;
    Scene &operator=(const Scene &) = delete;

    [[nodiscard]] std::vector<Diagnostic> diagnostics() const { return diagnosticsOn(context); }
    /// The sentence of that kind; empty where no such diagnostic is made.
    [[nodiscard]] QByteArray says(DiagnosticKind kind) const
    {
        for (const auto &diagnostic : diagnostics()) {
            if (diagnostic.kind == kind)
                return bytes(text(diagnostic));
        }
        return {};
    }
    [[nodiscard]] QByteArray headline() const { return bytes(forklore::headline(diagnostics())); }
    Snapshot &snapshot() { return m_snapshot; }

private:
    Snapshot m_snapshot;

public:
    DiagnosticContext context{m_snapshot, {}};
};

inline LimitUsage usageOf(Resource resource, std::uint64_t used, std::optional<std::uint64_t> soft)
{
    return {resource, Limit{resource, soft, soft}, Result<std::uint64_t>(used)};
}

inline constexpr Pid self = 70;

} // namespace forklore::diagnosed_process

// SPDX-License-Identifier: GPL-3.0-or-later
//
// StopGuard: continues the processes that this program has stopped if this program is killed before it
// continues them. A small program of its own, forklore-guard, gets the identity of each before it is stopped,
// and continues them when the connection ends before they were settled. A journal has their identities for
// the case that forklore-guard is killed as well.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/host/linux/control/stop_journal.h"

namespace forklore {

/// forklore-guard beside this program, else where it is installed.
[[nodiscard]] std::string guardProgram();

class StopGuard {
public:
    /// Nothing is started before there is somebody to be stopped.
    /// @param directory where the journal is written; an error: there is none
    explicit StopGuard(std::string program = guardProgram(), Result<std::string> directory = stateDirectory(),
                       TimedCalls &calls = TimedCalls::ofProgram());
    StopGuard(const StopGuard &) = delete;
    StopGuard &operator=(const StopGuard &) = delete;
    ~StopGuard();

    /// Processes that are about to be stopped.
    void add(const std::vector<ProcessId> &processes);
    /// All were continued, were killed, or are to stay stopped.
    void clear();

    /// Whether they are continued if this program is killed; an error says why not. Of no meaning before
    /// add().
    [[nodiscard]] Result<void> protection() const { return m_protection; }
    /// Why the processes are in no journal; nothing: they are, or there were none so far.
    [[nodiscard]] std::optional<Error> journalError() const;
    /// forklore-guard itself, while it runs.
    [[nodiscard]] std::optional<ProcessId> process() const { return m_process; }

private:
    void start();
    void stopGuard();
    [[nodiscard]] Result<void> spawn(const FileDescriptor &end);
    [[nodiscard]] Result<void> send(std::string_view text);

    std::string m_program;
    Result<std::string> m_directory;
    TimedCalls *m_calls;
    Result<StopJournal> m_journal;
    Result<StopRecord> m_record;
    Result<void> m_protection = {};
    bool m_started = false;
    bool m_hasStopped = false; ///< some that are not settled
    FileDescriptor m_connection;
    std::optional<ProcessId> m_process;
};

} // namespace forklore

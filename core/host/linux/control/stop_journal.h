// SPDX-License-Identifier: GPL-3.0-or-later
//
// StopJournal: a file that says whom a running Forklore has stopped and means to continue. It is written
// before they are stopped and removed when they were continued; one that is found at a start was left by a
// Forklore that could do neither.
//
// It is in the home directory, which may be of a server that does not answer: all that is done with a file is
// a timed call, and Stuck when it has not returned.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/timed_calls.h"
#include "core/operation/left_stopped.h"

namespace forklore {

/// What a journal holds. Pids count in one pid namespace of one boot.
struct StopRecord {
    std::string machineId; ///< of machine-id(5), else the host name: several may have the same home
    std::string bootId;
    std::string pidNamespace; ///< "pid:[4026531836]"
    ProcessId writer;         ///< the program that stopped them
    std::vector<ProcessId> processes;

    bool operator==(const StopRecord &) const = default;
};

[[nodiscard]] std::string text(const StopRecord &record);
/// Malformed: it is not whole, or nothing of ours.
[[nodiscard]] Result<StopRecord> parseStopRecord(std::string_view text);

/// "PID START": as journals and the guard's connection have them.
[[nodiscard]] std::string identityLine(const ProcessId &id);
[[nodiscard]] Result<ProcessId> parseIdentityLine(std::string_view line);

/// $XDG_STATE_HOME/forklore, ~/.local/state/forklore. Unsupported: this user has no home.
[[nodiscard]] Result<std::string> stateDirectory();

class StopJournal {
public:
    /// How long a call is waited for.
    static constexpr std::chrono::milliseconds timeLimit{400};

    explicit StopJournal(std::string path, TimedCalls &calls = TimedCalls::ofProgram())
        : m_path(std::move(path)), m_calls(&calls)
    {
    }
    /// A new file, of a name that no other program, and no other guard of this program, has: empty so far.
    [[nodiscard]] static Result<StopJournal> create(const std::string &directory,
                                                    TimedCalls &calls = TimedCalls::ofProgram());

    [[nodiscard]] const std::string &path() const { return m_path; }
    /// In one step: whoever reads meanwhile finds the record before or this one.
    [[nodiscard]] Result<void> write(const StopRecord &record) const;
    [[nodiscard]] Result<StopRecord> read() const;
    void remove() const;

private:
    std::string m_path;
    TimedCalls *m_calls;
};

/// This program, with nobody stopped.
[[nodiscard]] Result<StopRecord> emptyStopRecord();

/// Journals of which nothing is left are removed on the way, and files of a day ago that are none. Those of
/// programs that still run, of other machines and of other pid namespaces are left alone.
[[nodiscard]] Result<std::vector<LeftStopped>> findLeftStopped(const std::string &directory,
                                                               TimedCalls &calls = TimedCalls::ofProgram());

/// SIGCONT to them, and the end of the journal. @return those that could not be continued
[[nodiscard]] std::vector<ProcessRef> continueLeft(const LeftStopped &left);

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// StopJournal: a file that says whom a running Forklore has stopped and means to continue. It is written
// before they are stopped and removed when they were continued; one that is found at a start was left by a
// Forklore that could do neither.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/process/kin.h"

namespace forklore {

/// What a journal holds. Pids count in one pid namespace of one boot.
struct StopRecord {
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
    explicit StopJournal(std::string path) : m_path(std::move(path)) {}
    /// One that no other program, and no other guard of this program, writes.
    [[nodiscard]] static Result<StopJournal> create(const std::string &directory);

    [[nodiscard]] const std::string &path() const { return m_path; }
    /// In one step: whoever reads meanwhile finds the record before or this one.
    [[nodiscard]] Result<void> write(const StopRecord &record) const;
    [[nodiscard]] Result<StopRecord> read() const;
    void remove() const;

private:
    std::string m_path;
};

/// This program, with nobody stopped.
[[nodiscard]] Result<StopRecord> emptyStopRecord();

/// Processes that still stand still because a Forklore stopped them that has ended.
struct LeftStopped {
    StopJournal journal;
    std::vector<Kin> processes;
};

/// Journals of which nothing is left are removed on the way. Those of programs that still run are left alone.
[[nodiscard]] std::vector<LeftStopped> findLeftStopped(const std::string &directory);

/// SIGCONT to them, and the end of the journal. @return those that could not be continued
[[nodiscard]] std::vector<Kin> continueLeft(const LeftStopped &left);

} // namespace forklore

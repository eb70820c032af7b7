// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessTable: the processes that live just now, as far as events need to know them: who a pid is, whose
// child it is, and whether it has threads.
#pragma once

#include <chrono>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/base/file.h"
#include "core/process/exit_status.h"
#include "core/process/process_ref.h"

namespace forklore {

struct Member {
    ProcessRef ref;
    std::optional<ProcessRef> parent;             ///< as it was called then; nothing: none, or not known
    std::optional<std::chrono::nanoseconds> born; ///< since boot
    bool isBirthInferred = false;                 ///< and told: its message may still come
    std::uint32_t otherThreads = 0;               ///< that live beside its leader
    std::vector<Pid> children;                    ///< that live

    // Since boot. They were counted at some moment between: births before the first are in the count, and
    // ends before the second may be. One too many does no harm, as the process itself is asked for its end.
    std::chrono::nanoseconds countedFrom{};
    std::chrono::nanoseconds countedUntil{};
    /// Its leader has ended before the other threads, and how, which need not be how the process ends.
    std::optional<Result<ExitStatus>> leaderStatus;
    FileDescriptor handle; ///< a pidfd of one whose leader has ended; -1: none
};

class ProcessTable {
public:
    /// Null: nobody has the pid.
    [[nodiscard]] Member *find(Pid pid);
    [[nodiscard]] const Member *find(Pid pid) const;

    /// The pid must be free.
    Member &add(Member member);
    /// The children it leaves keep it as their parent until they are given another.
    void remove(Pid pid);
    void setParent(Member &child, const std::optional<ProcessRef> &parent);
    /// The parent by the name that it has now, if it lives.
    [[nodiscard]] std::optional<ProcessRef> parentOf(const Member &child) const;
    [[nodiscard]] std::vector<Pid> pids() const;

private:
    [[nodiscard]] Member *parentIn(const Member &child);
    void inheritFromParent(const Member &child);

    std::unordered_map<Pid, Member> m_members;
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessReader: the facts of one process after another, for one sample.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/file.h"
#include "core/host/linux/sampling/freezer.h"
#include "core/host/source.h"

namespace forklore {

class ProcessReader {
public:
    /// All four must outlive it.
    /// @param previous may be null
    /// @param countsBySize the size of /proc/PID/fd is the number of descriptors (Linux 6.2)
    /// @param turn the number of the sample: whose facts are read anew though nobody looks at them
    ProcessReader(const Directory &root, const Freezers &freezers, const SampleRequest &request,
                  const Snapshot *previous, bool countsBySize, unsigned turn);

    /// What may not answer is left for finish(). Nothing: the process has vanished.
    [[nodiscard]] std::optional<Process> read(Pid pid);

    /// Reads what was left, of all processes together: one that does not answer gets its errors and holds up
    /// no other.
    /// @param processes those that were read, by pid, ascending
    void finish(std::vector<Process> &processes);

private:
    struct Due;
    /// Puts what a call has brought, or why it brought nothing, into its process.
    struct Completion {
        Pid pid;
        std::function<void(Process &, const std::optional<Error> &)> into;
    };

    [[nodiscard]] std::optional<Process> readParts(Stat stat);
    void readResident(Process &process, Stat &stat, const Process *before, const Due &due) const;
    void readStatus(Process &process, const Stat &stat, const Process *before, const Due &due) const;
    void readCommandLine(Process &process, const Stat &stat, const Process *before, const Due &due);
    [[nodiscard]] std::optional<Freeze> freezeOf(const Stat &stat);
    void readFreeze(Process &process, const Stat &stat, const Process *before, const Due &due);
    void readDescriptors(Process &process, const Stat &stat, const Process *before, const Due &due) const;
    void readMore(Process &process, const Stat &stat, const Due &due);
    template <class Value>
    void defer(const Stat &stat, const char *subject, const char *name, std::function<Result<Value>()> read,
               std::function<void(Process &, Result<Value>)> into);

    const Directory &m_root;
    std::shared_ptr<const Directory> m_owned; ///< the same, for what may be read when this is no more
    const Freezers &m_freezers;
    const SampleRequest &m_request;
    const Snapshot *m_previous;
    bool m_countsBySize;
    unsigned m_turn;
    std::vector<Pid> m_view;                                          ///< ascending
    std::unordered_map<std::string, std::optional<Freeze>> m_freezes; ///< by the text of /proc/PID/cgroup
    std::vector<TimedCalls::Call> m_calls;
    std::vector<Completion> m_completions; ///< one a call
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessReader: the facts of one process after another, for one sample.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/file.h"
#include "core/host/linux/sampling/freezer.h"
#include "core/host/linux/sampling/late_reads.h"
#include "core/host/source.h"

namespace forklore {

class ProcessReader {
public:
    /// What the sample is.
    struct Pass {
        const SampleRequest &request;
        const Snapshot *previous;        ///< null: there is none
        std::chrono::nanoseconds asleep; ///< how long the machine was suspended since its boot
        unsigned turn;                   ///< the number of the sample: it decides whose turn it is
        bool countsBySize; ///< the size of /proc/PID/fd is the number of descriptors (Linux 6.2)
    };

    /// All that it is given must outlive it.
    ProcessReader(const Directory &root, const Freezers &freezers, const Pass &pass);

    /// What may not answer is left for finish(). False: the process has vanished.
    /// @param pid larger than that of the process before
    /// @param at the moment
    [[nodiscard]] bool read(Pid pid, std::chrono::nanoseconds at);

    /// Reads what was left, of all processes together, and counts the rates.
    /// @return those that were read; one that is as it was in the previous snapshot is the same object
    [[nodiscard]] ProcessList finish(const SystemInfo &system);

private:
    struct Due;
    struct Draft {
        ProcessList::Pointer before;        ///< null: it is new
        std::shared_ptr<Process> fresh;     ///< null: it is as it was before
        std::chrono::nanoseconds elapsed{}; ///< between the two, the machine being awake
    };

    [[nodiscard]] std::shared_ptr<Process> readParts(Stat stat, const Process *before, const Due &due);
    [[nodiscard]] std::optional<std::uint64_t> residentPages(const Stat &stat, const Process *before,
                                                             const Due &due) const;
    void readStatus(Process &process, const Stat &stat, const Process *before, const Due &due) const;
    void readCommandLine(const std::shared_ptr<Process> &process, const Stat &stat, const Process *before,
                         const Due &due);
    [[nodiscard]] std::optional<Freeze> freezeOf(const Stat &stat);
    void readFreeze(Process &process, const Stat &stat, const Process *before, const Due &due);
    void readDescriptors(Process &process, const Stat &stat, const Process *before, const Due &due) const;
    void readMore(const std::shared_ptr<Process> &process, const Stat &stat, const Due &due);
    [[nodiscard]] bool isUnchanged(const Process &before, const Stat &stat, const Due &due) const;

    const Directory &m_root;
    const Freezers &m_freezers;
    Pass m_pass;
    std::vector<Pid> m_view;                                          ///< ascending
    std::unordered_map<std::string, std::optional<Freeze>> m_freezes; ///< by the text of /proc/PID/cgroup
    LateReads m_late;
    std::vector<Draft> m_drafts; ///< by pid
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessReader: the facts of one process after another, for one sample.
#pragma once

#include <optional>
#include <vector>

#include "core/base/file.h"
#include "core/source/source.h"

namespace forklore {

class ProcessReader {
public:
    /// All three must outlive it.
    /// @param previous may be null
    /// @param countsBySize the size of /proc/PID/fd is the number of descriptors (Linux 6.2)
    /// @param turn the number of the sample: whose facts are read anew though nobody looks at them
    ProcessReader(const Directory &root, const SampleRequest &request, const Snapshot *previous,
                  bool countsBySize, unsigned turn);

    /// Nothing: the process has vanished.
    [[nodiscard]] std::optional<Process> read(Pid pid) const;

private:
    struct Due;

    [[nodiscard]] std::optional<Process> readParts(Stat stat) const;
    void readStatus(Process &process, const Stat &stat, const Process *before, const Due &due) const;
    void readDescriptors(Process &process, const Stat &stat, const Process *before, const Due &due) const;
    void readMore(Process &process, const Stat &stat, const Due &due) const;

    const Directory &m_root;
    const SampleRequest &m_request;
    const Snapshot *m_previous;
    bool m_countsBySize;
    unsigned m_turn;
    std::vector<Pid> m_view; ///< ascending
};

} // namespace forklore

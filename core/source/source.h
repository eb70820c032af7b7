// SPDX-License-Identifier: GPL-3.0-or-later
//
// Source: where the facts about all processes come from.
#pragma once

#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/snapshot/snapshot.h"
#include "core/source/system_info.h"

namespace forklore {

/// The facts that cost a further system call a process.
struct Facts {
    bool commandLine = false;
    bool credentials = false;
    bool descriptorCount = false;
};

/// What a sample shall hold beside each process's stat. A fact that is not asked for is carried over from the
/// sample before; what has never been read is read at first sight, but for the descriptor count.
struct SampleRequest {
    Facts ofAll;
    Facts ofView;
    std::vector<Pid> view; ///< the processes somebody looks at just now

    /// Every fact of every process: for tools that sample once.
    [[nodiscard]] static SampleRequest everything() { return {{true, true, true}, {}, {}}; }
};

class Source {
public:
    Source() = default;
    Source(const Source &) = delete;
    Source &operator=(const Source &) = delete;
    virtual ~Source() = default;

    /// All processes as they are now. Fails only when the machine cannot be listed at all: a process that
    /// vanishes or cannot be read never ends a sample.
    /// @param previous the sample before, for CPU shares and facts that are carried over; may be null
    [[nodiscard]] virtual Result<Snapshot> sample(const SampleRequest &request, const Snapshot *previous) = 0;

    [[nodiscard]] virtual const SystemInfo &system() const = 0;
};

} // namespace forklore

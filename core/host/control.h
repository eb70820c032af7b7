// SPDX-License-Identifier: GPL-3.0-or-later
//
// Control: what can be done to the processes of a host. It has no state of its own, and may be used by
// several threads.
#pragma once

#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/operation/left_stopped.h"
#include "core/operation/operation.h"
#include "core/operation/targets.h"

namespace forklore {

class Control {
public:
    Control() = default;
    Control(const Control &) = delete;
    Control &operator=(const Control &) = delete;
    virtual ~Control() = default;

    [[nodiscard]] virtual Result<Outcome> perform(const Operation &operation) const = 0;
    /// Gone, or Denied.
    [[nodiscard]] virtual Result<PriorityReading> readPriority(const ProcessId &id) const = 0;

    /// For signals to several processes: SignalRun.
    [[nodiscard]] virtual std::unique_ptr<Targets> openTargets() const = 0;

    /// What a Forklore that was killed has left stopped. Stuck: the file system does not answer.
    [[nodiscard]] virtual Result<std::vector<LeftStopped>> findLeftStopped() const = 0;
    /// SIGCONT to them, and the end of the journal. @return those that could not be continued
    [[nodiscard]] virtual std::vector<ProcessRef> continueLeft(const LeftStopped &left) const = 0;
    /// They stay stopped, and are not found again.
    virtual void forgetLeft(const LeftStopped &left) const = 0;
};

} // namespace forklore

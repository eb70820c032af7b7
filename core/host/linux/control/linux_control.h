// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinuxControl: what can be done to the processes of this machine.
#pragma once

#include "core/host/control.h"
#include "core/host/linux/control/stop_guard.h"

namespace forklore {

class LinuxControl : public Control {
public:
    struct Places {
        std::string root = "/proc";
        std::string guard = guardProgram(); ///< who continues what was stopped if this program is killed
        Result<std::string> journals = stateDirectory(); ///< an error: there are none
    };

    LinuxControl() : LinuxControl(Places()) {}
    explicit LinuxControl(Places places) : m_places(std::move(places)) {}

    [[nodiscard]] Result<Outcome> perform(const Operation &operation) const override;
    [[nodiscard]] Result<PriorityReading> readPriority(const ProcessId &id) const override;
    [[nodiscard]] std::unique_ptr<Targets> openTargets() const override;
    [[nodiscard]] Result<std::vector<LeftStopped>> findLeftStopped() const override;
    [[nodiscard]] std::vector<ProcessRef> continueLeft(const LeftStopped &left) const override;
    void forgetLeft(const LeftStopped &left) const override;

private:
    Places m_places;
};

} // namespace forklore

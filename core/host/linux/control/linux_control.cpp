// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/linux_control.h"

#include "core/host/linux/control/linux_targets.h"
#include "core/host/linux/control/perform.h"
#include "core/host/linux/control/priority.h"
#include "core/host/linux/control/stop_journal.h"

namespace forklore {

Result<Outcome> LinuxControl::perform(const Operation &operation) const
{
    return forklore::perform(operation);
}

Result<PriorityReading> LinuxControl::readPriority(const ProcessId &id) const
{
    return Target::open(id).and_then([](const Target &target) { return forklore::readPriority(target); });
}

std::unique_ptr<Targets> LinuxControl::openTargets() const
{
    return std::make_unique<LinuxTargets>(m_places.root, m_places.guard, m_places.journals);
}

Result<std::vector<LeftStopped>> LinuxControl::findLeftStopped() const
{
    return m_places.journals.and_then(
        [](const std::string &directory) { return forklore::findLeftStopped(directory); });
}

std::vector<ProcessRef> LinuxControl::continueLeft(const LeftStopped &left) const
{
    return forklore::continueLeft(left);
}

void LinuxControl::forgetLeft(const LeftStopped &left) const
{
    StopJournal(left.journal).remove();
}

} // namespace forklore

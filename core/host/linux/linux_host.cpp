// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/linux_host.h"

#include <utility>

#include "core/host/linux/control/linux_control.h"
#include "core/host/linux/events/open_events.h"
#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sampling/linux_source.h"

namespace forklore {

Result<std::shared_ptr<const LinuxHost>> LinuxHost::open(const std::string &root, ReadLimits limits)
{
    const auto directory = Directory::open(root, limits);
    if (!directory)
        return Failure(directory.error());
    return LinuxInspector::create(root, limits).map([&](LinuxInspector &&inspector) {
        auto shared = std::make_shared<const LinuxInspector>(std::move(inspector));
        return std::shared_ptr<const LinuxHost>(
            new LinuxHost(root, limits, isLive(*directory), std::move(shared)));
    });
}

HostCapabilities LinuxHost::capabilities() const
{
    if (m_isThisMachine)
        return {};
    const auto why = failure(ErrorKind::Unsupported, "these are not the processes of this machine");
    return {.operations = why, .lab = why};
}

Result<std::unique_ptr<Source>> LinuxHost::openSource() const
{
    return LinuxSource::create(m_root, m_limits)
        .map([](std::unique_ptr<LinuxSource> &&source) -> std::unique_ptr<Source> {
            return std::move(source);
        });
}

Result<std::unique_ptr<EventSource>> LinuxHost::openEvents() const
{
    return forklore::openEvents(m_root);
}

std::shared_ptr<const Control> LinuxHost::control() const
{
    return m_isThisMachine ? std::make_shared<const LinuxControl>(LinuxControl::Places{.root = m_root})
                           : nullptr;
}

Result<WallTime> LinuxHost::bootTime() const
{
    return m_isThisMachine ? wallClock() - bootClock() : m_inspector->system().bootTime;
}

IdNames LinuxHost::userNames() const
{
    return forklore::userNames(m_isThisMachine);
}

IdNames LinuxHost::groupNames() const
{
    return forklore::groupNames(m_isThisMachine);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/held_targets.h"

namespace forklore {

Result<void> HeldTargets::hold(const ProcessId &id)
{
    if (find(id))
        return {};
    return Target::hold(id).map([&](Target &&target) { m_targets.emplace(id, std::move(target)); });
}

const Target *HeldTargets::find(const ProcessId &id) const
{
    const auto held = m_targets.find(id);
    return held == m_targets.end() ? nullptr : &held->second;
}

Result<void> HeldTargets::send(const ProcessId &id, int signal) const
{
    if (const auto *held = find(id))
        return held->send(signal);
    return Target::open(id).and_then([&](const Target &target) { return target.send(signal); });
}

std::optional<Result<ExitStatus>> HeldTargets::awaitEnd(const ProcessId &id,
                                                        std::chrono::milliseconds atMost) const
{
    if (const auto *held = find(id))
        return held->awaitEnd(atMost);
    const auto opened = Target::open(id);
    if (opened)
        return opened->awaitEnd(atMost);
    if (opened.error().kind == ErrorKind::Gone)
        return failure(ErrorKind::Unsupported, "how it ended is not known: it could not be held");
    return std::nullopt;
}

} // namespace forklore

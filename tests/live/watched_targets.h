// SPDX-License-Identifier: GPL-3.0-or-later
//
// WatchedTargets: processes of this machine, of which a test sees, delays or refuses each sample. Nothing is
// written down of whom it stops.
#pragma once

#include <functional>
#include <utility>

#include "core/host/linux/control/linux_targets.h"
#include "core/operation/signal_run.h"

namespace forklore {

class WatchedTargets : public LinuxTargets {
public:
    using Sample = std::function<Result<Snapshot>()>;
    using Watch = std::function<Result<Snapshot>(const Sample &)>;

    explicit WatchedTargets(Watch watch = {})
        : LinuxTargets("/proc", FORKLORE_GUARD, failure(ErrorKind::Unsupported, "no journal in a test")),
          m_watch(std::move(watch))
    {
    }

    [[nodiscard]] Result<Snapshot> sample() override
    {
        return m_watch ? m_watch([this] { return LinuxTargets::sample(); }) : LinuxTargets::sample();
    }

private:
    Watch m_watch;
};

} // namespace forklore

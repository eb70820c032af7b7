// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which source of events this machine has for this user: found out by trying, never by the kernel's version.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/host/event_source.h"
#include "core/host/linux/events/pidfd_watch.h"
#include "core/host/linux/events/proc_connector.h"

namespace forklore {

/// How the machine is asked what it offers. A test puts other answers in: those of a container, of an older
/// kernel.
struct EventProbes {
    std::function<Result<ProcConnector>()> connector = &ProcConnector::open;
    std::function<PidfdWatch::Ability()> pidfd = &PidfdWatch::ability;
};

/// The best source there is. It hears what happens from here on.
/// @param procRoot another one than /proc is not this machine's: its samples are compared, and that is all
[[nodiscard]] Result<std::unique_ptr<EventSource>> openEvents(const std::string &procRoot = "/proc",
                                                              const EventProbes &probes = {});

} // namespace forklore

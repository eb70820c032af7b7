// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/events/open_events.h"

#include "core/host/linux/events/connector_events.h"
#include "core/host/linux/events/polled_events.h"
#include "core/host/linux/sampling/linux_source.h"

namespace forklore {
namespace {

EventCoverage coverageWithout(const Error &connector, PidfdWatch::Ability ability)
{
    EventCoverage coverage;
    coverage.why = connector.message;
    const std::string brief =
        "processes that live shorter than the time between two samples; by whom the others were forked";
    switch (ability) {
    case PidfdWatch::Ability::Statuses:
        coverage.kind = EventCoverage::Kind::Pidfd;
        coverage.misses = brief + "; before Linux 6.15, how most of the others ended";
        break;
    case PidfdWatch::Ability::Ends:
        coverage.kind = EventCoverage::Kind::Pidfd;
        coverage.misses = brief + ", and how most of the others ended";
        break;
    case PidfdWatch::Ability::None:
        coverage.misses = brief + ", and how most of the others ended";
        coverage.why += "; and it has no pidfds (Linux 5.3)";
        break;
    }
    if (connector.kind == ErrorKind::Denied)
        coverage.remedy = "start Forklore as root, or on Linux 6.6 or later";
    else if (connector.kind == ErrorKind::Unsupported)
        coverage.remedy = "start Forklore outside of the container, on the machine itself";
    return coverage;
}

EventCoverage coverageOfForeign(const std::string &root)
{
    return {EventCoverage::Kind::Polling,
            root + " is not this machine's own /proc: only what differs between two looks at it is known",
            "whatever happens between two samples",
            {}};
}

} // namespace

Result<std::unique_ptr<EventSource>> openEvents(const std::string &procRoot, const EventProbes &probes)
{
    auto root = Directory::open(procRoot);
    if (!root)
        return Failure(root.error());
    if (!isLive(*root))
        return std::make_unique<PolledEvents>(coverageOfForeign(procRoot), std::move(*root),
                                              PidfdWatch::Ability::None);
    auto connector = probes.connector();
    if (connector)
        return ConnectorEvents::create(std::move(*connector), std::move(*root));
    const auto ability = probes.pidfd();
    return std::make_unique<PolledEvents>(coverageWithout(connector.error(), ability), std::move(*root),
                                          ability);
}

} // namespace forklore

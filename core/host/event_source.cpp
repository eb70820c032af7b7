// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/event_source.h"

namespace forklore {

std::string_view name(EventCoverage::Kind kind)
{
    switch (kind) {
    case EventCoverage::Kind::ProcConnector:
        return "proc-connector";
    case EventCoverage::Kind::Pidfd:
        return "pidfd";
    case EventCoverage::Kind::Polling:
        break;
    }
    return "polling";
}

} // namespace forklore

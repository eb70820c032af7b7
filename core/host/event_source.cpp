// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/event_source.h"

namespace forklore {

std::string_view name(SourceAccount::Kind kind)
{
    switch (kind) {
    case SourceAccount::Kind::ProcConnector:
        return "proc-connector";
    case SourceAccount::Kind::Pidfd:
        return "pidfd";
    case SourceAccount::Kind::Polling:
        break;
    }
    return "polling";
}

} // namespace forklore

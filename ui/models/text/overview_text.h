// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the Overview and the heading of the details say of a process.
#pragma once

#include <vector>

#include <QString>

#include "ui/models/sample.h"
#include "ui/models/sections/inspection.h"
#include "ui/models/text/facts.h"

namespace forklore {

[[nodiscard]] std::vector<FactGroup> overviewGroups(const Overview &overview, const Sample &sample);

/// Of one that ended before anybody could look closer: what the last sample showed.
/// @param last hasEnded, and its stat is known
[[nodiscard]] std::vector<FactGroup> lastSeenGroups(const Process &last, const Sample &sample);

/// "992 · www-data · sleeping · started 08:02, 3 h 58 min ago".
[[nodiscard]] QString summaryLine(const Process &process, const Sample &sample);

/// Links from the first ancestor down to the process, as rich text; each leads to "process:PID:START".
/// @param parent of one that is not in the snapshot, where it is known
[[nodiscard]] QString ancestryLinks(const Process &process, const Snapshot &snapshot,
                                    const std::optional<ProcessRef> &parent = {});
[[nodiscard]] QString childrenLinks(const Process &process, const Snapshot &snapshot);

/// The process a link of lineageLinks leads to.
[[nodiscard]] std::optional<ProcessId> processOfLink(const QString &link);

} // namespace forklore

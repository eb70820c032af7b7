// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sample: what one refresh brings from the sampler's thread to the window: the session's update, and what is
// text or about Forklore itself. A value; nothing in it changes again.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include <QMetaType>
#include <QString>

#include "core/session/update.h"

namespace forklore {

/// Forklore's own price.
struct OwnCost {
    std::optional<double> cpuShare;             ///< of one core, since the sample before
    std::optional<std::uint64_t> residentBytes; ///< nothing: not told
};

struct Sample : Update {
    std::unordered_map<Uid, QString> users;
    std::unordered_map<std::uint32_t, QString> terminals; ///< by device number
    OwnCost cost;
};
using SamplePtr = std::shared_ptr<const Sample>;

[[nodiscard]] inline std::size_t qHash(const ProcessId &id, std::size_t seed = 0) noexcept
{
    return std::hash<ProcessId>()(id) ^ seed;
}

} // namespace forklore

Q_DECLARE_METATYPE(forklore::SamplePtr)

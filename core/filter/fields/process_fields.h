// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fields of processes: what `user`, `cpu` or `env.NAME` mean in a filter. A new field is one more row in
// the table.
#pragma once

#include <chrono>
#include <functional>

#include "core/filter/field.h"
#include "core/host/source.h"
#include "core/host/system_info.h"
#include "core/process/process.h"

namespace forklore {

/// What must be known beside a process to tell the values of its fields.
struct ProcessContext {
    const SystemInfo &system;
    std::chrono::nanoseconds sinceBoot; ///< the moment of the sample
    Uid ownUid;                         ///< whose processes are "mine"
    std::function<std::string(Uid)> userName;
    std::function<std::string(std::uint32_t)> terminalName; ///< of a device number; empty: it has none
};

struct ProcessField {
    FieldTraits about;
    bool Facts::*needs;      ///< the fact that must be sampled for it; null: none
    bool Facts::*wholeNeeds; ///< the one that must be sampled for a share of it; null: none
    FieldValue (*value)(const Process &, const ProcessContext &, std::string_view key);
};

[[nodiscard]] const std::vector<ProcessField> &processFields();

/// What the parser knows of them, in the same order.
[[nodiscard]] const Vocabulary &processVocabulary();

} // namespace forklore

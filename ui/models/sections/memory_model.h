// SPDX-License-Identifier: GPL-3.0-or-later
//
// The memory of a process: a few figures with what they mean, and the mappings as a table.
#pragma once

#include <vector>

#include "ui/models/sections/inspection.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

/// The parts that make up what a process has in RAM and swap.
enum class MemoryPart { None, Private, Shared, Swap };

struct MemoryFigure {
    QString label;
    QString value;
    QString meaning;
    QString tip; ///< more of it, or why there is no value
    MemoryPart part = MemoryPart::None;

    bool operator==(const MemoryFigure &) const = default;
};

[[nodiscard]] std::vector<MemoryFigure> memoryFigures(const MemoryUse &use);

using MappingsModel = RowsModel<Mapping>;

[[nodiscard]] MappingsModel *makeMappingsModel(QObject *parent);
/// Of the column that says how much of a mapping is in RAM.
constexpr int mappingResidentColumn = 0;

/// By address, as the model wants them.
[[nodiscard]] std::vector<Mapping> mappingRows(const Mappings &mappings);

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The columns of the process tree, as a table. A new column is one more row in it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <QString>

#include "core/host/source.h"
#include "core/process/process.h"
#include "core/session/history.h"
#include "ui/models/sample.h"

namespace forklore {

/// What 100 % of CPU stands for.
enum class CpuScale { OneCore, Machine };

/// What a cell needs to know beside its process.
struct RowContext {
    const Sample &sample;
    CpuScale cpuScale;
};

/// By what rows are sorted: those that have no key come last, whichever the direction.
struct SortKey {
    bool known = false;
    double number = 0;
    std::string_view bytes;        ///< of the process
    const QString *text = nullptr; ///< of the sample; compared when both have one
};

struct ProcessColumn {
    enum class Align { Left, Right };

    const char *id; ///< for settings: never changes
    QString title;
    QString tip;
    Align align;
    int width;              ///< at first, in pixels at 1x
    bool shown;             ///< at first
    bool dim;               ///< set in the dim colour
    bool largestFirst;      ///< a measure: what is large is of interest
    bool FactNeeds::*needs; ///< the fact that must be sampled for it; null: none
    QString (*text)(const Process &, const RowContext &);
    SortKey (*key)(const Process &, const RowContext &);
    /// Why the cell is blank or unknown; null: it never is. Not asked where stat could not be read.
    QString (*reason)(const Process &, const RowContext &);
    /// Drawn as a line over the last minute in place of a text.
    std::optional<Metric> graph = {};
    /// Of a closed branch the sum can be shown.
    bool sums = false;
};

/// The first is the tree's own: the process's name.
[[nodiscard]] const std::vector<ProcessColumn> &processColumns();

/// The position of the column with the id, which must exist.
[[nodiscard]] int processColumn(std::string_view id);

} // namespace forklore

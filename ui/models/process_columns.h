// SPDX-License-Identifier: GPL-3.0-or-later
//
// The columns of the process tree: one for each fact of the registry, and for some a graph beside it. A fact
// that is presented in a way of its own has a row in the table here; any other has a column that follows from
// its kind, hidden at first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QString>

#include "core/facts/fact.h"
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
    std::string_view bytes = {};   ///< of the process
    const QString *text = nullptr; ///< of the sample; compared when both have one
    std::string own = {};          ///< a text made for the key
};

/// How a fact is presented. What is left out follows from the fact.
struct ProcessColumn {
    enum class Align { Left, Right };
    template <class T>
    using OfCell = T (*)(const Process &, const RowContext &);

    const Fact *fact;
    const char *id = nullptr; ///< for settings: never changes
    QString title = {};
    QString tip = {};
    Align align = Align::Right;
    int width = 78;                     ///< at first, in pixels at 1x
    bool shown = false;                 ///< at first
    bool isRare = false;                ///< offered apart from the others
    bool dim = false;                   ///< set in the dim colour
    bool largestFirst = false;          ///< a measure: what is large is of interest
    bool isKeptAtEnd = false;           ///< the last measure of one that has ended is shown
    QString lacks = {};                 ///< what one without a program has none of, where the cell is blank
    QString (*write)(double) = nullptr; ///< how a number is written; null: as all of its kind
    // In place of what the fact says.
    OfCell<QString> ownText = nullptr;
    OfCell<SortKey> ownKey = nullptr;
    OfCell<QString> ownReason = nullptr;
    /// Drawn as a line over the last minute in place of a text.
    std::optional<Metric> graph = {};
    /// Of a closed branch the sum can be shown.
    bool sums = false;

    [[nodiscard]] QString text(const Process &process, const RowContext &context) const;
    [[nodiscard]] SortKey key(const Process &process, const RowContext &context) const;
    /// Why the cell is blank or unknown; empty: it is not. Not asked where stat could not be read.
    [[nodiscard]] QString reason(const Process &process, const RowContext &context) const;
};

/// The first is the tree's own: the process's name.
[[nodiscard]] const std::vector<ProcessColumn> &processColumns();

/// The position of the column with the id, which must exist.
[[nodiscard]] int processColumn(std::string_view id);

} // namespace forklore

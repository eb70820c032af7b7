// SPDX-License-Identifier: GPL-3.0-or-later
//
// A fact's value as a cell of a table, as JSON and as a field of CSV.
#pragma once

#include <string>

#include "core/codec/json.h"
#include "core/facts/fact.h"

namespace forklore::cli {

/// For people, with units; "?": not known, "-": it has none.
[[nodiscard]] std::string factText(const Fact &fact, const FactValue &value);
/// A number in base units or a string; null: it has none; what is not known is its error.
[[nodiscard]] Json factJson(const Fact &fact, const FactValue &value);
/// As in JSON; "?": not known, empty: it has none.
[[nodiscard]] std::string factField(const Fact &fact, const FactValue &value);

/// "bytes/s"; empty: a plain number or no number.
[[nodiscard]] std::string_view unitText(Unit unit);
[[nodiscard]] std::string_view kindText(FactKind kind);

} // namespace forklore::cli

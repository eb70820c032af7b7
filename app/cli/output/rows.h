// SPDX-License-Identifier: GPL-3.0-or-later
//
// The cells of a list of processes for people: those that say more than their fact. A fact that could not be
// read is "?", one that does not apply is "-".
#pragma once

#include <string>

#include "app/cli/sampling.h"
#include "core/codec/json.h"
#include "core/facts/fact.h"

namespace forklore::cli {

/// The fact of a process as a cell.
[[nodiscard]] std::string cellText(const Fact &fact, const FactValue &value, const Process &process);

/// The state in words, a zombie's with how it ended.
[[nodiscard]] std::string stateText(const Process &process);

/// The terminal's name or null.
[[nodiscard]] Json jsonTerminal(const Process &process, const Inspector &inspector);

} // namespace forklore::cli

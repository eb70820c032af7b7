// SPDX-License-Identifier: GPL-3.0-or-later
//
// --where: which processes a command is about.
#pragma once

#include <string>

#include "app/cli/sampling.h"
#include "core/filter/process_filter.h"

namespace forklore::cli {

/// The expression, what is wrong and a mark below the place, on stderr; returns the status wrongUsage.
int complainAbout(const std::string &expression, const FilterError &error);

/// Leaves the processes that are known to match.
void keepMatches(Survey &survey, const ProcessFilter &filter);

} // namespace forklore::cli

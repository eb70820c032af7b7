// SPDX-License-Identifier: GPL-3.0-or-later
//
// The facts that a command was asked for, by their names in the registry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/sampling.h"
#include "core/facts/fact.h"

namespace forklore::cli {

struct FactColumn {
    const Fact *fact;
    std::string key = {}; ///< of a fact that is keyed: NAME of env.NAME

    /// "mem", "env.NAME".
    [[nodiscard]] std::string id() const;
};
using FactColumns = std::vector<FactColumn>;

/// An error names the nearest fact.
[[nodiscard]] Result<FactColumn> factColumn(std::string_view name);
/// @param names "pid,user,env.HOME"
[[nodiscard]] Result<FactColumns> factColumns(std::string_view names);

/// Those of a list that was asked for none.
[[nodiscard]] FactColumns usualColumns();

/// Asks the sample for what the columns need.
void addNeeds(SampleRequest &request, const FactColumns &columns);
[[nodiscard]] bool needTwoSamples(const FactColumns &columns);

/// Must not outlive the survey.
[[nodiscard]] FactContext factContext(const Survey &survey);
[[nodiscard]] FactValue valueOf(const FactColumn &column, const Process &process, const FactContext &context);

/// Those that have no value come last, and after them those of which it is not known.
void sortBy(Survey &survey, const FactColumn &column, bool largestFirst);

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The environment of a process as a table, with values that look like secrets masked.
#pragma once

#include "core/process/names/environment.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

struct VariableRow {
    int position = 0;
    Variable variable;
    bool masked = false; ///< it looks like a secret, and is not to be shown now

    bool operator==(const VariableRow &) const = default;
};

using EnvironmentModel = RowsModel<VariableRow>;

[[nodiscard]] EnvironmentModel *makeEnvironmentModel(QObject *parent);

/// @param showSecrets whether values that look like secrets are shown
[[nodiscard]] std::vector<VariableRow> variableRows(const Environment &environment, bool showSecrets);

/// By its name (TOKEN, PASSWORD …), or by a user and password in its address. A guess on the side of caution.
[[nodiscard]] bool looksSecret(const Variable &variable);

} // namespace forklore

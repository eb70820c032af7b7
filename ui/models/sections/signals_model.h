// SPDX-License-Identifier: GPL-3.0-or-later
//
// All signals as a table: what a process does about each, and what each would do to it now.
#pragma once

#include "core/process/signal_effect.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

struct SignalRow {
    int number = 0;
    bool caught = false;
    bool ignored = false;
    bool blockedByAll = false;
    bool blockedBySome = false; ///< by a thread at least
    bool pendingForMain = false;
    bool pendingForThread = false; ///< another than the main one
    bool pendingForProcess = false;
    SignalPrediction ifSent = {};
    // Whether status tells what the flags above say; false ones say nothing then.
    bool dispositionTold = true;
    bool blockedTold = true;
    bool pendingTold = true;

    /// Handled, ignored, blocked or pending: there is something to say of it.
    [[nodiscard]] bool isSet() const
    {
        const bool isTold = dispositionTold && blockedTold && pendingTold;
        return !isTold || caught || ignored || blockedBySome || pendingForMain || pendingForThread ||
               pendingForProcess;
    }

    bool operator==(const SignalRow &) const = default;
};

using SignalsModel = RowsModel<SignalRow>;
constexpr int signalDispositionColumn = 3;
constexpr int signalBlockedColumn = 4;
constexpr int signalPendingColumn = 5;
constexpr int signalEffectColumn = 6;

[[nodiscard]] SignalsModel *makeSignalsModel(QObject *parent);

/// All of them by number, or only those of which there is something to say.
[[nodiscard]] std::vector<SignalRow> signalRows(const SignalReading &reading, bool onlySet);

/// "12 caught · 2 ignored · 1 blocked · none pending · 4 threads".
[[nodiscard]] QString signalsSummary(const SignalReading &reading);

} // namespace forklore

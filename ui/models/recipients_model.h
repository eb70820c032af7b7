// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who gets a signal, as a table: before it is sent with what will happen, afterwards with what has happened.
#pragma once

#include "core/process/process_ref.h"
#include "ui/models/sample.h"
#include "ui/models/sections/rows_model.h"
#include "ui/models/signal_order.h"

namespace forklore {

struct RecipientRow {
    int place = 0; ///< in which order they get it
    ProcessRef process;
    QString user;
    QString since;
    QString outcome; ///< what will happen, or has happened

    bool operator==(const RecipientRow &) const = default;
};

using RecipientsModel = RowsModel<RecipientRow>;

[[nodiscard]] RecipientsModel *makeRecipientsModel(QObject *parent);

/// The row of a process as the sample has it.
[[nodiscard]] RecipientRow recipientRow(int place, const ProcessRef &process, const SamplePtr &sample);
/// Fills in the user and the start of a process that is newer than the sample it was made from.
void updateRecipient(RecipientRow &row, const SamplePtr &sample, std::optional<Uid> user = {});
/// "Ends it", "Nothing: it has ended and waits for its parent, make 4102", "Has ended since it was chosen".
[[nodiscard]] QString previewText(int signal, const SignalPreview &preview, const Snapshot &snapshot);
/// "Killed by SIGTERM", "Still there: it ignores the signal", "Refused: …".
/// @param foreseen why it may be still there
[[nodiscard]] QString signalOutcomeText(int signal, const SignalOutcome &outcome,
                                        std::optional<SignalEffect> foreseen);
/// Whether the signal did what it was sent for: who was to end has ended, who was to stop stands still. A
/// handler is an answer, but to a request to end.
[[nodiscard]] bool wentAsAsked(int signal, const SignalOutcome &outcome,
                               std::optional<SignalEffect> foreseen);
/// Whether one that is still there may be killed instead.
[[nodiscard]] bool isLeft(int signal, const SignalOutcome &outcome, std::optional<SignalEffect> foreseen);

/// "Terminate", "Kill", "Send SIGUSR1": what a user calls it.
[[nodiscard]] QString signalVerb(int signal);
/// "Kill make 4102", "Send SIGUSR1 to 3 processes".
[[nodiscard]] QString signalRequest(int signal, const QString &recipients);

} // namespace forklore

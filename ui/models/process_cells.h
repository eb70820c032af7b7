// SPDX-License-Identifier: GPL-3.0-or-later
//
// The cells of the process tree that are more than their fact: those that the window writes in its own
// words, and those that depend on its settings.
#pragma once

#include "ui/models/process_columns.h"

namespace forklore::cell {

/// Shown where a fact could not be read; the reason is in the tool tip.
inline const QString unknown = QStringLiteral("?");

[[nodiscard]] inline SortKey numberKey(double number)
{
    return {.known = true, .number = number};
}

/// Why a fact of a process with a program is blank for one without. @param what it would have
[[nodiscard]] QString withoutProgram(const Process &process, const QString &what);

[[nodiscard]] QString ageCell(const Process &process, const RowContext &context);
[[nodiscard]] SortKey ageKey(const Process &process, const RowContext &context);
[[nodiscard]] SortKey commandKey(const Process &process, const RowContext &context);
[[nodiscard]] QString commandReason(const Process &process, const RowContext &context);
[[nodiscard]] QString commandText(const Process &process, const RowContext &context);
[[nodiscard]] SortKey cpuKey(const Process &process, const RowContext &context);
[[nodiscard]] QString cpuReason(const Process &process, const RowContext &context);
[[nodiscard]] QString cpuText(const Process &process, const RowContext &context);
[[nodiscard]] QString graphText(const Process &process, const RowContext &context);
[[nodiscard]] SortKey nameKey(const Process &process, const RowContext &context);
[[nodiscard]] QString nameReason(const Process &process, const RowContext &context);
[[nodiscard]] QString nameText(const Process &process, const RowContext &context);
[[nodiscard]] SortKey realUserKey(const Process &process, const RowContext &context);
[[nodiscard]] QString realUserText(const Process &process, const RowContext &context);
[[nodiscard]] QString startedCell(const Process &process, const RowContext &context);
[[nodiscard]] SortKey startedKey(const Process &process, const RowContext &context);
[[nodiscard]] QString stateCell(const Process &process, const RowContext &context);
[[nodiscard]] SortKey stateKey(const Process &process, const RowContext &context);
[[nodiscard]] QString stateReason(const Process &process, const RowContext &context);
[[nodiscard]] QString statusCell(const Process &process, const RowContext &context);
[[nodiscard]] SortKey statusKey(const Process &process, const RowContext &context);
[[nodiscard]] QString statusReason(const Process &process, const RowContext &context);
[[nodiscard]] SortKey terminalKey(const Process &process, const RowContext &context);
[[nodiscard]] QString terminalText(const Process &process, const RowContext &context);
[[nodiscard]] SortKey userKey(const Process &process, const RowContext &context);
[[nodiscard]] QString userReason(const Process &process, const RowContext &context);
[[nodiscard]] QString userText(const Process &process, const RowContext &context);

} // namespace forklore::cell

// SPDX-License-Identifier: GPL-3.0-or-later
//
// A sample of this machine, the states of its processes, and what a dialog says of those that get a signal.
#pragma once

#include <algorithm>

#include <cstddef>
#include <utility>

#include <QByteArray>
#include <QString>

#include "tests/live/live.h"
#include "tests/live/stage/witness.h"
#include "tests/ui/actions/dialog_parts.h"
#include "tests/ui/samples.h"
#include "ui/actions/signal_dialog.h"

namespace forklore::staged_recipients {

inline SamplePtr sampleOfMachine()
{
    auto snapshot = sampleNow();
    if (!snapshot)
        qFatal("this machine cannot be read");
    return sampleOf(copiesOf(snapshot->processes));
}

inline ProcessId idOf(const SamplePtr &sample, Pid pid)
{
    const auto *process = sample->snapshot->withPid(pid);
    return process ? process->id : ProcessId();
}

inline QByteArray stateOf(Pid pid)
{
    return witness::statFields(pid).value(0);
}

inline bool hasEnded(Pid pid)
{
    return stateOf(pid).isEmpty() || stateOf(pid) == "Z";
}

inline QString outcomeOf(const SignalDialog &dialog, std::size_t row = 0)
{
    return recipientsOf(dialog).at(row).outcome;
}

/// Of the recipient with the pid; empty: there is none.
inline QString outcomeFor(const SignalDialog &dialog, Pid pid)
{
    const auto &rows = recipientsOf(dialog);
    const auto found =
        std::ranges::find(rows, pid, [](const RecipientRow &row) { return row.process.id.pid; });
    return found == rows.end() ? QString() : found->outcome;
}

} // namespace forklore::staged_recipients

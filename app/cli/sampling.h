// SPDX-License-Identifier: GPL-3.0-or-later
//
// One sample of everything, for commands that look once and leave.
#pragma once

#include <memory>

#include "app/cli/output/words.h"
#include "core/host/control.h"
#include "core/host/id_names.h"
#include "core/host/linux/inspect/inspector.h"
#include "core/host/source.h"

namespace forklore::cli {

/// A /proc that is not there is no process that is not there: for a script they are different answers.
[[nodiscard]] Error ofTheRoot(Error error);

/// The processes as they are just now, and whom to ask more about one of them.
struct Survey {
    Inspector inspector;
    SystemInfo system;
    Snapshot snapshot;
    IdNames users;
};

/// Without a sample: for what concerns one process alone.
[[nodiscard]] Result<Survey> openSurvey(const Options &options);
/// Rates, such as the CPU share, are known from a second sample only: it is taken half a second later.
enum class Rates { None, Wanted };
[[nodiscard]] Result<Survey> takeSurvey(const Options &options, const SampleRequest &request,
                                        Rates rates = Rates::None);

/// What can be done to the processes that are listed: isThisMachine() is checked before.
[[nodiscard]] std::unique_ptr<Control> openControl(const Options &options);

} // namespace forklore::cli

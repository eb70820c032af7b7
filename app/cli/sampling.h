// SPDX-License-Identifier: GPL-3.0-or-later
//
// One sample of everything, for commands that look once and leave.
#pragma once

#include <memory>
#include <vector>

#include "app/cli/output/words.h"
#include "core/host/host.h"

namespace forklore::cli {

/// A /proc that is not there is no process that is not there: for a script they are different answers.
[[nodiscard]] Error ofTheRoot(Error error);

/// The processes as they are just now, and whom to ask more about one of them.
struct Survey {
    std::shared_ptr<const Host> host;
    std::shared_ptr<const Inspector> inspector;
    SystemInfo system;
    Snapshot snapshot;
    std::vector<ProcessList::Pointer> shown; ///< of the snapshot: those to be listed, in their order
    IdNames users;
};

/// Where the options say that the processes are to be found.
[[nodiscard]] Result<std::shared_ptr<const Host>> openHost(const Options &options);

/// Without a sample: for what concerns one process alone.
[[nodiscard]] Result<Survey> openSurvey(const Options &options);
/// Rates, such as the CPU share, are known from a second sample only: it is taken half a second later.
enum class Rates { None, Wanted };
[[nodiscard]] Result<Survey> makeSurvey(const Options &options, const SampleRequest &request,
                                        Rates rates = Rates::None);

} // namespace forklore::cli

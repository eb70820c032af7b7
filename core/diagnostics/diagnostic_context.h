// SPDX-License-Identifier: GPL-3.0-or-later
//
// Diagnostic context: all that may be known of a process when diagnostics are made on it. Whatever is
// missing, or could not be read, is passed over: no diagnostic is made on it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/process/autogroup.h"
#include "core/process/condition.h"
#include "core/process/names/names.h"
#include "core/process/process.h"
#include "core/process/process_ref.h"
#include "core/process/resources/limit.h"
#include "core/snapshot/snapshot.h"
#include "core/snapshot/stuck_states.h"

namespace forklore {

/// What was seen and heard of a process until now.
struct Past {
    std::optional<ProcessRef> bornOf = {}; ///< its first known parent, where that is not its parent any more
    bool isBirthKnown = true;              ///< else bornOf may be an earlier adopter
    std::string originEnd = {};            ///< how that one ended, "exited 1 after 1.0 s"; empty: not known
    std::optional<StuckState> stuckState = {};

    bool operator==(const Past &) const = default;
};

/// What a sample of all processes has no time to read.
struct CloserLook {
    Result<Credentials> credentials = notTaken();
    Result<std::vector<Pid>> namespacePids = notTaken(); ///< outermost first
    Result<std::optional<std::string>> argv0 = notTaken();
    Result<std::optional<Executable>> executable = notTaken();
    Result<Title> title = notTaken();
    Result<Condition> condition = notTaken();
    Result<std::vector<LimitUsage>> limits = notTaken();
    std::optional<std::string> systemdUnit = {};
    Result<std::optional<Autogroup>> autogroup = notTaken(); ///< nothing: it is in none, or they are off

    [[nodiscard]] static Failure notTaken() { return failure(ErrorKind::Unsupported, "was not read"); }

    bool operator==(const CloserLook &) const = default;
};

struct DiagnosticContext {
    const Snapshot &snapshot; ///< for its relatives
    Process process;          ///< as it was last seen

    std::optional<std::string> terminal = {}; ///< the name of its controlling terminal
    Past past = {};
    CloserLook look = {};

    /// The login name of a user; the number where nobody can tell.
    std::function<std::string(Uid)> userName = [](Uid uid) { return std::to_string(uid); };
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Circumstances: all that may be known of a process when remarks are made on it. Whatever is missing, or could
// not be read, is passed over: no remark is made on it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/process/condition.h"
#include "core/process/limit.h"
#include "core/process/names.h"
#include "core/process/process.h"
#include "core/snapshot/recollection.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

struct Circumstances {
    const Snapshot &snapshot; ///< for its relatives
    Process process;          ///< as it was last seen

    std::optional<std::string> terminal = {}; ///< the name of its controlling terminal
    Past past = {};                           ///< what earlier samples tell

    // What a closer look tells. An error as well where nobody looked.
    Result<std::vector<Pid>> namespacePids = notLookedAt();
    Result<std::optional<Executable>> executable = notLookedAt();
    Result<Title> title = notLookedAt();
    Result<Condition> condition = notLookedAt();
    Result<std::vector<LimitUsage>> limits = notLookedAt();
    std::optional<std::string> systemdUnit = {};

    /// The login name of a user; the number where nobody can tell.
    std::function<std::string(Uid)> userName = [](Uid uid) { return std::to_string(uid); };

    [[nodiscard]] static Failure notLookedAt() { return failure(ErrorKind::Unsupported, "not looked at"); }
};

} // namespace forklore

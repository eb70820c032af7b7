// SPDX-License-Identifier: GPL-3.0-or-later
//
// Condition: what holds a process up at this moment.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/process/freeze.h"
#include "core/process/process_id.h"

namespace forklore {

struct Condition {
    Result<Pid> tracer = 0; ///< who traces it with ptrace(2); 0: nobody
    /// The kernel function that its main thread sleeps in; empty: in none, it runs or may run.
    Result<std::string> waitChannel;
    /// By its control group; nothing inside: it is not.
    Result<std::optional<Freeze>> frozen = std::nullopt;

    bool operator==(const Condition &) const = default;
};

} // namespace forklore

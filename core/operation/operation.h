// SPDX-License-Identifier: GPL-3.0-or-later
//
// Operation: something that is to be done to a process, as a value: it is the same whether it is done here or
// by the privileged helper, which gets it as a document (core/codec/operation_document.h) and checks it anew.
#pragma once

#include <string>
#include <variant>

#include "core/operation/limit_change.h"
#include "core/operation/priority.h"
#include "core/process/process_id.h"
#include "core/process/section.h"

namespace forklore {

struct SendSignal {
    int signal = 0; ///< 1 to 64

    bool operator==(const SendSignal &) const = default;
};

struct SetLimit {
    Resource resource = Resource::OpenFiles;
    LimitChange change;

    bool operator==(const SetLimit &) const = default;
};

/// Changes nothing: one of the sections that the kernel hides from other users is read.
struct ReadProtected {
    Section section = Section::Environment;

    bool operator==(const ReadProtected &) const = default;
};

using Action = std::variant<SendSignal, SetLimit, PriorityChange, ReadProtected>;

struct Operation {
    ProcessId process;
    Action action;

    bool operator==(const Operation &) const = default;
};

/// What came of it: in words ("soft 50, hard 70"), or the section that was read.
using Outcome = std::variant<std::string, ProtectedSection>;

} // namespace forklore

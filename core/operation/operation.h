// SPDX-License-Identifier: GPL-3.0-or-later
//
// Operation: something that is to be done to a process, as a value: so that it can be handed to the
// privileged helper as one line of text, and be checked there anew.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/operation/limit_change.h"
#include "core/operation/priority.h"
#include "core/operation/wire.h"
#include "core/process/process_id.h"

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
struct ReadHidden {
    Hidden section = Hidden::Environment;

    bool operator==(const ReadHidden &) const = default;
};

using Action = std::variant<SendSignal, SetLimit, PriorityChange, ReadHidden>;

struct Operation {
    ProcessId process;
    Action action;

    bool operator==(const Operation &) const = default;
};

/// Longer than any operation is.
constexpr std::size_t longestOperationLine = 8192;

/// "signal 4711 99000 15", "limit 4711 99000 NOFILE 512 -", "priority 4711 99000 nice=5 cpus=0,1",
/// "read 4711 99000 environment"; without a line end.
[[nodiscard]] std::string encode(const Operation &operation);
/// Malformed: it is none of these, or a number in it is out of its range.
[[nodiscard]] Result<Operation> parseOperation(std::string_view line);

/// What the helper answers: "done soft 50, hard 70", "denied the hard limit …": one line, whatever the bytes.
[[nodiscard]] std::string answerLine(const Result<std::string> &answer);
/// Malformed: it is no answer.
[[nodiscard]] Result<std::string> parseAnswer(std::string_view line);

} // namespace forklore

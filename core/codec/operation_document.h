// SPDX-License-Identifier: GPL-3.0-or-later
//
// Operations and their outcomes as documents: what the window and the privileged helper say to each other,
// one document a line. The list of operations is closed, and none of them names a path or a command.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/operation/operation.h"

namespace forklore {

/// {"operation": "signal", "pid", "start_ticks", "signal": "SIGTERM"};
/// "limit" has "resource", "soft", "hard", each side where it is to change; "priority" has "nice", "policy",
/// "realtime_priority", "io_class", "io_level", "processors", as far as they are to change; "read" has
/// "section".
[[nodiscard]] nlohmann::ordered_json operationDocument(const Operation &operation);
/// Malformed: it is none of these, a number is out of its range, or there is a member that is not known here:
/// whoever has sent it wants something else than what would be done.
[[nodiscard]] Result<Operation> decodeOperation(const nlohmann::ordered_json &document);

/// {"done": "soft 50, hard 70"}, {"section": "environment", "value": […]} or {"error": {…}}.
[[nodiscard]] nlohmann::ordered_json outcomeDocument(const Result<Outcome> &outcome);
/// Malformed, beside an error that it tells of: it is no such document.
[[nodiscard]] Result<Outcome> decodeOutcome(const nlohmann::ordered_json &document);

/// {"protocol": 1}: the helper's first line. Whoever speaks another one is not asked.
[[nodiscard]] std::string helloLine();
[[nodiscard]] bool isHello(std::string_view line);

/// More digits than any operation has.
constexpr std::size_t longestOperationLine = 8192;

// As lines, without a line end.

[[nodiscard]] std::string encode(const Operation &operation);
[[nodiscard]] Result<Operation> parseOperation(std::string_view line);
[[nodiscard]] std::string answerLine(const Result<Outcome> &outcome);
[[nodiscard]] Result<Outcome> parseAnswer(std::string_view line);

} // namespace forklore

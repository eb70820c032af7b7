// SPDX-License-Identifier: GPL-3.0-or-later
//
// Core values as the JSON of the manual: what could not be read is an error object, never left out.
// Strings hold the kernel's bytes as they are until documentText writes them.
#pragma once

#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/host/id_names.h"
#include "core/host/system_info.h"
#include "core/process/exit_status.h"
#include "core/process/freeze.h"
#include "core/process/process.h"
#include "core/process/resources/limit.h"

namespace forklore::cli {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json jsonError(const Error &error);
[[nodiscard]] Json jsonSeconds(WallTime time);

/// What `value` makes of the result, or its error.
template <class T, class Value>
[[nodiscard]] Json jsonOf(const Result<T> &result, Value value)
{
    return result ? Json(value(*result)) : jsonError(result.error());
}

template <class T>
[[nodiscard]] Json jsonOf(const Result<T> &result)
{
    return result ? Json(*result) : jsonError(result.error());
}

/// One field of stat, or its error. @param name of the field in proc_pid_stat(5)
template <class T>
[[nodiscard]] Json jsonField(const std::optional<T> &field, std::string_view name)
{
    return jsonOf(statField(field, name));
}

/// {"pid", "ppid", …}: one process as list and tree have it.
/// @param tty the terminal's name, or null
[[nodiscard]] Json jsonProcess(const Process &process, const Json &tty, const SystemInfo &system,
                               const IdNames &users);

/// CPU time, user and system.
[[nodiscard]] Json jsonCpuSeconds(const Stat &stat, const SystemInfo &system);
[[nodiscard]] Json jsonKernelThread(const Stat &stat);

[[nodiscard]] Json jsonExit(const ExitStatus &status);
/// {"version": 1 or 2, "group", "by_ancestor"}; null: its control group is not frozen.
[[nodiscard]] Json jsonFreeze(const std::optional<Freeze> &freeze);

/// A limit's value, "unlimited" or a number.
[[nodiscard]] Json jsonLimitValue(const std::optional<std::uint64_t> &value);
/// {"resource", "soft", "hard", "unit", "usage"}.
[[nodiscard]] Json jsonLimit(const LimitUsage &limit);

/// When a process started, on the wall's clock.
[[nodiscard]] Result<WallTime> startedAt(const Stat &stat, const SystemInfo &system);

/// The document as text with a line end. A string that is not UTF-8 becomes {"base64": …}; what may
/// deceive a reader of the text, or command his terminal, is escaped.
[[nodiscard]] std::string documentText(const Json &document);
/// The same on one line.
[[nodiscard]] std::string lineText(Json document);

} // namespace forklore::cli

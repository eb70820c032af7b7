// SPDX-License-Identifier: GPL-3.0-or-later
//
// Values of facts, made from what a sample holds.
#pragma once

#include <optional>
#include <string_view>

#include "core/facts/fact_value.h"
#include "core/process/process.h"

namespace forklore::value {

template <class T>
[[nodiscard]] FactValue numberOf(const T &number)
{
    return NumberValue{static_cast<double>(number)};
}

/// What `value` makes of the result, or its error.
template <class T, class Value>
[[nodiscard]] FactValue of(const Result<T> &result, Value value)
{
    if (!result)
        return NotKnown{result.error()};
    return value(*result);
}
/// Empty: it was not read.
template <class T, class Value>
[[nodiscard]] FactValue of(const std::optional<Result<T>> &result, Value value)
{
    if (!result)
        return NotKnown();
    return of(*result, value);
}

/// A number of stat, which may be missing alone. @param name of the field in proc_pid_stat(5)
template <class T>
[[nodiscard]] FactValue numberOf(const Stat &stat, std::optional<T> Stat::*field, std::string_view name)
{
    if (const auto &number = stat.*field)
        return numberOf(*number);
    return NotKnown{missingStatField(name)};
}
template <class T>
[[nodiscard]] FactValue numberOf(const Process &process, std::optional<T> Stat::*field, std::string_view name)
{
    return of(process.stat, [&](const Stat &stat) { return numberOf(stat, field, name); });
}

/// What a kernel thread and a zombie have none of, as they have no program.
template <class Value>
[[nodiscard]] FactValue ofProgram(const Process &process, Value value)
{
    return of(process.stat, [&](const Stat &stat) -> FactValue {
        if (!stat.hasProgram())
            return NoValue();
        return value(stat);
    });
}

} // namespace forklore::value

// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process answers when it is asked for one of its fields.
#pragma once

#include <string>

#include "core/filter/fields/process_fields.h"

namespace forklore::value {

[[nodiscard]] FieldValue pid(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue name(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue commandLine(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue terminal(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue state(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue cpu(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue cpuTime(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue age(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue resident(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue virtualSize(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue descriptors(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue switches(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue environment(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue exitCode(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue endSignal(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue kernel(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue is(const Process &, const ProcessContext &, std::string_view key);
[[nodiscard]] FieldValue lifetime(const Process &, const ProcessContext &, std::string_view key);

/// A value of a running process; not known for one that has ended.
template <auto Value>
[[nodiscard]] FieldValue ofLiving(const Process &process, const ProcessContext &context, std::string_view key)
{
    return process.hasEnded ? FieldValue(NotKnown()) : Value(process, context, key);
}

template <class T>
[[nodiscard]] FieldValue numberOf(const T &number)
{
    return NumberValue{static_cast<double>(number)};
}
template <class T>
[[nodiscard]] FieldValue numberOf(const std::optional<T> &number)
{
    return number ? numberOf(*number) : NotKnown();
}

template <auto Member>
[[nodiscard]] FieldValue ofStat(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    return numberOf((*process.stat).*Member);
}

template <Uid FourIds<Uid>::*Id>
[[nodiscard]] FieldValue user(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.credentials)
        return NotKnown();
    const auto uid = process.credentials->uid.*Id;
    return TextValue{{context.userName(uid), std::to_string(uid)}};
}

template <Uid FourIds<Uid>::*Id>
[[nodiscard]] FieldValue userId(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.credentials)
        return NotKnown();
    return numberOf(process.credentials->uid.*Id);
}

[[nodiscard]] FieldValue effectiveGroup(const Process &, const ProcessContext &, std::string_view key);

template <std::optional<std::uint64_t> IoCounters::*Counter>
[[nodiscard]] FieldValue io(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.io || !*process.io)
        return NotKnown();
    return numberOf((**process.io).*Counter);
}

} // namespace forklore::value

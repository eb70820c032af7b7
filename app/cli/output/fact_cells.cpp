// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/fact_cells.h"

#include <chrono>
#include <cmath>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/output/text.h"
#include "core/base/byte_size.h"
#include "core/base/clocks.h"

namespace forklore::cli {
namespace {

Error whyNotKnown(const Fact &fact, const NotKnown &value)
{
    const auto *otherwise = fact.isRate ? "known from the second sample on" : "was not read";
    return value.reason.value_or(Error{ErrorKind::Unsupported, otherwise});
}

/// The kernel's bytes, or the words.
std::string textOf(const TextValue &value)
{
    if (value.isList)
        return fmt::format("{}", fmt::join(value.texts, " "));
    return value.bytes ? *value.bytes : value.texts.front();
}

Json jsonNumber(double number)
{
    constexpr double exact = 9'007'199'254'740'992; // 2^53: each whole number below it is itself
    if (std::abs(number) <= exact && std::trunc(number) == number)
        return static_cast<std::int64_t>(number);
    return number;
}

std::string lengthOf(double length)
{
    return lengthText(
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(length)));
}

std::string numberText(const Fact &fact, double number)
{
    switch (fact.kind) {
    case FactKind::Bytes:
        return byteSizeText(static_cast<std::uint64_t>(number)) + (fact.isRate ? "/s" : "");
    case FactKind::Duration:
        return lengthOf(number);
    case FactKind::Share:
        return fmt::format("{:.1f}", number);
    case FactKind::Time:
        return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                           fmt::gmtime(static_cast<std::time_t>(std::floor(number))));
    default:
        return jsonNumber(number).dump();
    }
}

} // namespace

std::string factText(const Fact &fact, const FactValue &value)
{
    if (std::holds_alternative<NotKnown>(value))
        return "?";
    if (const auto *number = std::get_if<NumberValue>(&value))
        return numberText(fact, number->value);
    const auto *text = std::get_if<TextValue>(&value);
    return text ? printable(textOf(*text), Backslash::Kept) : "-";
}

Json factJson(const Fact &fact, const FactValue &value)
{
    if (const auto *unknown = std::get_if<NotKnown>(&value))
        return jsonError(whyNotKnown(fact, *unknown));
    if (const auto *number = std::get_if<NumberValue>(&value))
        return jsonNumber(number->value);
    const auto *text = std::get_if<TextValue>(&value);
    return text ? Json(textOf(*text)) : Json(nullptr);
}

std::string factField(const Fact &fact, const FactValue &value)
{
    if (const auto *number = std::get_if<NumberValue>(&value))
        return jsonNumber(number->value).dump();
    return std::holds_alternative<NoValue>(value) ? std::string() : factText(fact, value);
}

std::string_view unitText(Unit unit)
{
    switch (unit) {
    case Unit::None:
        return "";
    case Unit::Bytes:
        return "bytes";
    case Unit::BytesPerSecond:
        return "bytes/s";
    case Unit::Seconds:
        return "seconds";
    case Unit::Percent:
        return "percent";
    }
    return "";
}

std::string_view kindText(FactKind kind)
{
    switch (kind) {
    case FactKind::Text:
        return "text";
    case FactKind::Word:
        return "word";
    case FactKind::Number:
        return "number";
    case FactKind::Bytes:
        return "bytes";
    case FactKind::Duration:
        return "duration";
    case FactKind::Share:
        return "share";
    case FactKind::Time:
        return "time";
    }
    return "";
}

} // namespace forklore::cli

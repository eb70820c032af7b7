// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/amount.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "core/base/text_cursor.h"
#include "core/filter/folding.h"

namespace forklore {
namespace {

struct Unit {
    std::string_view name;
    double factor;
};

constexpr double kilo = 1024;
constexpr Unit bytesUnits[] = {
    {"", 1},
    {"b", 1},
    {"byte", 1},
    {"bytes", 1},
    {"k", kilo},
    {"m", kilo *kilo},
    {"g", kilo *kilo *kilo},
    {"t", kilo *kilo *kilo *kilo},
    {"p", kilo *kilo *kilo *kilo *kilo},
};

constexpr double minute = 60;
constexpr double hour = 60 * minute;
constexpr double day = 24 * hour;
constexpr Unit timeUnits[] = {
    {"", 1},        {"ms", 0.001},  {"s", 1},          {"sec", 1},         {"second", 1},
    {"seconds", 1}, {"m", minute},  {"min", minute},   {"minute", minute}, {"minutes", minute},
    {"h", hour},    {"hour", hour}, {"hours", hour},   {"d", day},         {"day", day},
    {"days", day},  {"w", 7 * day}, {"week", 7 * day}, {"weeks", 7 * day},
};

/// "kib" and "kb" are "k".
std::string withoutByte(std::string unit)
{
    const bool withByte =
        (unit.size() == 3 && unit.ends_with("ib")) || (unit.size() == 2 && unit.ends_with('b'));
    if (withByte)
        unit.resize(1);
    return unit;
}

std::optional<double> factorOf(std::string_view name, FactKind kind)
{
    const auto among = [](const auto &units, std::string_view unit) -> std::optional<double> {
        const auto found = std::ranges::find(units, unit, &Unit::name);
        return found == std::end(units) ? std::nullopt : std::optional(found->factor);
    };
    const auto unit = folded(name);
    if (kind == FactKind::Bytes)
        return among(bytesUnits, withoutByte(unit));
    if (kind == FactKind::Duration)
        return among(timeUnits, unit);
    return unit.empty() ? std::optional(1.0) : std::nullopt;
}

struct Part {
    double number;
    int decimals;
    std::string_view unit;
};

/// One number and the letters behind it, taken off the text.
std::optional<Part> parsePart(std::string_view &text)
{
    auto end = std::ranges::find_if_not(text, isDigit);
    auto decimals = end;
    if (end != text.end() && *end == '.')
        decimals = std::find_if_not(++end, text.end(), isDigit);
    Part part{0, static_cast<int>(decimals - end), {}};
    const auto digits = text.substr(0, static_cast<std::size_t>(decimals - text.begin()));
    const auto [read, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), part.number, std::chars_format::fixed);
    if (error != std::errc() || read != digits.data() + digits.size())
        return std::nullopt;
    text.remove_prefix(digits.size());
    const auto unit = std::ranges::find_if(text, isDigit);
    part.unit = text.substr(0, static_cast<std::size_t>(unit - text.begin()));
    text.remove_prefix(part.unit.size());
    return part;
}

} // namespace

bool startsNumber(std::string_view text)
{
    if (text.starts_with('-') || text.starts_with('.'))
        text.remove_prefix(1);
    return !text.empty() && isDigit(text.front());
}

std::optional<Amount> parseAmount(std::string_view text, FactKind kind)
{
    if (!startsNumber(text))
        return std::nullopt;
    const bool negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    Amount quantity;
    quantity.percent = text.ends_with('%');
    if (quantity.percent)
        text.remove_suffix(1);
    double lastFactor = HUGE_VAL;
    while (!text.empty()) {
        const auto part = parsePart(text);
        if (!part)
            return std::nullopt;
        const auto factor = factorOf(part->unit, quantity.percent ? FactKind::Number : kind);
        if (!factor || *factor >= lastFactor) // "1h30m", but not "30m1h" or "1 2"
            return std::nullopt;
        if (lastFactor != HUGE_VAL && (kind != FactKind::Duration || part->unit.empty()))
            return std::nullopt;
        lastFactor = *factor;
        quantity.value += part->number * *factor;
        quantity.step = *factor * std::pow(10.0, -part->decimals);
    }
    if (negative)
        quantity.value = -quantity.value;
    return quantity;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/comparison.h"

#include <algorithm>
#include <cmath>

#include <re2/re2.h>

#include "core/filter/folding.h"

namespace forklore {
namespace {

bool isNegated(Operator op)
{
    return op == Operator::Different || op == Operator::ContainsNot;
}

/// Durations are cut as they are shown, "5 min" until the sixth begins; other figures are rounded.
bool isEqual(double value, const Amount &asked, FactKind kind)
{
    if (kind == FactKind::Duration)
        return std::floor(value / asked.step) == std::floor(asked.value / asked.step + 1e-9);
    if (kind == FactKind::Number && !asked.percent)
        return value == asked.value;
    return std::abs(value - asked.value) <= asked.step / 2;
}

Tristate compareNumbers(double value, const Amount &asked, Operator op, FactKind kind)
{
    const bool equal = isEqual(value, asked, kind);
    switch (op) {
    case Operator::Equal:
    case Operator::Contains:
        return tristateOf(equal);
    case Operator::Different:
    case Operator::ContainsNot:
        return tristateOf(!equal);
    case Operator::Less:
        return tristateOf(value < asked.value);
    case Operator::AtMost:
        return tristateOf(value < asked.value || equal);
    case Operator::Greater:
        return tristateOf(value > asked.value);
    case Operator::AtLeast:
        return tristateOf(value > asked.value || equal);
    }
    return Tristate::No;
}

Tristate compareNumberValue(const NumberValue &number, const Comparison &comparison, FactKind kind)
{
    const auto *asked = std::get_if<Amount>(&comparison.operand);
    if (asked == nullptr)
        return Tristate::No;
    if (!asked->percent || kind == FactKind::Share)
        return compareNumbers(number.value, *asked, comparison.op, kind);
    if (!number.wholeKnown)
        return Tristate::Unknown;
    if (!number.whole) // no limit: no share of it
        return Tristate::No;
    const auto share = *number.whole > 0 ? number.value / *number.whole * 100 : HUGE_VAL;
    return compareNumbers(share, *asked, comparison.op, kind);
}

bool matches(const std::string &text, const Comparison &comparison, bool cut)
{
    if (const auto *pattern = std::get_if<Pattern>(&comparison.operand))
        return RE2::PartialMatch(text, *pattern->program);
    const auto *asked = std::get_if<std::string>(&comparison.operand);
    if (asked == nullptr)
        return false;
    const auto have = folded(text);
    if (comparison.op == Operator::Contains || comparison.op == Operator::ContainsNot)
        return have.find(*asked) != std::string::npos;
    return have == *asked || (cut && asked->starts_with(have));
}

Tristate compareTextValue(const TextValue &textValue, const Comparison &comparison)
{
    const bool any = std::ranges::any_of(
        textValue.texts, [&](const std::string &text) { return matches(text, comparison, textValue.cut); });
    return tristateOf(any != isNegated(comparison.op));
}

} // namespace

Tristate compare(const FactValue &value, const Comparison &comparison, FactKind kind)
{
    if (std::holds_alternative<NotKnown>(value))
        return Tristate::Unknown;
    if (std::holds_alternative<NoneAsked>(comparison.operand))
        return tristateOf(std::holds_alternative<NoValue>(value) != isNegated(comparison.op));
    if (const auto *number = std::get_if<NumberValue>(&value))
        return compareNumberValue(*number, comparison, kind);
    if (const auto *textValue = std::get_if<TextValue>(&value))
        return compareTextValue(*textValue, comparison);
    return Tristate::No;
}

} // namespace forklore

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
bool isEqual(double value, const Amount &asked, FieldKind kind)
{
    if (kind == FieldKind::Duration)
        return std::floor(value / asked.step) == std::floor(asked.value / asked.step + 1e-9);
    if (kind == FieldKind::Number && !asked.percent)
        return value == asked.value;
    return std::abs(value - asked.value) <= asked.step / 2;
}

Truth compareNumbers(double value, const Amount &asked, Operator op, FieldKind kind)
{
    const bool equal = isEqual(value, asked, kind);
    switch (op) {
    case Operator::Equal:
    case Operator::Contains:
        return truthOf(equal);
    case Operator::Different:
    case Operator::ContainsNot:
        return truthOf(!equal);
    case Operator::Less:
        return truthOf(value < asked.value);
    case Operator::AtMost:
        return truthOf(value < asked.value || equal);
    case Operator::Greater:
        return truthOf(value > asked.value);
    case Operator::AtLeast:
        return truthOf(value > asked.value || equal);
    }
    return Truth::No;
}

Truth compareMeasure(const Measure &measure, const Comparison &comparison, FieldKind kind)
{
    const auto *asked = std::get_if<Amount>(&comparison.operand);
    if (asked == nullptr)
        return Truth::No;
    if (!asked->percent || kind == FieldKind::Share)
        return compareNumbers(measure.value, *asked, comparison.op, kind);
    if (!measure.wholeKnown)
        return Truth::Unknown;
    if (!measure.whole) // no limit: no share of it
        return Truth::No;
    const auto share = *measure.whole > 0 ? measure.value / *measure.whole * 100 : HUGE_VAL;
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

Truth compareWording(const Wording &wording, const Comparison &comparison)
{
    const bool any = std::ranges::any_of(
        wording.texts, [&](const std::string &text) { return matches(text, comparison, wording.cut); });
    return truthOf(any != isNegated(comparison.op));
}

} // namespace

Truth compare(const FieldValue &value, const Comparison &comparison, FieldKind kind)
{
    if (std::holds_alternative<NotKnown>(value))
        return Truth::Unknown;
    if (std::holds_alternative<NoneAsked>(comparison.operand))
        return truthOf(std::holds_alternative<NoValue>(value) != isNegated(comparison.op));
    if (const auto *measure = std::get_if<Measure>(&value))
        return compareMeasure(*measure, comparison, kind);
    if (const auto *wording = std::get_if<Wording>(&value))
        return compareWording(*wording, comparison);
    return Truth::No;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/operand.h"

#include <re2/re2.h>

#include <fmt/format.h>

#include "core/base/printable.h"
#include "core/filter/folding.h"
#include "core/filter/lexer.h"

namespace forklore {
namespace {

using Taken = tl::expected<Operand, OperandError>;

tl::unexpected<OperandError> wrong(std::string message)
{
    return tl::unexpected(OperandError{0, 0, std::move(message)});
}

/// RE2 takes time in proportion to the text, whatever the pattern and whatever a process wrote into its
/// command line; it neither recurses nor goes back.
Taken patternOf(const std::string &text)
{
    if (text.empty())
        return wrong("the pattern is empty");
    constexpr std::int64_t memory = 1 << 20;
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    options.set_max_mem(memory);
    auto program = std::make_shared<const RE2>(text, options);
    if (program->ok())
        return Pattern{text, std::move(program)};
    const auto &part = program->error_arg();
    const auto at = part.empty() ? std::string::npos : text.find(part);
    constexpr std::size_t slash = 1;
    OperandError error{0, 0, "in the regular expression: " + printable(program->error(), Backslash::Kept)};
    if (at != std::string::npos) {
        error.offset = at + slash;
        error.length = part.size();
    }
    return tl::unexpected(std::move(error));
}

Taken wordOf(const FieldTraits &field, const std::string &text)
{
    if (const auto *known = wordNamed(field, text))
        return Operand(folded(known->word));
    const auto near = nearestWord(field, text);
    if (!near.empty())
        return wrong(fmt::format("{} is never {}; did you mean {}?", field.name,
                                 printable(text, Backslash::Kept), near));
    std::string all;
    for (const auto &known : field.words)
        all += (all.empty() ? "" : ", ") + std::string(known.word);
    return wrong(
        fmt::format("{} is never {}; it is one of {}", field.name, printable(text, Backslash::Kept), all));
}

std::string_view kindOf(FactKind kind)
{
    switch (kind) {
    case FactKind::Bytes:
        return "a size in bytes, or with B, K, M, G, T or P";
    case FactKind::Duration:
        return "a time in seconds, or with ms, s, m, h, d or w";
    case FactKind::Share:
        return "a percentage";
    default:
        return "a number";
    }
}

Taken amountOf(const FieldTraits &field, Operator op, const std::string &text)
{
    const auto amount = parseAmount(text, field.kind);
    if (!amount)
        return wrong(fmt::format("{} is {}, as in {} {} {}", field.name, kindOf(field.kind), field.name,
                                 forklore::text(op == Operator::Contains ? Operator::Equal : op),
                                 exampleOf(field)));
    if (amount->percent && field.kind != FactKind::Share && field.wholeOf.empty())
        return wrong(
            fmt::format("{} has no whole to take a percentage of; it is {}", field.name, kindOf(field.kind)));
    return Operand(*amount);
}

} // namespace

tl::expected<Operand, OperandError> operandOf(const FieldTraits &field, Operator op, bool isPattern,
                                              bool quoted, const std::string &text)
{
    if (isPattern)
        return patternOf(text);
    const bool wholeValue = op == Operator::Equal || op == Operator::Different;
    if (!quoted && wholeValue && folded(text) == "none")
        return Operand(NoneAsked());
    if (hasOrder(field.kind))
        return amountOf(field, op, text);
    if (field.kind == FactKind::Word && wholeValue)
        return wordOf(field, text);
    return Operand(folded(text));
}

std::string exampleOf(const FieldTraits &field)
{
    return std::string(field.examples.empty() ? "none" : field.examples.front());
}

} // namespace forklore

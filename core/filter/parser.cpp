// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/parser.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/printable.h"
#include "core/filter/folding.h"
#include "core/filter/lexer.h"
#include "core/filter/operand.h"

namespace forklore {
namespace {

using Kind = Token::Kind;
using Parsed = tl::expected<Expression, FilterError>;

tl::unexpected<FilterError> wrong(std::size_t offset, std::size_t length, std::string message)
{
    return tl::unexpected(FilterError{offset, length, std::move(message)});
}

tl::unexpected<FilterError> wrong(const Token &token, std::string message)
{
    return wrong(token.offset, token.length, std::move(message));
}

/// A typed text in a message.
std::string quoted(std::string_view text)
{
    constexpr std::size_t maxLength = 40;
    return printable(text.substr(0, maxLength), Backslash::Kept) + (text.size() > maxLength ? "…" : "");
}

class Parser {
public:
    Parser(std::string_view text, const Vocabulary &vocabulary)
        : m_text(text), m_vocabulary(vocabulary), m_tokens(tokensOf(text, vocabulary))
    {
    }

    Parsed parse()
    {
        if (token().kind == Kind::End)
            return Expression{};
        if (isLoneKeyword()) // somebody types "notify", or looks for "and"
            return Expression{Expression::Kind::Text, folded(token().text)};
        auto expression = any();
        if (expression && token().kind == Kind::Close)
            return wrong(token(), "there is no ( for this )");
        return expression;
    }

private:
    static constexpr int deepest = 100;

    [[nodiscard]] const Token &token(std::size_t ahead = 0) const
    {
        return m_tokens[std::min(m_next + ahead, m_tokens.size() - 1)];
    }
    [[nodiscard]] std::size_t endOfLast() const { return m_next > 0 ? m_tokens[m_next - 1].end() : 0; }

    [[nodiscard]] bool isLoneKeyword() const
    {
        const auto kind = token().kind;
        const bool keyword = kind == Kind::And || kind == Kind::Or || kind == Kind::Not;
        return keyword && token(1).kind == Kind::End && token().text != "!";
    }

    [[nodiscard]] bool startsTerm() const
    {
        const auto kind = token().kind;
        return kind != Kind::End && kind != Kind::Close && kind != Kind::Or;
    }

    /// One part is the whole; several are parts.
    static Expression joined(Expression::Kind kind, std::vector<Expression> parts)
    {
        if (parts.size() == 1)
            return std::move(parts.front());
        return {kind, {}, {}, std::move(parts)};
    }

    Parsed any()
    {
        std::vector<Expression> parts;
        for (;;) {
            auto part = all();
            if (!part)
                return part;
            parts.push_back(std::move(*part));
            if (token().kind != Kind::Or)
                return joined(Expression::Kind::Or, std::move(parts));
            ++m_next;
        }
    }

    Parsed all()
    {
        std::vector<Expression> parts;
        do {
            if (token().kind == Kind::And && !parts.empty())
                ++m_next;
            auto part = term();
            if (!part)
                return part;
            parts.push_back(std::move(*part));
        } while (startsTerm());
        return joined(Expression::Kind::And, std::move(parts));
    }

    Parsed term()
    {
        const auto &first = token();
        switch (first.kind) {
        case Kind::Not:
            return negation();
        case Kind::Open:
            return group();
        case Kind::Text:
            if (!first.closed)
                return wrong(first, "the quotes that begin here are not closed");
            ++m_next;
            return Expression{Expression::Kind::Text, folded(first.text)};
        case Kind::Field:
            return comparison();
        case Kind::Operator:
            return wrong(first, fmt::format("there is no field before {0}; to search for the text, put it in "
                                            "quotes: \"{0}\"",
                                            first.text));
        default:
            return missingTerm();
        }
    }

    Parsed missingTerm()
    {
        if (token().kind == Kind::And || token().kind == Kind::Or) {
            return wrong(token(),
                         fmt::format("something is missing before {0}; to search for the word, put it "
                                     "in quotes: \"{0}\"",
                                     token().text));
        }
        if (m_next == 0)
            return wrong(token(), "there is no ( for this )");
        const auto &before = m_tokens[m_next - 1];
        return wrong(before.end(), 0, fmt::format("something is missing after {}", before.text));
    }

    Parsed negation()
    {
        if (++m_depth > deepest)
            return wrong(token(), "this is nested too deeply");
        ++m_next;
        auto part = term();
        --m_depth;
        if (!part)
            return part;
        std::vector<Expression> parts;
        parts.push_back(std::move(*part));
        return Expression{Expression::Kind::Not, {}, {}, std::move(parts)};
    }

    Parsed group()
    {
        if (++m_depth > deepest)
            return wrong(token(), "this is nested too deeply");
        const auto &open = token();
        ++m_next;
        if (token().kind == Kind::End)
            return wrong(open, "this ( is not closed");
        auto inner = any();
        --m_depth;
        if (!inner)
            return inner;
        if (token().kind != Kind::Close)
            return wrong(open, "this ( is not closed");
        ++m_next;
        return inner;
    }

    Parsed comparison()
    {
        const auto &name = token();
        const auto &op = token(1);
        const auto dot = name.text.find('.');
        const auto base = name.text.substr(0, dot);
        const auto position = fieldNamed(m_vocabulary, base);
        if (!position || (dot != std::string::npos && m_vocabulary[*position].keyedBy.empty()))
            return unknownField(name, op);
        const auto &field = m_vocabulary[*position];
        Comparison comparison{
            *position, dot == std::string::npos ? "" : name.text.substr(dot + 1), op.op, {}};
        if (!field.keyedBy.empty() && comparison.key.empty())
            return wrong(name, fmt::format("{0} needs a name: {0}.{1}", field.name, field.keyedBy));
        if (op.text == ":" && field.kind != FactKind::Text) // is:kernel, pid:12
            comparison.op = Operator::Equal;
        m_next += 2;
        auto operand = value(field, comparison.op);
        if (!operand)
            return tl::unexpected(operand.error());
        comparison.operand = std::move(*operand);
        if (lacksUnit(field))
            return wrong(token(),
                         fmt::format("{0} is no unit of {1}, as in {1} {2} {3}; to search for the word as "
                                     "well, put and before it",
                                     quoted(token().text), field.name, text(comparison.op),
                                     exampleOf(field)));
        return Expression{Expression::Kind::Compare, {}, std::move(comparison)};
    }

    /// A number without a unit, and behind it a word that could have been meant as one: "1 XB".
    [[nodiscard]] bool lacksUnit(const FieldTraits &field) const
    {
        const bool hasUnits = field.kind == FactKind::Bytes || field.kind == FactKind::Duration;
        const auto &before = m_tokens[m_next - 1].text;
        return hasUnits && token().kind == Kind::Text && !token().quoted && !before.empty() &&
               before.back() >= '0' && before.back() <= '9';
    }

    [[nodiscard]] tl::unexpected<FilterError> unknownField(const Token &name, const Token &op) const
    {
        const auto base = name.text.substr(0, name.text.find('.'));
        const auto near = nearestField(m_vocabulary, base);
        if (!near.empty() && !fieldNamed(m_vocabulary, base))
            return wrong(name,
                         fmt::format("there is no field {}; did you mean {}?", quoted(name.text), near));
        const auto until = token(2).kind == Kind::Text ? token(2).end() : op.end();
        const auto all = m_text.substr(name.offset, until - name.offset);
        return wrong(name,
                     fmt::format("there is no field {}; to search for the text, put it in quotes: \"{}\"",
                                 quoted(name.text), quoted(all)));
    }

    tl::expected<Operand, FilterError> value(const FieldTraits &field, Operator op)
    {
        const auto &sign = m_tokens[m_next - 1];
        const bool order = op != Operator::Equal && op != Operator::Different && op != Operator::Contains &&
                           op != Operator::ContainsNot;
        if (order && !hasOrder(field.kind))
            return wrong(sign, fmt::format("{} compares numbers, and {} is none; = != ~ and !~ are possible",
                                           sign.text, field.name));
        if ((sign.text == "~" || sign.text == "!~") && !takesText(field.kind))
            return wrong(sign,
                         fmt::format("{} searches text, and {} is a number; = != < <= > and >= are possible",
                                     sign.text, field.name));
        const auto &first = token();
        if (first.kind != Kind::Text && first.kind != Kind::Pattern)
            return wrong(sign.end(), 0,
                         fmt::format("a value is missing after {}, as in {} {} {}", sign.text, field.name,
                                     text(op), exampleOf(field)));
        if (!first.closed)
            return wrong(first, first.kind == Kind::Pattern
                                    ? "the pattern that begins here is not closed: it ends with a /"
                                    : "the quotes that begin here are not closed");
        const auto span = parseValue(field);
        return operandOf(field, op, first.kind == Kind::Pattern, first.quoted, span.text)
            .map_error([&](OperandError error) {
                const auto at = std::min(error.offset, span.length);
                const auto length = error.length > 0 ? error.length : span.length - at;
                return FilterError{span.offset + at, length, std::move(error.message)};
            });
    }

    /// The words that make up a value: "1 GB" and "1 h 30 m" are one.
    Token parseValue(const FieldTraits &field)
    {
        auto value = token();
        ++m_next;
        if (!hasOrder(field.kind) || value.quoted)
            return value;
        for (;;) {
            auto joined = value.text;
            std::size_t taken = 0;
            for (std::size_t count = 1; count <= 2 && token(count - 1).kind == Kind::Text; ++count) {
                const auto &next = token(count - 1);
                const bool twoNumbers =
                    startsNumber(next.text) && startsNumber(joined.substr(joined.size() - 1));
                if (next.quoted || twoNumbers)
                    break;
                joined += next.text;
                if (parseAmount(joined, field.kind)) {
                    taken = count;
                    break;
                }
            }
            if (taken == 0)
                return value;
            m_next += taken;
            value.text = joined;
            value.length = m_tokens[m_next - 1].end() - value.offset;
        }
    }

    std::string_view m_text;
    const Vocabulary &m_vocabulary;
    std::vector<Token> m_tokens;
    std::size_t m_next = 0;
    int m_depth = 0;
};

} // namespace

tl::expected<Expression, FilterError> parseFilter(std::string_view text, const Vocabulary &vocabulary)
{
    return Parser(text, vocabulary).parse();
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/lexer.h"

#include <algorithm>
#include <optional>

#include "core/facts/spelling.h"
#include "core/filter/folding.h"

namespace forklore {
namespace {

struct Sign {
    std::string_view text;
    Operator op;
};

/// The longer before those they begin with; of several spellings the usual one comes last.
constexpr Sign signs[] = {
    {"!~", Operator::ContainsNot}, {"<>", Operator::Different}, {"!=", Operator::Different},
    {"<=", Operator::AtMost},      {">=", Operator::AtLeast},   {"==", Operator::Equal},
    {"=", Operator::Equal},        {"<", Operator::Less},       {">", Operator::Greater},
    {":", Operator::Contains},     {"~", Operator::Contains},
};

bool isBlank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool isLetter(char byte)
{
    const auto small = foldedAscii(byte);
    return (small >= 'a' && small <= 'z') || byte == '_';
}

bool isInName(char byte)
{
    return isLetter(byte) || (byte >= '0' && byte <= '9') || byte == '-';
}

bool endsText(char byte)
{
    return isBlank(byte) || byte == '(' || byte == ')' || byte == '"' || byte == '\'';
}

const Sign *signAt(std::string_view text)
{
    const auto *found =
        std::ranges::find_if(signs, [&](const Sign &sign) { return text.starts_with(sign.text); });
    return found == std::end(signs) ? nullptr : found;
}

std::optional<Token::Kind> keyword(std::string_view word)
{
    const auto small = folded(word);
    if (small == "and" || small == "&&")
        return Token::Kind::And;
    if (small == "or" || small == "||")
        return Token::Kind::Or;
    if (small == "not")
        return Token::Kind::Not;
    return std::nullopt;
}

class Lexer {
public:
    Lexer(std::string_view text, const Vocabulary &vocabulary) : m_text(text), m_vocabulary(vocabulary) {}

    std::vector<Token> all()
    {
        for (skipBlanks(); m_at < m_text.size(); skipBlanks()) {
            if (m_tokens.empty() || m_tokens.back().kind != Token::Kind::Operator)
                term();
            else
                value();
        }
        add(Token::Kind::End, 0);
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] char here() const { return m_text[m_at]; }
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }

    void skipBlanks() { m_at = skippedFrom(m_at); }
    [[nodiscard]] std::size_t skippedFrom(std::size_t at) const
    {
        while (at < m_text.size() && isBlank(m_text[at]))
            ++at;
        return at;
    }

    Token &add(Token::Kind kind, std::size_t length)
    {
        m_tokens.push_back({kind, m_at, length, std::string(m_text.substr(m_at, length))});
        m_at += length;
        return m_tokens.back();
    }

    void term()
    {
        if (here() == '(')
            add(Token::Kind::Open, 1);
        else if (here() == ')')
            add(Token::Kind::Close, 1);
        else if (here() == '"' || here() == '\'')
            quoted();
        else if (const auto length = fieldLength())
            add(Token::Kind::Field, length);
        else if (isSign())
            sign();
        else if (here() == '!')
            add(Token::Kind::Not, 1);
        else
            word();
    }

    void value()
    {
        const auto op = m_tokens.back().op;
        const bool pattern = op == Operator::Contains || op == Operator::ContainsNot;
        const bool colon = m_tokens.back().text == ":"; // tty:/dev/pts/3
        if (here() == '(')
            add(Token::Kind::Open, 1);
        else if (here() == ')')
            add(Token::Kind::Close, 1);
        else if (here() == '"' || here() == '\'')
            quoted();
        else if (here() == '/' && pattern && !colon)
            slashed();
        else
            word();
    }

    /// After a field; or where a field is missing before it. ":0" and "~/notes" are text.
    [[nodiscard]] bool isSign() const
    {
        const auto *sign = signAt(rest());
        if (sign == nullptr)
            return false;
        const bool afterField = !m_tokens.empty() && m_tokens.back().kind == Token::Kind::Field;
        const bool mayStartText = sign->text == ":" || sign->text == "~";
        const auto end = m_at + sign->text.size();
        return afterField || !mayStartText || end == m_text.size() || isBlank(m_text[end]);
    }

    void sign()
    {
        const auto *sign = signAt(rest());
        add(Token::Kind::Operator, sign->text.size()).op = sign->op;
    }

    /// Of the name here, if an operator stands behind it; else 0.
    [[nodiscard]] std::size_t fieldLength() const
    {
        if (!isLetter(here()))
            return 0;
        auto end = m_at;
        while (end < m_text.size() && isInName(m_text[end]))
            ++end;
        const auto base = m_text.substr(m_at, end - m_at);
        if (end < m_text.size() && m_text[end] == '.') {
            while (end < m_text.size() && !endsText(m_text[end]) && signAt(m_text.substr(end)) == nullptr)
                ++end;
        }
        const auto *sign = signAt(m_text.substr(skippedFrom(end)));
        if (sign == nullptr || keyword(base) || m_text[end - 1] == '-') // a->b
            return 0;
        if (fieldNamed(m_vocabulary, base) || (sign->text != ":" && sign->text != "~"))
            return end - m_at;
        // An unknown name: http://…, host:80, "vim ~/notes" and "X :0" are text; "nmae ~ x" is a mistake.
        const auto signAt = skippedFrom(end);
        const auto after = signAt + sign->text.size();
        const bool apart = signAt > end && after < m_text.size() && isBlank(m_text[after]);
        return apart ? end - m_at : 0;
    }

    void word()
    {
        auto end = m_at + 1;
        while (end < m_text.size() && !endsText(m_text[end]))
            ++end;
        const auto text = m_text.substr(m_at, end - m_at);
        add(keyword(text).value_or(Token::Kind::Text), text.size());
    }

    /// A backslash keeps the quote or backslash behind it; any other one stands for itself.
    void quoted()
    {
        const char quote = here();
        std::string text;
        auto end = m_at + 1;
        for (; end < m_text.size() && m_text[end] != quote; ++end) {
            const bool escapes = m_text[end] == '\\' && end + 1 < m_text.size() &&
                                 (m_text[end + 1] == quote || m_text[end + 1] == '\\');
            text += m_text[escapes ? ++end : end];
        }
        const bool closed = end < m_text.size();
        auto &token = add(Token::Kind::Text, end - m_at + (closed ? 1 : 0));
        token.text = std::move(text);
        token.quoted = true;
        token.closed = closed;
    }

    /// The slash that ends it stands before a blank, a parenthesis or the end, so paths need no escapes.
    void slashed()
    {
        auto end = m_at + 1;
        const auto ends = [&](std::size_t at) {
            const bool last = at + 1 == m_text.size() || isBlank(m_text[at + 1]) || m_text[at + 1] == ')';
            return m_text[at] == '/' && last;
        };
        for (; end < m_text.size() && !ends(end); ++end)
            end += m_text[end] == '\\' && end + 1 < m_text.size() ? 1 : 0;
        const bool closed = end < m_text.size();
        auto &token = add(Token::Kind::Pattern, std::min(end + (closed ? 1 : 0), m_text.size()) - m_at);
        token.text = token.text.substr(1, token.text.size() - (closed ? 2 : 1));
        token.quoted = true;
        token.closed = closed;
    }

    std::string_view m_text;
    const Vocabulary &m_vocabulary;
    std::size_t m_at = 0;
    std::vector<Token> m_tokens;
};

} // namespace

std::vector<Token> tokensOf(std::string_view text, const Vocabulary &vocabulary)
{
    return Lexer(text, vocabulary).all();
}

std::string_view text(Operator op)
{
    std::string_view usual;
    for (const auto &sign : signs)
        usual = sign.op == op ? sign.text : usual;
    return usual;
}

bool hasOrder(FactKind kind)
{
    return kind != FactKind::Text && kind != FactKind::Word;
}

bool takesText(FactKind kind)
{
    return !hasOrder(kind);
}

std::string quotedIfNeeded(std::string_view value)
{
    const bool plain = !value.empty() && std::ranges::none_of(value, endsText) && !keyword(value) &&
                       value.front() != '/' && folded(value) != "none";
    if (plain)
        return std::string(value);
    std::string quoted = "\"";
    for (const auto byte : value) {
        if (byte == '"' || byte == '\\')
            quoted += '\\';
        quoted += byte;
    }
    return quoted + '"';
}

} // namespace forklore

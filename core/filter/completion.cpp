// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/completion.h"

#include <algorithm>

#include "core/filter/folding.h"
#include "core/filter/lexer.h"

namespace forklore {
namespace {

using Kind = Token::Kind;

struct OperatorMeaning {
    std::string_view text;
    std::string_view meaning;
    bool ofNumbers = false;
    bool ofText = false;
};

constexpr OperatorMeaning operators[] = {
    {.text = "=", .meaning = "is", .ofNumbers = true, .ofText = true},
    {.text = "!=", .meaning = "is another", .ofNumbers = true, .ofText = true},
    {.text = ">", .meaning = "more than", .ofNumbers = true},
    {.text = ">=", .meaning = "at least", .ofNumbers = true},
    {.text = "<", .meaning = "less than", .ofNumbers = true},
    {.text = "<=", .meaning = "at most", .ofNumbers = true},
    {.text = "~", .meaning = "contains", .ofText = true},
    {.text = "!~", .meaning = "does not contain", .ofText = true},
};

bool beginsWith(std::string_view text, std::string_view start)
{
    return folded(text).starts_with(folded(start));
}

class Completion {
public:
    Completion(std::string_view text, std::size_t cursor, const Vocabulary &vocabulary,
               const CurrentValues &values, std::size_t textField)
        : m_vocabulary(vocabulary),
          m_values(values),
          m_textField(textField),
          m_cursor(std::min(cursor, text.size())),
          m_tokens(tokensOf(text, vocabulary))
    {
    }

    std::vector<Proposal> proposals()
    {
        const auto at = findPlace();
        const auto *before = at > 0 ? &m_tokens[at - 1] : nullptr;
        if (before != nullptr && before->kind == Kind::Operator)
            proposeValues(m_tokens[at - 1], at >= 2 ? &m_tokens[at - 2] : nullptr);
        else if (before != nullptr && before->kind == Kind::Field)
            proposeOperators(*before);
        else
            proposeTerms(before);
        return std::move(m_proposals);
    }

private:
    /// The token that the cursor is in or at the end of, else the one that comes after it.
    std::size_t findPlace()
    {
        std::size_t at = 0;
        while (m_tokens[at].kind != Kind::End && m_tokens[at].end() < m_cursor)
            ++at;
        const auto &token = m_tokens[at];
        const bool open = token.kind == Kind::Open || token.kind == Kind::Close;
        if (open && token.end() == m_cursor) // behind a parenthesis something new begins
            return place(at + 1, m_cursor, 0);
        if (token.kind == Kind::Operator && token.end() == m_cursor) {
            // "cpu >" may go on as "cpu >=" or with a value: the value is what is missing
            return place(at + 1, m_cursor, 0);
        }
        if (token.kind == Kind::End || token.offset >= m_cursor)
            return place(at, m_cursor, 0);
        m_typed = token.text.substr(0, token.quoted ? m_cursor - token.offset - 1 : m_cursor - token.offset);
        m_quoted = token.quoted;
        return place(at, token.offset, token.length);
    }

    std::size_t place(std::size_t at, std::size_t from, std::size_t length)
    {
        m_from = from;
        m_length = length;
        return at;
    }

    void propose(std::string text, std::string_view explanation)
    {
        m_proposals.push_back({m_from, m_length, std::move(text), std::string(explanation)});
    }

    void proposeTerms(const Token *before)
    {
        const bool afterTerm =
            before != nullptr &&
            (before->kind == Kind::Text || before->kind == Kind::Pattern || before->kind == Kind::Close);
        if (m_quoted)
            return;
        const auto word = [&](std::string_view text, std::string_view meaning) {
            if (beginsWith(text, m_typed))
                propose(std::string(text) + ' ', meaning);
        };
        if (before != nullptr && before->kind == Kind::Text && !before->quoted)
            proposeOperators(*before); // "cpu " is a field that waits for its operator
        if (afterTerm) {
            word("and", "both must hold");
            word("or", "one of the two must hold");
        }
        proposeFields();
        word("not", "the opposite of what follows");
        if (!m_typed.empty())
            proposeCurrent(m_textField);
    }

    /// The name itself first, then those that go on from it, then those that bear it as another name.
    void proposeFields()
    {
        const auto isIt = [&](const FieldTraits &field) { return folded(field.name) == folded(m_typed); };
        for (const bool exact : {true, false}) {
            for (const auto &field : m_vocabulary) {
                if (beginsWith(field.name, m_typed) && isIt(field) == exact)
                    proposeField(field);
            }
        }
        for (const auto &field : m_vocabulary) {
            const bool byAlias =
                !m_typed.empty() && std::ranges::any_of(field.aliases, [&](std::string_view alias) {
                    return beginsWith(alias, m_typed);
                });
            if (byAlias && !beginsWith(field.name, m_typed))
                proposeField(field);
        }
    }

    void proposeField(const FieldTraits &field)
    {
        const auto *goesOn = field.keyedBy.empty() ? " " : ".";
        propose(std::string(field.name) + goesOn, field.meaning);
    }

    void proposeOperators(const Token &name)
    {
        const auto position = fieldNamed(m_vocabulary, name.text.substr(0, name.text.find('.')));
        if (!position)
            return;
        const auto kind = m_vocabulary[*position].kind;
        for (const auto &[text, meaning, ofNumbers, ofText] : operators) {
            if ((hasOrder(kind) ? ofNumbers : ofText) && text.starts_with(m_typed))
                propose(std::string(text) + ' ', meaning);
        }
    }

    void proposeValues(const Token &op, const Token *name)
    {
        const auto position = name == nullptr
                                  ? std::nullopt
                                  : fieldNamed(m_vocabulary, name->text.substr(0, name->text.find('.')));
        if (!position)
            return;
        const auto &field = m_vocabulary[*position];
        for (const auto &known : field.words) {
            if (beginsWith(known.word, m_typed))
                propose(blankAfter(op) + std::string(known.word) + ' ', known.meaning);
        }
        if (field.sampled)
            proposeCurrent(*position, blankAfter(op));
        if (!field.words.empty() || (field.sampled && !m_proposals.empty()))
            return;
        for (const auto example : field.examples) {
            const bool pattern = example.starts_with('/');
            const bool contains = op.op == Operator::Contains || op.op == Operator::ContainsNot;
            if (beginsWith(example, m_typed) && pattern <= contains)
                propose(blankAfter(op) + std::string(example) + ' ', "for example");
        }
    }

    /// Between an operator and the value that is set right behind it.
    [[nodiscard]] std::string blankAfter(const Token &op) const
    {
        return m_from == op.end() && m_length == 0 ? " " : "";
    }

    void proposeCurrent(std::size_t field, const std::string &before = {})
    {
        constexpr std::size_t maxProposals = 50;
        std::size_t count = 0;
        for (const auto &value : m_values(field)) {
            if (!beginsWith(value, m_typed) || count == maxProposals)
                continue;
            propose(before + quotedIfNeeded(value) + ' ', m_vocabulary[field].meaning);
            ++count;
        }
    }

    const Vocabulary &m_vocabulary;
    const CurrentValues &m_values;
    std::size_t m_textField;
    std::size_t m_cursor;
    std::vector<Token> m_tokens;
    std::vector<Proposal> m_proposals;
    std::string m_typed; ///< before the cursor, of the word it is in
    bool m_quoted = false;
    std::size_t m_from = 0;
    std::size_t m_length = 0;
};

} // namespace

std::vector<Proposal> complete(std::string_view text, std::size_t cursor, const Vocabulary &vocabulary,
                               const CurrentValues &values, std::size_t textField)
{
    return Completion(text, cursor, vocabulary, values, textField).proposals();
}

} // namespace forklore

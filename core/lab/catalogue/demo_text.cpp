// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/catalogue/demo_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace forklore {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

void appendLine(std::string &paragraph, std::string_view line)
{
    if (!paragraph.empty())
        paragraph += ' ';
    paragraph += line;
}

/// The word before the first blank, which it takes off.
std::string nextWord(std::string_view &text)
{
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    text = trimmed(text.substr(end));
    return std::string(word);
}

class Parser {
public:
    Result<DemoText> parse(std::string_view text)
    {
        std::size_t number = 0;
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            ++number;
            if (const auto wrong = parseLine(trimmed(text.substr(0, end))); !wrong.empty())
                return failure(ErrorKind::Malformed, fmt::format("line {}: {}", number, wrong));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (const auto missing = whatIsMissing(); !missing.empty())
            return failure(ErrorKind::Malformed, std::string(missing));
        return std::move(m_text);
    }

private:
    /// Returns what is wrong with the line; empty: nothing.
    std::string_view parseLine(std::string_view line)
    {
        constexpr std::string_view look = "look:";
        if (line.empty())
            return {};
        const auto rest = trimmed(line.substr(1));
        switch (line.front()) {
        case '#':
            m_text.title = rest;
            return {};
        case '?':
            m_text.question = rest;
            return {};
        case '-':
        case '+':
            m_text.choices.push_back({std::string(rest), line.front() == '+'});
            return {};
        case '@':
            m_text.moments.push_back({std::string(rest), {}, {}});
            return rest.empty() || rest.find(' ') != rest.npos ? "a moment has one word for a name" : "";
        default:
            break;
        }
        if (line.substr(0, look.size()) == look)
            return takeLook(trimmed(line.substr(look.size())));
        if (!m_text.moments.empty())
            appendLine(m_text.moments.back().text, line);
        else if (m_text.question.empty())
            appendLine(m_text.summary, line);
        else
            return "only choices and moments follow the question";
        return {};
    }

    std::string_view takeLook(std::string_view line)
    {
        if (m_text.moments.empty())
            return "there is no moment yet to look at";
        Look look;
        look.role = nextWord(line);
        look.pane = nextWord(line);
        look.field = line;
        if (look.role.empty())
            return "a look needs a role";
        m_text.moments.back().looks.push_back(std::move(look));
        return {};
    }

    [[nodiscard]] std::string_view whatIsMissing() const
    {
        if (m_text.title.empty())
            return "there is no title";
        if (m_text.summary.empty())
            return "there is no summary";
        if (m_text.moments.empty())
            return "there is no moment";
        if (m_text.question.empty() != m_text.choices.empty())
            return "a question and its choices go together";
        const auto right = std::ranges::count(m_text.choices, true, &Choice::isRight);
        return !m_text.choices.empty() && right != 1 ? "one choice is right" : "";
    }

    DemoText m_text;
};

} // namespace

Result<DemoText> parseDemoText(std::string_view text)
{
    return Parser().parse(text);
}

} // namespace forklore

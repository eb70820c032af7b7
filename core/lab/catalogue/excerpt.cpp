// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/catalogue/excerpt.h"

#include <algorithm>
#include <utility>

namespace forklore {
namespace {

std::size_t indentOf(std::string_view line)
{
    return std::min(line.find_first_not_of(' '), line.size());
}

/// Without what all its lines are indented by, and with one blank line at most in a row.
void appendPart(std::vector<CodeLine> &code, const std::vector<CodeLine> &part)
{
    std::size_t indent = std::string::npos;
    for (const auto &line : part)
        indent = line.text.empty() ? indent : std::min(indent, indentOf(line.text));
    if (!code.empty())
        code.push_back({});
    for (const auto &line : part) {
        if (line.text.empty() && (code.empty() || code.back().text.empty()))
            continue;
        code.push_back({line.text.empty() ? std::string() : line.text.substr(indent), line.number});
    }
    while (!code.empty() && code.back().text.empty())
        code.pop_back();
}

} // namespace

std::vector<CodeLine> excerpt(std::string_view source)
{
    std::vector<CodeLine> code;
    std::vector<CodeLine> part;
    bool isShown = false;
    for (int number = 1; !source.empty(); ++number) {
        const auto end = std::min(source.find('\n'), source.size());
        const auto line = source.substr(0, end);
        source.remove_prefix(std::min(end + 1, source.size()));
        const auto begin = line.substr(indentOf(line));
        if (begin == "//[") {
            isShown = true;
        } else if (begin == "//]") {
            isShown = false;
            appendPart(code, std::exchange(part, {}));
        } else if (isShown && begin.substr(0, 5) != "lab::") {
            part.push_back({std::string(begin.empty() ? begin : line), number});
        }
    }
    return code;
}

int placeOf(const std::vector<CodeLine> &code, int sourceLine)
{
    int place = -1;
    for (int i = 0; i < static_cast<int>(code.size()); ++i) {
        const auto number = code[static_cast<std::size_t>(i)].number;
        if (number > 0 && number <= sourceLine)
            place = i;
    }
    return place;
}

} // namespace forklore

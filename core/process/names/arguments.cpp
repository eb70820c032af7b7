// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/names/arguments.h"

#include "core/base/text_cursor.h"

namespace forklore {

std::vector<std::string> splitArguments(std::string_view commandLine)
{
    std::vector<std::string> arguments;
    TextCursor cursor(commandLine);
    while (!cursor.atEnd())
        arguments.emplace_back(cursor.until('\0'));
    return arguments;
}

Title titleOf(const Stat &stat, std::string_view commandLine)
{
    const auto start = stat.argumentsStart.value_or(0);
    const auto end = stat.argumentsEnd.value_or(0);
    if (start == 0 || end < start)
        return Title::Unknown;
    const auto area = end - start;
    if (commandLine.size() > area)
        return Title::Overflown;
    // An empty text is a process without memory (it is ending), not a title.
    return commandLine.empty() || commandLine.size() == area ? Title::Original : Title::Rewritten;
}

std::vector<std::string> argumentsOf(const Stat &stat, std::string_view commandLine)
{
    const auto title = titleOf(stat, commandLine);
    if (title != Title::Overflown && title != Title::Rewritten)
        return splitArguments(commandLine);
    return {std::string(commandLine.substr(0, commandLine.find_last_not_of('\0') + 1))};
}

std::string argumentLine(const std::vector<std::string> &arguments, Backslash backslash)
{
    std::string line;
    for (const auto &argument : arguments) {
        if (!line.empty())
            line += ' ';
        // A lone argument with blanks is a title as a rule: it reads better bare.
        const bool quoted =
            argument.empty() || (arguments.size() > 1 && argument.find(' ') != std::string::npos);
        const auto text = printable(argument, backslash);
        line += quoted ? '"' + text + '"' : text;
    }
    return line;
}

} // namespace forklore

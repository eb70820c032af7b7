// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/where.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/cli/fact_columns.h"
#include "app/cli/output/text.h"

namespace forklore::cli {

int complainAbout(const std::string &expression, const FilterError &error)
{
    const std::string_view text = expression;
    const auto before = columnsOf(printable(text.substr(0, error.offset)));
    const auto wrong = columnsOf(printable(text.substr(std::min(error.offset, text.size()), error.length)));
    fmt::print(stderr, "forklore-cli: --where: column {}: {}\n", before + 1, printable(error.message));
    fmt::print(stderr, "    {}\n    {}{}\n", printable(text), std::string(before, ' '),
               '^' + std::string(wrong > 1 ? wrong - 1 : 0, '~'));
    return wrongUsage;
}

void keepMatches(Survey &survey, const ProcessFilter &filter)
{
    const auto context = factContext(survey);
    std::erase_if(survey.shown, [&](const auto &process) { return !filter.matches(*process, context); });
}

} // namespace forklore::cli

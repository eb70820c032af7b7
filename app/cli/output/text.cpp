// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

namespace forklore::cli {

std::size_t columnsOf(std::string_view text)
{
    std::size_t columns = 0;
    while (!text.empty()) {
        const auto character = firstCharacter(text).value_or(Character{U'?', 1});
        columns += forklore::columnsOf(character.code);
        text.remove_prefix(character.bytes);
    }
    return columns;
}

std::string cut(std::string_view text, std::size_t columns)
{
    if (columns == 0)
        return std::string(text);
    std::size_t used = 0;
    std::size_t bytes = 0;
    while (bytes < text.size()) { // what takes no column belongs to the character before it
        const auto character = firstCharacter(text.substr(bytes)).value_or(Character{U'?', 1});
        used += forklore::columnsOf(character.code);
        if (used > columns)
            break;
        bytes += character.bytes;
    }
    return std::string(text.substr(0, bytes));
}

std::string cpuTimeText(double seconds)
{
    const auto hundredths = static_cast<std::uint64_t>(std::llround(seconds * 100));
    const auto minutes = hundredths / 6000;
    const auto rest = static_cast<double>(hundredths % 6000) / 100;
    if (minutes < 60)
        return fmt::format("{}:{:05.2f}", minutes, rest);
    return fmt::format("{}:{:02}:{:05.2f}", minutes / 60, minutes % 60, rest);
}

void Table::addColumn(std::string title, Align align)
{
    m_titles.push_back(std::move(title));
    m_aligns.push_back(align);
}

void Table::addRow(std::vector<std::string> cells)
{
    cells.resize(m_titles.size());
    m_rows.push_back(std::move(cells));
}

std::string Table::text(std::size_t width, bool bold) const
{
    std::vector<std::size_t> widths;
    std::ranges::transform(m_titles, std::back_inserter(widths), columnsOf);
    for (const auto &row : m_rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columnsOf(row[i]));
    }
    const auto heading = cut(line(m_titles, widths), width);
    std::string text = bold ? "\x1b[1m" + heading + "\x1b[0m\n" : heading + '\n';
    for (const auto &row : m_rows)
        text += cut(line(row, widths), width) + '\n';
    return text;
}

std::string Table::line(const std::vector<std::string> &cells, const std::vector<std::size_t> &widths) const
{
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string padding(widths[i] - columnsOf(cells[i]), ' ');
        const bool last = i + 1 == cells.size();
        if (m_aligns[i] == Align::Right)
            text += padding + cells[i];
        else
            text += last ? cells[i] : cells[i] + padding;
        text += last ? "" : "  ";
    }
    return text;
}

} // namespace forklore::cli

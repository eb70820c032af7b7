// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text for a terminal: no control character of a process ever reaches it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/printable.h"

namespace forklore::cli {

using forklore::isUtf8;
using forklore::printable;
using forklore::printableName;

/// Columns that a terminal gives to printable text.
[[nodiscard]] std::size_t columnsOf(std::string_view text);

/// The text cut to so many columns; 0: not at all.
[[nodiscard]] std::string cut(std::string_view text, std::size_t columns);

/// "1:02:03.45" of CPU time.
[[nodiscard]] std::string cpuTimeText(double seconds);

/// Rows of cells, aligned in columns two blanks apart.
class Table {
public:
    enum class Align { Left, Right };

    void addColumn(std::string title, Align align);
    void addRow(std::vector<std::string> cells);
    /// @param width columns of the terminal; 0: rows are not cut @param bold whether the titles are set in
    /// bold
    [[nodiscard]] std::string text(std::size_t width, bool bold) const;

private:
    [[nodiscard]] std::string line(const std::vector<std::string> &cells,
                                   const std::vector<std::size_t> &widths) const;

    std::vector<std::string> m_titles;
    std::vector<Align> m_aligns;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Excerpt: the lines of a scenario's source that a person is shown. They are the code that runs: those
// between
// //[ and //], without the calls of the frame, which begin with lab::.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace forklore {

struct CodeLine {
    std::string text;
    int number = 0; ///< in the source file; 0: a blank line between two parts

    bool operator==(const CodeLine &) const = default;
};

[[nodiscard]] std::vector<CodeLine> excerpt(std::string_view source);

/// The place of the line that a process has come to, which may be one of the frame: that before it.
/// -1: before the first.
[[nodiscard]] int placeOf(const std::vector<CodeLine> &code, int sourceLine);

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoText: what a person reads of a demo, as resources/lab/NAME.txt has it:
//
//     # Orphan
//     A paragraph: what it is about. It ends with a blank line.
//
//     ? Who is the child's parent then?
//     - nobody
//     + process 1, or a subreaper            (+ marks what is right)
//
//     @ orphaned
//     What is to be seen at that moment, with {child} for the pid of who plays that role.
//     look: child overview PPID              (a role, a pane of the details, what to look at there)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace forklore {

struct Choice {
    std::string text;
    bool isRight = false;

    bool operator==(const Choice &) const = default;
};

/// Where to look in the window.
struct Look {
    std::string role;
    std::string pane;  ///< as its id; empty: at the row of the tree alone
    std::string field; ///< its label there, or a cell of its row; empty: the whole pane

    bool operator==(const Look &) const = default;
};

/// A point of the play at which it stands still to be looked at.
struct DemoMoment {
    std::string name;
    std::string text;
    std::vector<Look> looks;

    bool operator==(const DemoMoment &) const = default;
};

struct DemoText {
    std::string title;
    std::string summary;
    std::string question;
    std::vector<Choice> choices;
    std::vector<DemoMoment> moments; ///< in the order in which they come, as far as it is certain

    bool operator==(const DemoText &) const = default;
};

/// Malformed, with the line and what is wrong with it.
[[nodiscard]] Result<DemoText> parseDemoText(std::string_view text);

/// The text with each {role} replaced by what `nameOf` makes of it.
template <class NameOf>
[[nodiscard]] std::string withNames(std::string_view text, NameOf nameOf)
{
    std::string named;
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = text.find('}', open);
        named += text.substr(0, open);
        if (close == std::string_view::npos)
            return named.append(open == std::string_view::npos ? std::string_view() : text.substr(open));
        named += nameOf(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
    return named;
}

} // namespace forklore

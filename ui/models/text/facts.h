// SPDX-License-Identifier: GPL-3.0-or-later
//
// FactLine: what a pane says in words, label by label.
#pragma once

#include <vector>

#include <QString>

namespace forklore {

struct FactLine {
    QString label; ///< empty: the value goes on with the one above
    QString value;
    QString tip; ///< what the label means, or why there is no value
};

/// A column of facts under a title.
struct FactGroup {
    QString title;
    std::vector<FactLine> facts;
};

} // namespace forklore

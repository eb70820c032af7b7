// SPDX-License-Identifier: GPL-3.0-or-later
//
// The spans of time that charts can show.
#pragma once

#include <chrono>
#include <functional>

class QMenu;

namespace forklore {

/// One checkable action a span. @param choose called with the one that was chosen
void addSpanActions(QMenu &menu, std::chrono::seconds current,
                    const std::function<void(std::chrono::seconds)> &choose);

} // namespace forklore

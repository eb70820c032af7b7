// SPDX-License-Identifier: GPL-3.0-or-later
//
// Catalogue: all demos. A new one is an entry here, a text in resources/lab, and a scenario in app/lab.
#pragma once

#include <string_view>
#include <vector>

#include "core/lab/catalogue/demo.h"

namespace forklore {

/// In the order in which they are offered.
[[nodiscard]] const std::vector<Demo> &demos();
/// Null: there is none of that name.
[[nodiscard]] const Demo *demoNamed(std::string_view name);

} // namespace forklore

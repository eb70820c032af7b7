// SPDX-License-Identifier: GPL-3.0-or-later
//
// The JSON of show as text for a terminal: one source for both faces, so they cannot differ.
#pragma once

#include <string>

#include "core/codec/json.h"

namespace forklore::cli {

/// @param sections an object: a heading and a body for each member
[[nodiscard]] std::string sectionsText(const Json &sections, bool color);

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The name of a process (its comm) as text: a process may call itself nothing at all, or blanks alone.
#pragma once

#include <string>
#include <string_view>

#include "core/base/printable.h"

namespace forklore {

/// "(no name)" for an empty one, a blank one in quotes; else as printableName().
[[nodiscard]] std::string nameText(std::string_view comm, Backslash backslash = Backslash::Doubled);

} // namespace forklore

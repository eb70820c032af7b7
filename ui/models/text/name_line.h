// SPDX-License-Identifier: GPL-3.0-or-later
//
// The name of a process for people.
#pragma once

#include "core/process/name_text.h"
#include "ui/models/text/bytes.h"

namespace forklore {

/// As lineOf(), but never blank.
[[nodiscard]] inline QString nameLine(std::string_view comm)
{
    return lineOf(nameText(comm, Backslash::Kept));
}

} // namespace forklore

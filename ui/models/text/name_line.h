// SPDX-License-Identifier: GPL-3.0-or-later
//
// The name of a process for people.
#pragma once

#include "core/process/names/name_text.h"
#include "ui/models/text/bytes.h"

namespace forklore {

/// One line of text, never blank. The kernel may have cut the name within a character.
[[nodiscard]] inline QString nameLine(std::string_view comm)
{
    return QString::fromStdString(nameText(comm, Backslash::Kept));
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/names/name_text.h"

namespace forklore {

std::string nameText(std::string_view comm, Backslash backslash)
{
    if (comm.empty())
        return "(no name)";
    auto text = printableName(comm, backslash);
    return isBlank(text) ? '"' + text + '"' : text;
}

} // namespace forklore

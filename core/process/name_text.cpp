// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/name_text.h"

namespace forklore {

std::string nameText(std::string_view comm, Backslash backslash)
{
    if (comm.empty())
        return "(no name)";
    if (comm.find_first_not_of(' ') == std::string_view::npos)
        return '"' + std::string(comm) + '"';
    return printable(comm, backslash);
}

} // namespace forklore

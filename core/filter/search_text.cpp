// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/search_text.h"

#include "core/filter/folding.h"
#include "core/process/arguments.h"

namespace forklore {

std::string searchText(const Process &process)
{
    auto text = std::to_string(process.id.pid);
    if (!process.stat)
        return text;
    text += '\n' + printable(process.stat->comm, Backslash::Kept);
    if (process.commandLine)
        text += '\n' + argumentLine(argumentsOf(*process.stat, *process.commandLine), Backslash::Kept);
    return folded(text);
}

} // namespace forklore

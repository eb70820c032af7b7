// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/search_text.h"

#include "core/filter/folding.h"
#include "core/process/names/arguments.h"
#include "core/process/names/display_name.h"

namespace forklore {

std::string searchText(const Process &process)
{
    auto text = std::to_string(process.id.pid);
    if (!process.stat)
        return text;
    text += '\n' + printableName(process.stat->comm, Backslash::Kept);
    if (const auto name = displayName(process); name != process.stat->comm)
        text += '\n' + printableName(name, Backslash::Kept);
    if (process.commandLine)
        text += '\n' + argumentLine(argumentsOf(*process.stat, *process.commandLine), Backslash::Kept);
    return folded(text);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_environ.h"

#include "core/base/text_cursor.h"

namespace forklore {

Environment parsePidEnviron(std::string_view block)
{
    Environment environment;
    TextCursor cursor(block);
    while (!cursor.atEnd()) {
        const auto entry = cursor.until('\0');
        const auto equals = entry.find('=');
        if (equals == std::string_view::npos)
            environment.push_back({std::string(entry), std::nullopt});
        else
            environment.push_back(
                {std::string(entry.substr(0, equals)), std::string(entry.substr(equals + 1))});
    }
    return environment;
}

} // namespace forklore

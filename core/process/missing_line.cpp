// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/missing_line.h"

#include <fmt/format.h>

namespace forklore {

Error missingLine(std::string_view file, std::string_view line, std::string_view since)
{
    if (since.empty())
        return {ErrorKind::Malformed, fmt::format("{} has no valid line {}", file, line)};
    return {ErrorKind::Unsupported, fmt::format("{} has no valid line {} ({})", file, line, since)};
}

} // namespace forklore

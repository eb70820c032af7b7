// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/stat.h"

#include <fmt/format.h>

namespace forklore {

Error missingStatField(std::string_view field)
{
    return {ErrorKind::Malformed,
            fmt::format("stat: no field {}: the line is too short, or has something else there", field)};
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Links of /proc to files that may have been deleted since: exe, cwd, root.
#pragma once

#include <string>

#include "core/base/file.h"

namespace forklore {

struct LinkTarget {
    std::string path; ///< without the kernel's " (deleted)"
    bool deleted = false;
};

[[nodiscard]] Result<LinkTarget> readLinkTarget(const Directory &process, const char *name);

} // namespace forklore

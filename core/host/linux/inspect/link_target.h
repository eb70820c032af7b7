// SPDX-License-Identifier: GPL-3.0-or-later
//
// Links of /proc to files that may have been deleted since: exe, cwd, root.
#pragma once

#include <optional>
#include <string>

#include "core/base/file.h"

namespace forklore {

struct LinkTarget {
    std::string path; ///< without the kernel's " (deleted)"
    bool deleted = false;
};

/// Whether the file that a process runs has no name any more, at the cost of one statx(2) that does not
/// contact a file server (AT_STATX_DONT_SYNC). Nothing: it may not be told, or it never was a file
/// (memfd_create(2)), or the /proc is a captured one.
/// @param root /proc @param link "PID/exe"
[[nodiscard]] std::optional<bool> isExecutableDeleted(const Directory &root, const char *link);

[[nodiscard]] Result<LinkTarget> readLinkTarget(const Directory &process, const char *name);

} // namespace forklore

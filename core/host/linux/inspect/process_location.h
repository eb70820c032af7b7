// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where a process lives: directories, control groups, namespaces.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/host/linux/sampling/process_files.h"
#include "core/process/location.h"

namespace forklore {

/// The inode in the text of a link in /proc/PID/ns: "pid:[4026531836]".
[[nodiscard]] Result<std::uint64_t> parseNamespaceLink(std::string_view text);

/// @param root of /proc; on a live one the reader's own namespaces are compared with
[[nodiscard]] Location readLocation(ProcessFiles &files, const Directory &root);

} // namespace forklore

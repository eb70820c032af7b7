// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who has something open: as lsof(8) and fuser(1) answer it, with the places exe, cwd and root.
#pragma once

#include "core/base/file.h"
#include "core/process/resources/file_query.h"
#include "core/process/resources/peer.h"

namespace forklore {

/// A path that exists stands for the very file, whatever name it was opened by; one that does not, for
/// the text. A deleted file of that name is found too, and the sockets bound to it or connected with it.
/// Files that are mapped but no longer open are not found.
[[nodiscard]] WhoHas readWhoHas(const Directory &root, const FileQuery &query);

} // namespace forklore

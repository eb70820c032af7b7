// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is there, who is whose child and in which state: what /proc/PID/stat alone tells of all processes. No
// other file is read, so that no process can hold it up: a read of cmdline may sleep for ever.
#pragma once

#include "core/base/file.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// Credentials and command lines are errors: they were not read.
/// @param root /proc of this machine
[[nodiscard]] Result<Snapshot> sampleOfStats(const Directory &root);

} // namespace forklore

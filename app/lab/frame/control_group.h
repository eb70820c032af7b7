// SPDX-License-Identifier: GPL-3.0-or-later
//
// A control group of a demo's own, in which there can be no more than so many processes: the pids controller,
// cgroups(7). A second guard beside the frame's own count, where this user may have one.
#pragma once

namespace forklore::lab {

/// Puts the calling process, and all that it will start, into such a group, and tells the watcher, who
/// removes it. Where there is none to be had nothing happens.
void confine(int maxProcesses);

} // namespace forklore::lab

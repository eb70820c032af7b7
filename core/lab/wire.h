// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where forklore-lab finds its connections to whoever watches: above all numbers that a demo itself gets.
#pragma once

namespace forklore::lab {

enum Wire : int {
    lifeLine = 200, ///< a pipe's reading end; when the watcher closes the other one, every process dies
    reports = 201,  ///< a pipe to the watcher: a line for each thing to know
    wishes = 202,   ///< a socket of the watcher: a line for each wish, "go" when a moment has been seen
};

} // namespace forklore::lab

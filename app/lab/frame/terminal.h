// SPDX-License-Identifier: GPL-3.0-or-later
//
// A terminal of a demo's own, pty(7): what is written to its master is typed.
#pragma once

namespace forklore::lab {

/// The master; 0 to 2 and the person's own terminal stay as they are.
[[nodiscard]] int openTerminal();
/// The other side, as the calling session leader's controlling terminal.
[[nodiscard]] int acquireTerminal(int master);

} // namespace forklore::lab

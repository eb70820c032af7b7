// SPDX-License-Identifier: GPL-3.0-or-later
//
// NotDumpable: while one exists, other programs of the same user can neither trace this process nor open its
// memory and its descriptors (PR_SET_DUMPABLE in prctl(2)). Its own files in /proc belong to root meanwhile:
// environ and io are closed to this process as well.
#pragma once

namespace forklore {

class NotDumpable {
public:
    NotDumpable();
    ~NotDumpable();
    NotDumpable(const NotDumpable &) = delete;
    NotDumpable &operator=(const NotDumpable &) = delete;

    /// Used by the GUI thread alone.
    [[nodiscard]] static bool isActive();
};

} // namespace forklore

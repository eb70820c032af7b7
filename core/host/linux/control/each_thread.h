// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the kernel does to a thread by its bare number, done to all threads of a process. Between the listing
// and the call a thread may end and its number become a thread of another process: that is compared after
// each call, as nothing can hold a number.
#pragma once

#include <functional>
#include <vector>

#include "core/base/result.h"

namespace forklore {

/// The face of the kernel, or of a test.
struct ThreadTable {
    std::function<Result<std::vector<int>>()> list; ///< of the process; an Error: it has ended
    std::function<bool(int thread)> isOwn;          ///< it is one of the process just now
    std::function<bool(int thread)> exists;         ///< it is a thread of any process
};

/// @return 0, or an errno
using ThreadCall = std::function<int(int thread)>;

struct ThreadCalls {
    int error = 0;          ///< of the first call that was refused, which was the last; 0: none was
    std::vector<int> other; ///< done, but the number is another process's thread afterwards
};

/// Threads that are started meanwhile are called for, too. EBUSY: it starts them without end.
[[nodiscard]] ThreadCalls callForEach(const ThreadTable &threads, const ThreadCall &call);

} // namespace forklore

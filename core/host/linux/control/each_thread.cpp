// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/each_thread.h"

#include <cerrno>
#include <set>

namespace forklore {

ThreadCalls callForEach(const ThreadTable &threads, const ThreadCall &call)
{
    constexpr int maxRounds = 100;
    ThreadCalls calls;
    std::set<int> done;
    for (int round = 0; round < maxRounds; ++round) {
        const auto listed = threads.list();
        if (!listed) {
            calls.error = ESRCH;
            return calls;
        }
        bool more = false;
        for (const int thread : *listed) {
            if (!done.insert(thread).second)
                continue;
            more = true;
            const int error = call(thread);
            if (error == 0 && !threads.isOwn(thread) && threads.exists(thread))
                calls.other.push_back(thread);
            if (error == 0 || error == ESRCH) // a thread may have ended
                continue;
            calls.error = error;
            return calls;
        }
        if (!more)
            return calls;
    }
    calls.error = EBUSY;
    return calls;
}

} // namespace forklore

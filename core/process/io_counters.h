// SPDX-License-Identifier: GPL-3.0-or-later
//
// IoCounters: what a process has read and written since its start, proc_pid_io(5).
#pragma once

#include <cstdint>

namespace forklore {

struct IoCounters {
    std::uint64_t readBytes = 0;  ///< fetched from storage
    std::uint64_t writeBytes = 0; ///< to be written to storage
    std::uint64_t cancelledWriteBytes = 0;
    std::uint64_t readCharacters = 0; ///< through read(2) and the like, from anything: bytes
    std::uint64_t writeCharacters = 0;
    std::uint64_t readCalls = 0;
    std::uint64_t writeCalls = 0;

    bool operator==(const IoCounters &) const = default;
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// IoCounters: what a process has read and written since its start, proc_pid_io(5).
#pragma once

#include <cstdint>
#include <optional>

namespace forklore {

/// One that the kernel does not tell, as its line is missing or odd, has no value.
struct IoCounters {
    std::optional<std::uint64_t> readBytes = {};  ///< fetched from storage
    std::optional<std::uint64_t> writeBytes = {}; ///< to be written to storage
    std::optional<std::uint64_t> cancelledWriteBytes = {};
    std::optional<std::uint64_t> readCharacters = {}; ///< through read(2) and the like, from anything: bytes
    std::optional<std::uint64_t> writeCharacters = {};
    std::optional<std::uint64_t> readCalls = {};
    std::optional<std::uint64_t> writeCalls = {};

    bool operator==(const IoCounters &) const = default;
};

/// Bytes a second between two readings of the counters; nothing where one of them has none.
struct IoRates {
    std::optional<double> read = {};
    std::optional<double> written = {};

    bool operator==(const IoRates &) const = default;
};

} // namespace forklore

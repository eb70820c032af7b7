// SPDX-License-Identifier: GPL-3.0-or-later
//
// Report: one line that forklore-lab says of its play. app/lab/frame/frame.cpp writes them.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"
#include "core/process/process_id.h"

namespace forklore {

/// "role PID NAME": who plays what from here on.
struct RoleTaken {
    Pid pid = 0;
    std::string role;

    bool operator==(const RoleTaken &) const = default;
};

/// "at PID MOMENT LINE": the play stands still there, until it is told to go on.
struct MomentReached {
    Pid pid = 0;
    std::string moment;
    int line = 0; ///< of the scenario's source; 0: none

    bool operator==(const MomentReached &) const = default;
};

/// "told PID WHAT VALUE": what only the process itself can know.
struct ValueReported {
    Pid pid = 0;
    std::string what;
    long value = 0;

    bool operator==(const ValueReported &) const = default;
};

/// "ended PID STATUS": the demo's first process, or a child that a person has started; the wait status.
struct Ended {
    Pid pid = 0;
    int waitStatus = 0;

    bool operator==(const Ended &) const = default;
};

/// "refused WHY": it cannot be shown on this machine.
struct Refused {
    std::string why;

    bool operator==(const Refused &) const = default;
};

/// "broken WHY": it has passed a bound that no demo may pass, and is being ended.
struct Broken {
    std::string why;

    bool operator==(const Broken &) const = default;
};

/// "group PATH": the control group in which the play is; it is to be removed when all have ended.
struct Confined {
    std::string path;

    bool operator==(const Confined &) const = default;
};

using Report = std::variant<RoleTaken, MomentReached, ValueReported, Ended, Refused, Broken, Confined>;

/// @param line without its newline
[[nodiscard]] Result<Report> parseReport(std::string_view line);

} // namespace forklore

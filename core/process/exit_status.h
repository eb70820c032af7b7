// SPDX-License-Identifier: GPL-3.0-or-later
//
// ExitStatus: a process's last word, as wait(2) gives it to the parent.
#pragma once

#include <cstdint>
#include <string>

namespace forklore {

struct ExitStatus {
    enum class Kind { Exited, Signaled };

    Kind kind = Kind::Exited;
    int value = 0; ///< the exit code, 0–255, or the number of the signal that ended it
    bool core = false;

    /// From a wait status as waitpid(2) returns it.
    [[nodiscard]] static ExitStatus fromWaitStatus(std::int32_t status);

    /// It ended with a code other than 0, or by a signal.
    [[nodiscard]] bool isFailure() const { return kind == Kind::Signaled || value != 0; }

    bool operator==(const ExitStatus &) const = default;
};

/// "exited 3", "killed by SIGSEGV, core dumped".
[[nodiscard]] std::string text(const ExitStatus &status);

} // namespace forklore

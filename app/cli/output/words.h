// SPDX-License-Identifier: GPL-3.0-or-later
//
// What all commands of forklore-cli share: options, exit status, messages.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace forklore::cli {

/// Exit status, as the manual has them.
enum Status : int { done = 0, failed = 1, wrongUsage = 2, noSuchProcess = 3, permissionDenied = 4 };

struct Options {
    bool json = false;
    bool csv = false; ///< of list and facts
    std::string procRoot = "/proc";
    std::string color = "auto";
};

/// "forklore-cli: WHAT: WHY" on stderr; returns the status that goes with the kind of error.
int complain(std::string_view what, const Error &why);

/// The same for words that make no sense; returns the status for that.
int complainOfUsage(const std::string &why);

/// Whether to colour stdout.
[[nodiscard]] bool wantsColor(const Options &options);

/// Columns of the terminal on stdout; 0 when it is none, and nothing is cut.
[[nodiscard]] std::size_t terminalColumns();

/// Writes all of it to stdout at once; status failed, with a message, when that cannot be done (a full disk).
[[nodiscard]] int print(std::string_view text);

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Promise: what a demo says that will be seen, and how it is looked for.
#pragma once

#include <functional>
#include <string>

#include "core/base/result.h"
#include "core/lab/demo_context.h"

namespace forklore {

struct Check {
    bool holds = false;
    std::string seen; ///< what it is, in a few words; of one that does not hold, too

    bool operator==(const Check &) const = default;
};

struct Expectation {
    std::string text;
    std::string moment; ///< at which it is looked for
    /// Gone: it is not there, perhaps not yet. Denied, Unsupported: it cannot be shown on this machine, or to
    /// this user, and the message says why.
    std::function<Result<Check>(const DemoContext &)> find;
};

/// The moment that every play has beside its own: its first process has ended, and the others may go on.
inline constexpr auto afterwards = "afterwards";

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Narrator: what happens in a play, in sentences. It follows the events of the kernel.
#pragma once

#include <chrono>
#include <string>

#include "core/lab/demo_context.h"
#include "core/process/event.h"

namespace forklore {

struct Sentence {
    std::chrono::nanoseconds at{}; ///< since boot
    Pid pid = 0;                   ///< whom it is about; 0: nobody
    std::string text;

    bool operator==(const Sentence &) const = default;
};

/// Empty: it is the frame's own doing, and nobody's business.
[[nodiscard]] std::string narrate(const Event &event, const DemoContext &context);

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// A signal to several processes, one after the other, each by its identity.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/control/halt.h"
#include "core/control/recipients.h"
#include "core/control/target.h"

namespace forklore {

/// What became of the signal at one process.
struct Delivery {
    Kin process;
    Result<void> sent;
};

/// To those alone, the caller last where it is one of them. That one of them is refused does not spare the
/// others.
[[nodiscard]] std::vector<Delivery> sendSignal(int signal, std::vector<Kin> to);

/// SIGKILL to a tree that may grow meanwhile: each process is stopped before its children are looked up anew,
/// until no new one is found while all of them stand still; only then they are killed, children first. What
/// may not be stopped may still start others.
/// @param sample takes a new sample of the machine
[[nodiscard]] Result<std::vector<Delivery>> killTree(const ProcessId &root, const TakeSample &sample);

} // namespace forklore

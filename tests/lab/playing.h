// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the tests of the Lab play a demo to its end.
#pragma once

#include <functional>
#include <string>

#include "core/lab/demo_run.h"

namespace forklore {

/// Goes on at each moment as soon as it was looked at.
/// @param isEnough ends it before its time; null: never
[[nodiscard]] DemoState played(const Demo &demo, const DemoRun::Options &options,
                               const std::function<bool(const DemoState &)> &isEnough = {});

/// What did not hold, a line each, or why it could not be shown.
[[nodiscard]] std::string complaintsOf(const DemoState &state);

} // namespace forklore

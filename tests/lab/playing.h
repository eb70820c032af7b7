// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the tests of the Lab play a demo to its end.
#pragma once

#include <functional>
#include <string>

#include "core/lab/performance.h"

namespace forklore {

/// Goes on at each moment as soon as it was looked at.
/// @param isEnough ends it before its time; null: never
[[nodiscard]] Account played(const Demo &demo, const Performance::Options &options,
                             const std::function<bool(const Account &)> &isEnough = {});

/// What did not hold, a line each, or why it could not be shown.
[[nodiscard]] std::string complaintsOf(const Account &account);

} // namespace forklore

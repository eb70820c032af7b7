// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the Lab says of a run, as rich text.
#pragma once

#include <optional>

#include <QString>

#include "core/lab/demo_run.h"
#include "ui/models/palette.h"

namespace forklore {

/// A line for each sentence: when, since the first one, and what. Empty: nothing has happened.
[[nodiscard]] QString narrationHtml(const DemoState &state, const Palette &palette);
/// A line for each expectation: what was observed.
[[nodiscard]] QString observationsHtml(const std::vector<Observation> &observations, const Palette &palette);
/// Where to look at a moment, with a link for each place: "look:0".
[[nodiscard]] QString looksHtml(const DemoState &state);
/// What is to be seen just now, or how it came out.
[[nodiscard]] QString phaseText(const DemoState &state);
/// What was chosen, and whether that is right once the answer was seen.
/// @param chosen -1: none was
[[nodiscard]] QString answerHtml(const Demo &demo, int chosen, bool isSeen, const Palette &palette);

} // namespace forklore

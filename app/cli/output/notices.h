// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is to be known about everything that a command shows: what is hidden, and what numbers mean.
#pragma once

#include "app/cli/output/words.h"
#include "core/codec/json.h"
#include "core/host/reader_place.h"

namespace forklore::cli {

/// A line on stderr for each, for the end of what a person reads. With --json they stand in the document.
void printNotices(const Options &options, const ReaderPlace &place);

/// [{"kind","text"}]
[[nodiscard]] Json jsonNotices(const ReaderPlace &place);

} // namespace forklore::cli

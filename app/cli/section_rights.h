// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sections of show that tell of rights and place: signals, credentials, location.
#pragma once

#include "app/cli/output/json.h"
#include "core/host/id_names.h"
#include "core/process/location.h"
#include "core/process/rights.h"
#include "core/process/signal_effect.h"

namespace forklore::cli {

[[nodiscard]] Json jsonSignals(const SignalReading &reading);
[[nodiscard]] Json jsonRights(const Rights &rights, const IdNames &users, const IdNames &groups);
[[nodiscard]] Json jsonLocation(const Location &location);

} // namespace forklore::cli

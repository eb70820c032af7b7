// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sections that tell of rights and place, as documents: signals, credentials, location.
#pragma once

#include "core/codec/json.h"
#include "core/host/id_names.h"
#include "core/process/location.h"
#include "core/process/rights.h"
#include "core/process/signal_effect.h"

namespace forklore {

[[nodiscard]] Json jsonSignals(const SignalReading &reading);
[[nodiscard]] Json jsonRights(const Rights &rights, const IdNames &users, const IdNames &groups);
[[nodiscard]] Json jsonLocation(const Location &location);

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Amount: a number with a unit, as people type it: "1.5 GB", "5m", "1h30m", "80%".
#pragma once

#include <optional>
#include <string_view>

#include "core/filter/field.h"

namespace forklore {

struct Amount {
    double value = 0; ///< in bytes, seconds, percent or plain
    double step = 1;  ///< what the last digit stands for: 1.5 GB is exact to a tenth of one
    bool percent = false;

    bool operator==(const Amount &) const = default;
};

/// The whole text as a quantity of the kind; nothing when it is none. Units of bytes are B, K, M, G, T and P,
/// all of 1024, with or without B or iB; units of time ms, s, m, h, d, w and their names. Without a unit:
/// bytes, seconds. A percent sign is taken for any kind.
[[nodiscard]] std::optional<Amount> parseAmount(std::string_view text, FactKind kind);

/// Whether it begins with what could be a number.
[[nodiscard]] bool startsNumber(std::string_view text);

} // namespace forklore

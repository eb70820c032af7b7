// SPDX-License-Identifier: GPL-3.0-or-later
//
// FactValue: what one fact of a process is, or the reason why it is not known.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace forklore {

/// It could not be read; without a reason: it has not been read yet.
struct NotKnown {
    std::optional<Error> reason = {};
};
/// It has none: the exit status of a process that lives.
struct NoValue {};
/// In bytes, seconds, percent or plain.
struct NumberValue {
    double value = 0;
    std::optional<double> whole = {}; ///< 100 % of it; nothing: there is no limit
    bool wholeKnown = true;
};
struct TextValue {
    std::vector<std::string> texts;        ///< several spellings, or words, of which any will do
    bool cut = false;                      ///< the kernel cut it short: a longer text may be meant
    bool isList = false;                   ///< each of the texts holds: they are no spellings of one
    std::optional<std::string> bytes = {}; ///< as the kernel has it, where the texts are escaped
};
using FactValue = std::variant<NotKnown, NoValue, NumberValue, TextValue>;

} // namespace forklore

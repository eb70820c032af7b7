// SPDX-License-Identifier: GPL-3.0-or-later
//
// Completion: what could be typed next into a filter.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/filter/field.h"

namespace forklore {

struct Proposal {
    std::size_t from = 0; ///< what it replaces, in bytes
    std::size_t length = 0;
    std::string text;        ///< with the blank that goes on from there
    std::string explanation; ///< a few words

    bool operator==(const Proposal &) const = default;
};

/// The values that a field has just now; asked of the fields that are marked `sampled` only.
using CurrentValues = std::function<std::vector<std::string>(std::size_t field)>;

/// What goes on from the cursor, a position in bytes: names of fields, operators, values, and the words
/// between terms. The best come first; with nothing typed before the cursor, all fields do. A word that is
/// being typed may be plain text as well: then it is completed with the values of `textField`.
[[nodiscard]] std::vector<Proposal> complete(std::string_view text, std::size_t cursor,
                                             const Vocabulary &vocabulary, const CurrentValues &values,
                                             std::size_t textField = 0);

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Folding: text without the difference of capitals and small letters, so that "SSH" finds sshd.
#pragma once

#include <string>
#include <string_view>

namespace forklore {

/// UTF-8 with the capitals of the Latin, Greek and Cyrillic alphabets made small; everything else, bytes that
/// are no UTF-8 too, stays as it is. The text keeps its length. It depends on no locale.
[[nodiscard]] std::string folded(std::string_view text);

} // namespace forklore

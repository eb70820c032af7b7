// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether a file can be changed, or be put in another's place, by root alone.
#pragma once

#include <optional>
#include <string>

namespace forklore {

/// The file, the folder above it or the symbolic link on the way to it that belongs to another user than root
/// or that others may write to; nothing: there is none. What cannot be looked at is not trusted.
[[nodiscard]] std::optional<std::string> untrustedPart(const std::string &path);

} // namespace forklore

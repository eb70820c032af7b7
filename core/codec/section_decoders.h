// SPDX-License-Identifier: GPL-3.0-or-later
//
// The protected sections on a wire. The document is that of `show`, with what it leaves out added, so that
// decoding gives back the same value. Members that are not known here are left unread: more of them may come.
#pragma once

#include "core/codec/json.h"
#include "core/process/section.h"

namespace forklore {

/// Of descriptors the flags have their bits ("flag_bits") beside their names.
[[nodiscard]] Json protectedDocument(const ProtectedSection &section);

// Malformed: it is no such document.

[[nodiscard]] Result<Environment> decodeEnvironment(const Json &document);
[[nodiscard]] Result<Descriptors> decodeDescriptors(const Json &document);
[[nodiscard]] Result<IoCounters> decodeIo(const Json &document);
[[nodiscard]] Result<Mappings> decodeMappings(const Json &document);

} // namespace forklore

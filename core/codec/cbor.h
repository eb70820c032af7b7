// SPDX-License-Identifier: GPL-3.0-or-later
//
// Documents as CBOR, RFC 8949, for a wire. Bytes that are not UTF-8 are CBOR byte strings: JSON has none and
// needs {"base64": …}, CBOR has them, a third shorter and with nothing to decode.
//
// What comes is measured while it is read, and only what toCbor() writes is taken: no tags, no lengths that
// are left open, no text that is not UTF-8, no key twice. The reader is our own: that of nlohmann-json
// recurses for lengths that are left open within each other, and takes twice as long.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/codec/json.h"

namespace forklore {

struct DocumentBounds {
    std::size_t bytes = 0;
    std::size_t items = 0; ///< values, keys and containers
    std::size_t depth = 16;
    std::size_t members = 64; ///< of an object: it is searched from its start
};

[[nodiscard]] std::string toCbor(Json document);
/// Malformed: it is no document, or one beyond the bounds.
[[nodiscard]] Result<Json> fromCbor(std::string_view bytes, const DocumentBounds &bounds);

/// As lowercase hexadecimal digits of CBOR, for a line: a line is read, bounded and shown in a test with
/// what is at hand, and costs twice the bytes.
[[nodiscard]] std::string toDigits(Json document);
[[nodiscard]] Result<Json> fromDigits(std::string_view digits, const DocumentBounds &bounds);

} // namespace forklore

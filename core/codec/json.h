// SPDX-License-Identifier: GPL-3.0-or-later
//
// Documents: core values as the JSON of the manual. What could not be read is an error object, never left
// out. Strings hold the kernel's bytes as they are until a document is written: as JSON text by
// documentText(), as CBOR by toCbor().
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/clocks.h"
#include "core/base/result.h"
#include "core/process/stat.h"

namespace forklore {

using Json = nlohmann::ordered_json;

/// {"error": {"kind", "message"}}; of one that is Stuck, "stuck" as well.
[[nodiscard]] Json jsonError(const Error &error);
[[nodiscard]] Json jsonSeconds(WallTime time);

/// What `value` makes of the result, or its error.
template <class T, class Value>
[[nodiscard]] Json jsonOf(const Result<T> &result, Value value)
{
    return result ? Json(value(*result)) : jsonError(result.error());
}

template <class T>
[[nodiscard]] Json jsonOf(const Result<T> &result)
{
    return result ? Json(*result) : jsonError(result.error());
}

/// Null for the empty text.
[[nodiscard]] inline Json textOrNull(std::string_view text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}
template <class T>
[[nodiscard]] Json valueOrNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

/// One field of stat, or its error. @param name of the field in proc_pid_stat(5)
template <class T>
[[nodiscard]] Json jsonField(const std::optional<T> &field, std::string_view name)
{
    return jsonOf(statField(field, name));
}

/// The document as text with a line end. A string that is not UTF-8 becomes {"base64": …}; what may
/// deceive a reader of the text, or command his terminal, is escaped.
[[nodiscard]] std::string documentText(const Json &document);
/// The same on one line.
[[nodiscard]] std::string lineText(Json document);

} // namespace forklore

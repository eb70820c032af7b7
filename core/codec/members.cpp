// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/members.h"

#include <array>

namespace forklore {

std::optional<std::string> textIn(const Json &json)
{
    return json.is_string() ? std::optional(json.get<std::string>()) : std::nullopt;
}

std::optional<bool> flagIn(const Json &json)
{
    return json.is_boolean() ? std::optional(json.get<bool>()) : std::nullopt;
}

std::optional<Error> errorIn(const Json &json)
{
    constexpr std::array<ErrorKind, 5> kinds = {ErrorKind::Denied, ErrorKind::Gone, ErrorKind::Unsupported,
                                                ErrorKind::Malformed, ErrorKind::Io};
    if (!json.is_object() || json.size() != 1 || json.begin().key() != "error")
        return std::nullopt;
    Members members(*json.begin());
    Error error{members.get("kind", [&](const Json &kind) { return wordIn(kind, kinds); }),
                members.get("message", textIn)};
    if (members.getIfAny("stuck", flagIn).value_or(false) && error.kind == ErrorKind::Io)
        error.kind = ErrorKind::Stuck;
    return members.isGood() ? std::optional(std::move(error)) : std::nullopt;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/json.h"

#include "core/base/printable.h"

namespace forklore {
namespace {

std::string base64(std::string_view bytes)
{
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t offset) -> unsigned {
            return i + offset < bytes.size() ? static_cast<unsigned char>(bytes[i + offset]) : 0u;
        };
        const auto group = byte(0) << 16 | byte(1) << 8 | byte(2);
        text += digits[group >> 18 & 63u];
        text += digits[group >> 12 & 63u];
        text += i + 1 < bytes.size() ? digits[group >> 6 & 63u] : '=';
        text += i + 2 < bytes.size() ? digits[group & 63u] : '=';
    }
    return text;
}

void encodeBytes(Json &json)
{
    if (json.is_string()) {
        const auto &bytes = json.get_ref<const std::string &>();
        if (!isUtf8(bytes))
            json = {{"base64", base64(bytes)}};
    } else if (json.is_structured()) {
        for (auto &element : json)
            encodeBytes(element);
    }
}

} // namespace

Json jsonError(const Error &error)
{
    Json json = {{"error", {{"kind", name(error.kind)}, {"message", error.message}}}};
    if (error.kind == ErrorKind::Stuck) // whose word is that of Io
        json["error"]["stuck"] = true;
    return json;
}

Json jsonSeconds(WallTime time)
{
    return seconds(time.time_since_epoch());
}

std::string documentText(const Json &document)
{
    auto encoded = document;
    encodeBytes(encoded);
    return printableJson(encoded.dump(2)) + '\n';
}

std::string lineText(Json document)
{
    encodeBytes(document);
    return printableJson(document.dump()) + '\n';
}

} // namespace forklore

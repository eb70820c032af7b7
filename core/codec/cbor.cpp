// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/cbor.h"

#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/printable.h"

namespace forklore {
namespace {

enum class Major { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

/// Walks over the items without keeping any.
class CborScan {
public:
    CborScan(std::string_view bytes, const DocumentBounds &bounds) : m_rest(bytes), m_bounds(bounds) {}

    /// Whether it is one item within the bounds, and nothing after it.
    [[nodiscard]] bool passes()
    {
        if (m_rest.size() > m_bounds.bytes)
            return false;
        m_open.push_back(1);
        while (!m_open.empty()) {
            if (m_open.back() == 0)
                m_open.pop_back();
            else if (--m_open.back(); !passesItem())
                return false;
        }
        return m_rest.empty();
    }

private:
    bool passesItem()
    {
        if (m_rest.empty() || ++m_items > m_bounds.items)
            return false;
        const auto first = static_cast<unsigned char>(m_rest.front());
        m_rest.remove_prefix(1);
        const auto major = static_cast<Major>(first >> 5);
        const unsigned detail = first & 31;
        if (major == Major::Simple)
            return passesSimple(detail);
        const auto number = argument(detail);
        if (!number)
            return false;
        switch (major) {
        case Major::Unsigned:
            return true;
        case Major::Negative:
            return *number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        case Major::Bytes:
        case Major::Text:
            return passesString(*number, major);
        case Major::Array:
            return opens(*number, 1);
        case Major::Map:
            return *number <= m_bounds.members && opens(*number, 2);
        default:
            return false;
        }
    }

    /// Nothing: the number is cut, or left open.
    std::optional<std::uint64_t> argument(unsigned detail)
    {
        constexpr unsigned inline_ = 24; // below it, the detail is the number
        if (detail < inline_)
            return detail;
        if (detail > inline_ + 3)
            return std::nullopt;
        const std::size_t size = std::size_t(1) << (detail - inline_);
        if (m_rest.size() < size)
            return std::nullopt;
        std::uint64_t number = 0;
        for (const auto byte : m_rest.substr(0, size))
            number = number << 8 | static_cast<unsigned char>(byte);
        m_rest.remove_prefix(size);
        return number;
    }

    bool passesString(std::uint64_t size, Major major)
    {
        if (size > m_rest.size())
            return false;
        const auto text = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return major == Major::Bytes || isUtf8(text);
    }

    bool opens(std::uint64_t count, std::uint64_t itemsEach)
    {
        if (count > m_rest.size() / itemsEach || m_open.size() > m_bounds.depth)
            return false;
        m_open.push_back(count * itemsEach);
        return true;
    }

    bool passesSimple(unsigned detail)
    {
        constexpr unsigned no = 20;
        constexpr unsigned null = 22; // yes is between them
        constexpr unsigned single = 26;
        constexpr unsigned twice = 27; // the precision of a floating point number
        if (detail >= no && detail <= null)
            return true;
        const std::size_t size = detail == single ? 4 : detail == twice ? 8 : 0;
        if (size == 0 || m_rest.size() < size)
            return false;
        m_rest.remove_prefix(size);
        return true;
    }

    std::string_view m_rest;
    const DocumentBounds &m_bounds;
    std::size_t m_items = 0;
    std::vector<std::uint64_t> m_open; ///< how many items are still to come, of each container around
};

/// Recursion goes as deep as the document: what comes was measured before.
template <class Change>
void eachValue(Json &json, const Change &change)
{
    if (!json.is_structured())
        return change(json);
    for (auto &element : json)
        eachValue(element, change);
}

void markBytes(Json &json)
{
    if (!json.is_string())
        return;
    const auto &bytes = json.get_ref<const std::string &>();
    if (!isUtf8(bytes))
        json = Json::binary({bytes.begin(), bytes.end()});
}

void unmarkBytes(Json &json)
{
    if (!json.is_binary())
        return;
    const auto &bytes = json.get_binary();
    json = std::string(bytes.begin(), bytes.end());
}

Failure notADocument()
{
    return failure(ErrorKind::Malformed, "this is no document that makes sense here");
}

std::optional<unsigned> digitValue(char digit)
{
    if (digit >= '0' && digit <= '9')
        return static_cast<unsigned>(digit - '0');
    return digit >= 'a' && digit <= 'f' ? std::optional(static_cast<unsigned>(digit - 'a') + 10)
                                        : std::nullopt;
}

} // namespace

std::string toCbor(Json document)
{
    eachValue(document, markBytes);
    std::string bytes;
    Json::to_cbor(document, bytes);
    return bytes;
}

Result<Json> fromCbor(std::string_view bytes, const DocumentBounds &bounds)
{
    if (!CborScan(bytes, bounds).passes())
        return notADocument();
    auto document = Json::from_cbor(bytes.begin(), bytes.end(), true, false);
    if (document.is_discarded())
        return notADocument();
    eachValue(document, unmarkBytes);
    return document;
}

std::string toDigits(Json document)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const auto bytes = toCbor(std::move(document));
    std::string text;
    text.reserve(2 * bytes.size());
    for (const auto byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4];
        text += digits[static_cast<unsigned char>(byte) & 15];
    }
    return text;
}

Result<Json> fromDigits(std::string_view digits, const DocumentBounds &bounds)
{
    if (digits.size() % 2 != 0 || digits.size() / 2 > bounds.bytes)
        return notADocument();
    std::string bytes;
    bytes.reserve(digits.size() / 2);
    for (std::size_t at = 0; at < digits.size(); at += 2) {
        const auto high = digitValue(digits[at]);
        const auto low = digitValue(digits[at + 1]);
        if (!high || !low)
            return notADocument();
        bytes += static_cast<char>(*high << 4 | *low);
    }
    return fromCbor(bytes, bounds);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/cbor.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/printable.h"

namespace forklore {
namespace {

enum class Major { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

Major majorOf(char first)
{
    return static_cast<Major>(static_cast<unsigned char>(first) >> 5);
}

/// One document out of bytes. Nothing is reserved for more than the bytes and the bounds allow.
class CborReader {
public:
    CborReader(std::string_view bytes, const DocumentBounds &bounds) : m_rest(bytes), m_bounds(bounds) {}

    /// Nothing: it is no document within the bounds, or something follows it.
    [[nodiscard]] std::optional<Json> read()
    {
        if (m_rest.size() > m_bounds.bytes)
            return std::nullopt;
        auto document = readItem(0);
        return m_isGood && m_rest.empty() ? std::optional(std::move(document)) : std::nullopt;
    }

private:
    /// What it returns counts as long as all is good. @param depth of the containers around it
    Json readItem(std::size_t depth)
    {
        if (m_rest.empty() || ++m_items > m_bounds.items)
            return refuse();
        const auto major = majorOf(m_rest.front());
        const unsigned detail = static_cast<unsigned char>(m_rest.front()) & 31;
        m_rest.remove_prefix(1);
        if (major == Major::Simple)
            return readSimple(detail);
        const auto number = readArgument(detail);
        if (!number)
            return refuse();
        switch (major) {
        case Major::Unsigned:
            return *number;
        case Major::Negative:
            return readNegative(*number);
        case Major::Bytes:
        case Major::Text:
            return readString(*number, major);
        case Major::Array:
            return readArray(*number, depth + 1);
        case Major::Map:
            return readObject(*number, depth + 1);
        default:
            return refuse();
        }
    }

    Json refuse()
    {
        m_isGood = false;
        return nullptr;
    }

    std::uint64_t readBytes(std::size_t size)
    {
        std::uint64_t number = 0;
        for (const auto byte : m_rest.substr(0, size))
            number = number << 8 | static_cast<unsigned char>(byte);
        m_rest.remove_prefix(size);
        return number;
    }

    /// Nothing: the number is cut, or left open.
    std::optional<std::uint64_t> readArgument(unsigned detail)
    {
        constexpr unsigned follows = 24; // below it, the detail is the number
        if (detail < follows)
            return detail;
        const std::size_t size = detail <= follows + 3 ? std::size_t(1) << (detail - follows) : 0;
        if (size == 0 || m_rest.size() < size)
            return std::nullopt;
        return readBytes(size);
    }

    Json readNegative(std::uint64_t number)
    {
        if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return refuse();
        return -1 - static_cast<std::int64_t>(number);
    }

    Json readString(std::uint64_t size, Major major)
    {
        if (size > m_rest.size())
            return refuse();
        const auto text = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        if (major == Major::Text && !isUtf8(text))
            return refuse();
        return std::string(text);
    }

    /// Each item takes a byte at least. @param depth its own
    [[nodiscard]] bool mayHold(std::uint64_t count, std::size_t depth) const
    {
        return depth <= m_bounds.depth && count <= m_rest.size() && count <= m_bounds.items - m_items;
    }

    Json readArray(std::uint64_t count, std::size_t depth)
    {
        if (!mayHold(count, depth))
            return refuse();
        Json::array_t values;
        constexpr std::uint64_t maxReserved = 1 << 16; // what is claimed has not come yet
        values.reserve(std::min(count, maxReserved));
        while (m_isGood && values.size() < count)
            values.push_back(readItem(depth));
        return values;
    }

    Json readObject(std::uint64_t count, std::size_t depth)
    {
        if (count > m_bounds.members || !mayHold(count, depth))
            return refuse();
        Json::object_t members;
        members.reserve(count);
        while (m_isGood && members.size() < count) {
            const bool isText = !m_rest.empty() && majorOf(m_rest.front()) == Major::Text;
            const auto key = isText ? readItem(depth) : refuse();
            if (!m_isGood || !members.emplace(key.get_ref<const std::string &>(), readItem(depth)).second)
                return refuse(); // a key that is there already, too
        }
        return members;
    }

    /// JSON has no infinity and none that is no number.
    template <class Float, class Bits>
    Json readFloat()
    {
        if (m_rest.size() < sizeof(Bits))
            return refuse();
        const auto number = std::bit_cast<Float>(static_cast<Bits>(readBytes(sizeof(Bits))));
        return std::isfinite(number) ? Json(number) : refuse();
    }

    Json readSimple(unsigned detail)
    {
        switch (detail) {
        case 20:
            return false;
        case 21:
            return true;
        case 22:
            return nullptr;
        case 26:
            return readFloat<float, std::uint32_t>();
        case 27:
            return readFloat<double, std::uint64_t>();
        default:
            return refuse();
        }
    }

    std::string_view m_rest;
    const DocumentBounds &m_bounds;
    std::size_t m_items = 0;
    bool m_isGood = true;
};

/// CBOR has byte strings for what is no text. Documents of this program are not deep.
void markBytes(Json &json)
{
    if (json.is_string()) {
        const auto &bytes = json.get_ref<const std::string &>();
        if (!isUtf8(bytes))
            json = Json::binary({bytes.begin(), bytes.end()});
    } else if (json.is_structured()) {
        for (auto &element : json)
            markBytes(element);
    }
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
    markBytes(document);
    std::string bytes;
    Json::to_cbor(document, bytes);
    return bytes;
}

Result<Json> fromCbor(std::string_view bytes, const DocumentBounds &bounds)
{
    auto document = CborReader(bytes, bounds).read();
    if (!document)
        return notADocument();
    return std::move(*document);
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

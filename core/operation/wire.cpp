// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/wire.h"

#include <array>
#include <bit>
#include <concepts>
#include <optional>
#include <type_traits>

namespace forklore {
namespace {

constexpr std::array<std::string_view, hiddenCount> names = {"environment", "descriptors", "io", "mappings"};

template <class T>
concept Number = std::integral<T> || std::is_enum_v<T>;

// Which parts a type has. Archive: a Writer or a Reader.

template <class Archive>
void visit(Archive &archive, Error &error)
{
    archive(error.kind, error.message);
}

template <class Archive>
void visit(Archive &archive, Variable &variable)
{
    archive(variable.name, variable.value);
}

template <class Archive>
void visit(Archive &archive, Socket &socket)
{
    archive(socket.family, socket.type, socket.state, socket.local, socket.remote, socket.addressError);
}

template <class Archive>
void visit(Archive &archive, Descriptor &descriptor)
{
    archive(descriptor.number, descriptor.kind, descriptor.target, descriptor.access, descriptor.offset,
            descriptor.flags, descriptor.inode, descriptor.socket);
}

template <class Archive>
void visit(Archive &archive, IoCounters &io)
{
    archive(io.readBytes, io.writeBytes, io.cancelledWriteBytes, io.readCharacters, io.writeCharacters,
            io.readCalls, io.writeCalls);
}

template <class Archive>
void visit(Archive &archive, PageFigures &pages)
{
    archive(pages.resident, pages.proportional, pages.unique, pages.shared, pages.swap, pages.hugePages);
}

template <class Archive>
void visit(Archive &archive, Mapping &mapping)
{
    archive(mapping.start, mapping.end, mapping.permissions, mapping.offset, mapping.name, mapping.pages);
}

class Writer {
public:
    template <class... Parts>
    void operator()(Parts &...parts)
    {
        (put(parts), ...);
    }

    [[nodiscard]] std::string takeBytes() { return std::move(m_bytes); }

private:
    template <Number T>
    void put(T number)
    {
        auto rest = static_cast<std::uint64_t>(number);
        for (int byte = 0; byte < 8; ++byte, rest >>= 8)
            m_bytes += static_cast<char>(rest & 0xff);
    }
    void put(std::string &text)
    {
        put(text.size());
        m_bytes += text;
    }
    template <class T>
    void put(std::optional<T> &value)
    {
        put(value.has_value());
        if (value)
            put(*value);
    }
    template <class T>
    void put(Result<T> &value)
    {
        put(value.has_value());
        if (value)
            put(*value);
        else
            put(value.error());
    }
    template <class T>
    void put(std::vector<T> &values)
    {
        put(values.size());
        for (auto &value : values)
            put(value);
    }
    template <class T>
    requires std::is_class_v<T>
    void put(T &value) { visit(*this, value); }

    std::string m_bytes;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}

    template <class... Parts>
    void operator()(Parts &...parts)
    {
        (take(parts), ...);
    }

    [[nodiscard]] bool isGood() const { return m_good; }
    [[nodiscard]] bool isAtEnd() const { return m_rest.empty(); }

private:
    template <Number T>
    void take(T &number)
    {
        constexpr std::size_t size = 8;
        std::uint64_t value = 0;
        m_good = m_good && m_rest.size() >= size;
        if (!m_good)
            return;
        for (std::size_t byte = size; byte-- > 0;)
            value = value << 8 | static_cast<unsigned char>(m_rest[byte]);
        m_rest.remove_prefix(size);
        number = static_cast<T>(value);
    }
    /// Of something that takes at least a byte each: more than there are bytes it cannot be.
    std::size_t takeCount()
    {
        std::size_t count = 0;
        take(count);
        m_good = m_good && count <= m_rest.size();
        return m_good ? count : 0;
    }
    void take(std::string &text)
    {
        const auto count = takeCount();
        text = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
    }
    template <class T>
    void take(std::optional<T> &value)
    {
        bool present = false;
        take(present);
        if (present && m_good)
            take(value.emplace());
    }
    template <class T>
    void take(Result<T> &value)
    {
        bool present = false;
        take(present);
        if (present) {
            T known{};
            take(known);
            value = std::move(known);
        } else {
            Error error{ErrorKind::Io, {}};
            take(error);
            value = Failure(std::move(error));
        }
    }
    template <class T>
    void take(std::vector<T> &values)
    {
        const auto count = takeCount();
        for (std::size_t at = 0; at < count && m_good; ++at)
            take(values.emplace_back());
    }
    template <class T>
    requires std::is_class_v<T>
    void take(T &value) { visit(*this, value); }

    std::string_view m_rest;
    bool m_good = true;
};

std::string toHex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const auto byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4];
        text += digits[static_cast<unsigned char>(byte) & 15];
    }
    return text;
}

std::optional<unsigned> valueOf(char digit)
{
    if (digit >= '0' && digit <= '9')
        return static_cast<unsigned>(digit - '0');
    return digit >= 'a' && digit <= 'f' ? std::optional(static_cast<unsigned>(digit - 'a') + 10)
                                        : std::nullopt;
}

std::optional<std::string> fromHex(std::string_view digits)
{
    std::string bytes;
    bytes.reserve(digits.size() / 2);
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
        const auto high = valueOf(digits[at]);
        const auto low = valueOf(digits[at + 1]);
        if (!high || !low)
            return std::nullopt;
        bytes += static_cast<char>(*high << 4 | *low);
    }
    return digits.size() % 2 == 0 ? std::optional(std::move(bytes)) : std::nullopt;
}

template <std::size_t index = 0>
ProtectedSection emptySection(std::size_t wanted)
{
    if constexpr (index + 1 < hiddenCount) {
        if (wanted != index)
            return emptySection<index + 1>(wanted);
    }
    return std::variant_alternative_t<index, ProtectedSection>();
}

} // namespace

std::string_view name(Hidden section)
{
    return names.at(static_cast<std::size_t>(section));
}

std::string toWire(const ProtectedSection &section)
{
    Writer writer;
    auto copy = section; // the description of a type serves reading as well
    auto index = copy.index();
    writer(index);
    std::visit([&](auto &value) { writer(value); }, copy);
    return toHex(writer.takeBytes());
}

Result<ProtectedSection> fromWire(std::string_view digits)
{
    const auto malformed = failure(ErrorKind::Malformed, "the helper gave no answer that makes sense");
    const auto bytes = fromHex(digits);
    if (!bytes)
        return malformed;
    Reader reader(*bytes);
    std::size_t index = hiddenCount;
    reader(index);
    if (!reader.isGood() || index >= hiddenCount)
        return malformed;
    auto section = emptySection(index);
    std::visit([&](auto &value) { reader(value); }, section);
    if (!reader.isGood() || !reader.isAtEnd())
        return malformed;
    return section;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/resources/file_query.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include <arpa/inet.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

Failure cannotMean(std::string message)
{
    return failure(ErrorKind::Malformed, std::move(message));
}

std::string_view withoutBlanksAround(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool isNumber(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, isDigit);
}

Result<std::uint16_t> parsePort(std::string_view text)
{
    const auto port = TextCursor::toNumber<std::uint16_t>(text);
    if (port && *port > 0)
        return *port;
    return cannotMean(
        fmt::format("“{}” is no port: a port is a number from 1 to {}. An inode is written as inode:4711",
                    text, std::numeric_limits<std::uint16_t>::max()));
}

/// As the kernel's tables are shown: "127.0.0.1", "[::1]", without zeros that may be left out.
Result<std::string> parseAddress(std::string_view text)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> shown{};
    const bool brackets = text.starts_with('[') && text.ends_with(']') && text.size() > 2;
    const std::string bare(brackets ? text.substr(1, text.size() - 2) : text);
    const int family = brackets ? AF_INET6 : AF_INET;
    if (inet_pton(family, bare.c_str(), bytes.data()) != 1 || bare.find('\0') != std::string::npos)
        return cannotMean(
            fmt::format("“{}” is no address: write it in figures, as in 127.0.0.1:80 or [::1]:80", text));
    inet_ntop(family, bytes.data(), shown.data(), shown.size());
    return brackets ? fmt::format("[{}]", shown.data()) : std::string(shown.data());
}

/// "8080", ":8080", "127.0.0.1:80", "[::1]:80".
Result<FileQuery> parseEnd(std::string type, std::string_view text)
{
    const auto colon = text.rfind(':');
    const auto port = parsePort(colon == std::string_view::npos ? text : text.substr(colon + 1));
    if (!port)
        return Failure(port.error());
    if (colon == std::string_view::npos || colon == 0)
        return PortQuery{std::move(type), {}, *port};
    return parseAddress(text.substr(0, colon)).map([&](std::string &&address) {
        return FileQuery(PortQuery{std::move(type), std::move(address), *port});
    });
}

/// Figures and dots, or brackets, before a colon.
bool looksLikeAddress(std::string_view text)
{
    const auto colon = text.rfind(':');
    if (text.starts_with('['))
        return true;
    return colon != std::string_view::npos &&
           text.substr(0, colon).find_first_not_of("0123456789.") == std::string_view::npos;
}

bool isWord(std::string_view text)
{
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

/// "inode:N", "KIND:[N]"; nothing for what does not begin like one.
std::optional<Result<FileQuery>> parseInode(std::string_view text)
{
    TextCursor cursor(text);
    const auto kind = cursor.until(':');
    auto number = cursor.rest();
    const bool brackets = number.starts_with('[');
    const bool any = kind == "inode";
    if (!isWord(kind) || kind == text || kind == "anon_inode" || (!any && !brackets))
        return std::nullopt;
    if (brackets)
        number = number.substr(1, number.size() - 1 - (number.ends_with(']') ? 1 : 0));
    const auto inode = TextCursor::toNumber<std::uint64_t>(number);
    if (!inode || (brackets && !text.ends_with(']')))
        return cannotMean(
            fmt::format("“{}” is no inode: write inode:4711, socket:[4711] or pipe:[4711]", text));
    return FileQuery(InodeQuery{any ? std::string() : std::string(kind), *inode});
}

} // namespace

Result<FileQuery> parseFileQuery(std::string_view typed)
{
    const auto text = withoutBlanksAround(typed);
    if (text.empty())
        return cannotMean(
            "type a path (/var/log), a port (8080, tcp:8080, 127.0.0.1:80), an inode (inode:4711, "
            "pipe:[4711]) or a part of a name");
    if (text.starts_with('/')) {
        const auto last = text.find_last_not_of('/');
        return PathQuery{std::string(last == std::string_view::npos ? "/" : text.substr(0, last + 1))};
    }
    constexpr std::string_view tcp = "tcp:";
    constexpr std::string_view udp = "udp:";
    if (text.starts_with(tcp))
        return parseEnd("stream", text.substr(tcp.size()));
    if (text.starts_with(udp))
        return parseEnd("dgram", text.substr(udp.size()));
    if (isNumber(text) || text.starts_with(':') || looksLikeAddress(text))
        return parseEnd({}, text);
    if (const auto inode = parseInode(text))
        return *inode;
    return TextQuery{std::string(text)};
}

} // namespace forklore

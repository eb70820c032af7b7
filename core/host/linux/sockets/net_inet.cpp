// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/net_inet.h"

#include <algorithm>
#include <iterator>

#include <arpa/inet.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/host/linux/sockets/socket_table.h"

namespace forklore {
namespace {

/// "0100007F:1F90" → "127.0.0.1:8080": each 32-bit word in the machine's order, the port as a number.
std::optional<std::string> address(std::string_view text, int family)
{
    TextCursor cursor(text);
    const auto digits = cursor.until(':');
    const auto port = TextCursor::toNumber<std::uint16_t>(cursor.rest(), 16);
    constexpr std::size_t wordDigits = 8;
    std::array<std::uint32_t, 4> words{};
    const std::size_t count = family == AF_INET ? 1 : words.size();
    if (!port || digits.size() != count * wordDigits)
        return std::nullopt;
    for (std::size_t i = 0; i < count; ++i) {
        const auto word = TextCursor::toNumber<std::uint32_t>(digits.substr(i * wordDigits, wordDigits), 16);
        if (!word)
            return std::nullopt;
        words.at(i) = *word;
    }
    if (*port == 0 && std::ranges::all_of(words, [](std::uint32_t word) { return word == 0; }))
        return std::string(); // no address: not bound, or not connected
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    inet_ntop(family, words.data(), buffer.data(), buffer.size());
    return family == AF_INET ? fmt::format("{}:{}", buffer.data(), *port)
                             : fmt::format("[{}]:{}", buffer.data(), *port);
}

std::optional<InetSocket> parseLine(std::string_view line, std::string_view family, std::string_view type)
{
    std::array<std::string_view, 10> words{}; // sl local remote st queues timer retransmits uid timeout inode
    TextCursor cursor(line);
    for (auto &word : words)
        word = cursor.word();
    const auto number = family == "inet" ? AF_INET : AF_INET6;
    const auto local = address(words[1], number);
    const auto remote = address(words[2], number);
    const auto state = TextCursor::toNumber<std::uint8_t>(words[3], 16);
    const auto uid = TextCursor::toNumber<Uid>(words[7]);
    const auto inode = TextCursor::toNumber<std::uint64_t>(words[9]);
    if (!local || !remote || !state || socketStateName(*state).empty() || !inode)
        return std::nullopt;
    return InetSocket{
        {std::string(family), std::string(type), std::string(socketStateName(*state)), *local, *remote},
        uid,
        *inode};
}

} // namespace

std::vector<InetSocket> parseNetInet(std::string_view text, std::string_view family, std::string_view type)
{
    std::vector<InetSocket> sockets;
    TextCursor cursor(text);
    cursor.until('\n'); // the heading
    while (!cursor.atEnd()) {
        if (auto socket = parseLine(cursor.until('\n'), family, type))
            sockets.push_back(std::move(*socket));
    }
    return sockets;
}

std::vector<InetSocket> readInetSockets(const Directory &facts)
{
    std::vector<InetSocket> all;
    for (const auto &file : inetFiles) {
        const auto text = facts.read(file.path);
        if (!text)
            continue;
        auto sockets = parseNetInet(*text, file.family, file.type);
        std::ranges::move(sockets, std::back_inserter(all));
    }
    return all;
}

} // namespace forklore

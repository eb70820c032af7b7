// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/net_sockets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <optional>
#include <vector>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/xattr.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

constexpr std::array<std::string_view, 13> tcpStates = {
    "",      "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",   "TIME_WAIT",
    "CLOSE", "CLOSE_WAIT",  "LAST_ACK", "LISTEN",   "CLOSING",   "NEW_SYN_RECV"};

std::string_view typeName(int type)
{
    switch (type) {
    case SOCK_STREAM:
        return "stream";
    case SOCK_DGRAM:
        return "dgram";
    case SOCK_SEQPACKET:
        return "seqpacket";
    case SOCK_RAW:
        return "raw";
    default:
        return "";
    }
}

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

std::vector<std::string_view> wordsOf(std::string_view line, std::size_t count)
{
    std::vector<std::string_view> words;
    TextCursor cursor(line);
    while (words.size() < count)
        words.push_back(cursor.word());
    return words;
}

/// Every line after the heading.
template <class Each>
void forEachLine(std::string_view text, Each each)
{
    TextCursor cursor(text);
    cursor.until('\n');
    while (!cursor.atEnd())
        each(cursor.until('\n'));
}

struct NetFile {
    const char *path;
    std::string_view family;
    std::string_view type;
    std::string_view protocol; ///< as the attribute system.sockprotoname of a socket names it
};

constexpr std::array<NetFile, 10> inetFiles = {{
    {"net/tcp", "inet", "stream", "TCP"},
    {"net/tcp6", "inet6", "stream", "TCPv6"},
    {"net/udp", "inet", "dgram", "UDP"},
    {"net/udp6", "inet6", "dgram", "UDPv6"},
    {"net/udplite", "inet", "dgram", "UDP-Lite"},
    {"net/udplite6", "inet6", "dgram", "UDPLITEv6"},
    {"net/raw", "inet", "raw", "RAW"},
    {"net/raw6", "inet6", "raw", "RAWv6"},
    {"net/icmp", "inet", "dgram", "PING"},
    {"net/icmp6", "inet6", "dgram", "PINGv6"},
}};

/// A socket that is in no table (a TCP socket that was neither bound nor connected is in none) still has the
/// name of its protocol as an attribute of its link.
Socket socketByProtocol(const Directory &facts, int number)
{
    std::array<char, 64> buffer{};
    const auto path = fmt::format("{}/fd/{}", facts.path(), number);
    const auto size = getxattr(path.c_str(), "system.sockprotoname", buffer.data(), buffer.size() - 1);
    const std::string_view protocol(buffer.data(), size > 0 ? strnlen(buffer.data(), buffer.size()) : 0);
    const auto known = std::ranges::find(inetFiles, protocol, &NetFile::protocol);
    if (known != inetFiles.end())
        return {std::string(known->family), std::string(known->type), {}, {}, {}};
    if (protocol.starts_with("UNIX"))
        return {"unix", protocol == "UNIX-STREAM" ? "stream" : "", {}, {}, {}};
    std::string family = "unknown";
    if (!protocol.empty()) {
        family = protocol;
        std::ranges::transform(family, family.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    }
    return {family, {}, {}, {}, {}};
}

} // namespace

SocketTable parseNetInet(std::string_view text, std::string_view family, std::string_view type)
{
    SocketTable table;
    const auto number = family == "inet" ? AF_INET : AF_INET6;
    forEachLine(text, [&](std::string_view line) {
        const auto words = wordsOf(line, 10); // sl local remote st queues timer retransmits uid timeout inode
        const auto local = address(words[1], number);
        const auto remote = address(words[2], number);
        const auto state = TextCursor::toNumber<std::uint8_t>(words[3], 16);
        const auto inode = TextCursor::toNumber<std::uint64_t>(words[9]);
        if (!local || !remote || !state || *state >= tcpStates.size() || !inode || *inode == 0)
            return; // inode 0: a connection in TIME_WAIT belongs to no process any more
        table[*inode] = {std::string(family), std::string(type), std::string(tcpStates.at(*state)), *local,
                         *remote};
    });
    return table;
}

SocketTable parseNetUnix(std::string_view text)
{
    SocketTable table;
    forEachLine(text, [&](std::string_view line) {
        TextCursor cursor(line); // Num RefCount Protocol Flags Type St Inode Path
        for (int i = 0; i < 3; ++i)
            cursor.word();
        const auto flags = cursor.number<std::uint32_t>(16);
        const auto type = cursor.number<int>(16);
        const auto state = cursor.number<int>(16);
        const auto inode = cursor.number<std::uint64_t>();
        if (!flags || !type || !state || !inode)
            return;
        auto path = cursor.rest();
        if (path.starts_with(' '))
            path.remove_prefix(1); // only the separator: a path may start with a blank of its own
        constexpr std::uint32_t acceptsConnections = 0x10000; // __SO_ACCEPTCON
        constexpr int connected = 3;                          // SS_CONNECTED
        std::string_view word = *state == connected ? "ESTABLISHED" : "CLOSE";
        if ((*flags & acceptsConnections) != 0)
            word = "LISTEN";
        table[*inode] = {"unix", std::string(typeName(*type)), std::string(word), std::string(path), {}};
    });
    return table;
}

SocketTable parseNetNetlink(std::string_view text)
{
    SocketTable table;
    forEachLine(text, [&](std::string_view line) {
        const auto words = wordsOf(line, 10); // sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
        const auto inode = TextCursor::toNumber<std::uint64_t>(words[9]);
        if (inode)
            table[*inode] = {"netlink", {}, {}, fmt::format("protocol {}, port {}", words[1], words[2]), {}};
    });
    return table;
}

SocketTable parseNetPacket(std::string_view text)
{
    SocketTable table;
    forEachLine(text, [&](std::string_view line) {
        const auto words = wordsOf(line, 9); // sk RefCnt Type Proto Iface R Rmem User Inode
        const auto type = TextCursor::toNumber<int>(words[2]);
        const auto inode = TextCursor::toNumber<std::uint64_t>(words[8]);
        if (type && inode)
            table[*inode] = {"packet", std::string(typeName(*type)), {}, {}, {}};
    });
    return table;
}

SocketTable readNetSockets(const Directory &facts)
{
    SocketTable table;
    for (const auto &file : inetFiles) {
        if (const auto text = facts.read(file.path))
            table.merge(parseNetInet(*text, file.family, file.type));
    }
    if (const auto text = facts.read("net/unix"))
        table.merge(parseNetUnix(*text));
    if (const auto text = facts.read("net/netlink"))
        table.merge(parseNetNetlink(*text));
    if (const auto text = facts.read("net/packet"))
        table.merge(parseNetPacket(*text));
    return table;
}

void addSockets(const Directory &facts, Descriptors &descriptors)
{
    const auto table = readNetSockets(facts);
    for (auto &descriptor : descriptors) {
        if (descriptor.kind != DescriptorKind::Socket)
            continue;
        if (!descriptor.inode) {
            descriptor.socket = Failure(descriptor.inode.error());
            continue;
        }
        const auto known = table.find(*descriptor.inode);
        descriptor.socket = known != table.end() ? known->second : socketByProtocol(facts, descriptor.number);
    }
}

} // namespace forklore

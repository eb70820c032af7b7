// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/net_sockets.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <net/if.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/host/linux/sockets/net_unix.h"
#include "core/host/linux/sockets/socket_protocol.h"
#include "core/host/linux/sockets/vsock_diag.h"

namespace forklore {
namespace {

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

/// packet(7): an EtherType.
std::string_view protocolName(unsigned protocol)
{
    static constexpr std::array<std::pair<unsigned, std::string_view>, 6> known = {{
        {0x0003, "all"},
        {0x0800, "IPv4"},
        {0x0806, "ARP"},
        {0x86dd, "IPv6"},
        {0x888e, "EAPOL"},
        {0x88cc, "LLDP"},
    }};
    const auto found = std::ranges::find(known, protocol, &std::pair<unsigned, std::string_view>::first);
    return found != known.end() ? found->second : std::string_view();
}

std::string packetAddress(unsigned protocol, unsigned interface, const InterfaceNames &interfaces)
{
    auto address = fmt::format("protocol {:#06x}", protocol);
    if (const auto name = protocolName(protocol); !name.empty())
        address += fmt::format(" ({})", name);
    if (interface == 0)
        return address + ", any interface";
    const auto name = interfaces.find(interface);
    return address + ", interface " + (name != interfaces.end() ? name->second : std::to_string(interface));
}

InterfaceNames readOwnInterfaces()
{
    InterfaceNames names;
    const std::unique_ptr<struct if_nameindex, decltype(&if_freenameindex)> all(if_nameindex(),
                                                                                if_freenameindex);
    for (const auto *entry = all.get(); entry && entry->if_index != 0; ++entry)
        names.emplace(entry->if_index, entry->if_name);
    return names;
}

/// The inode of a namespace; nothing where the link may not be followed.
std::optional<ino_t> networkOf(int directory, const char *link)
{
    struct stat file {};
    return fstatat(directory, link, &file, 0) == 0 ? std::optional(file.st_ino) : std::nullopt;
}

} // namespace

SocketTable parseNetNetlink(std::string_view text)
{
    SocketTable table;
    forEachLine(text, [&](std::string_view line) {
        const auto words = wordsOf(line, 10); // sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
        const auto protocol = TextCursor::toNumber<unsigned>(words[1]);
        const auto port = TextCursor::toNumber<std::uint32_t>(words[2]);
        const auto inode = TextCursor::toNumber<std::uint64_t>(words[9]);
        if (!inode || *inode == 0)
            return;
        auto &socket = table[*inode] = {"netlink", {}, {}, {}, {}};
        if (protocol && port)
            socket.local = fmt::format("protocol {}, port {}", *protocol, *port);
        else
            socket.addressError = {ErrorKind::Malformed, "net/netlink: no good protocol and port"};
    });
    return table;
}

SocketTable parseNetPacket(std::string_view text, const InterfaceNames &interfaces)
{
    SocketTable table;
    forEachLine(text, [&](std::string_view line) {
        const auto words = wordsOf(line, 9); // sk RefCnt Type Proto Iface R Rmem User Inode
        const auto type = TextCursor::toNumber<int>(words[2]);
        const auto protocol = TextCursor::toNumber<std::uint16_t>(words[3], 16);
        const auto interface = TextCursor::toNumber<unsigned>(words[4]);
        const auto inode = TextCursor::toNumber<std::uint64_t>(words[8]);
        if (!type || !inode || *inode == 0)
            return;
        auto &socket = table[*inode] = {"packet", std::string(socketTypeName(*type)), {}, {}, {}};
        if (protocol && interface)
            socket.local = packetAddress(*protocol, *interface, interfaces);
        else
            socket.addressError = {ErrorKind::Malformed, "net/packet: no good protocol and interface"};
    });
    return table;
}

OwnSockets readOwnSockets()
{
    return {readUnixSockets(), readVsockSockets()};
}

bool isInOwnNetwork(const Directory &facts)
{
    if (!facts.isOnProc())
        return false;
    const auto own = networkOf(AT_FDCWD, "/proc/self/ns/net");
    return own && networkOf(facts.fd(), "ns/net") == own;
}

NetSockets readNetSockets(const Directory &facts, const OwnSockets *own)
{
    // What users cannot write into comes first: a later table never replaces an entry.
    NetSockets sockets;
    sockets.inet = readInetSockets(facts);
    for (const auto &socket : sockets.inet) {
        if (socket.inode != 0)
            sockets.table.emplace(socket.inode, socket.socket);
    }
    if (const auto text = facts.read("net/netlink"))
        sockets.table.merge(parseNetNetlink(*text));
    if (const auto text = facts.read("net/packet"))
        sockets.table.merge(parseNetPacket(*text, own ? readOwnInterfaces() : InterfaceNames()));
    if (own && own->vsock)
        sockets.table.insert(own->vsock->begin(), own->vsock->end());
    if (own && own->unixSockets) {
        for (const auto &[inode, socket] : *own->unixSockets)
            sockets.table.emplace(inode, socketOf(socket, *own->unixSockets));
    } else if (const auto text = facts.read("net/unix")) {
        auto known = parseNetUnix(*text);
        sockets.table.merge(known.sockets);
        sockets.doubtful = std::move(known.doubtful);
    }
    return sockets;
}

void addSockets(const Directory &facts, Descriptors &descriptors)
{
    const auto own = isInOwnNetwork(facts) ? std::optional(readOwnSockets()) : std::nullopt;
    const auto sockets = readNetSockets(facts, own ? &*own : nullptr);
    for (auto &descriptor : descriptors) {
        if (descriptor.kind != DescriptorKind::Socket)
            continue;
        if (!descriptor.inode) {
            descriptor.socket = Failure(descriptor.inode.error());
            continue;
        }
        const auto known = sockets.table.find(*descriptor.inode);
        if (known != sockets.table.end())
            descriptor.socket = known->second;
        else
            descriptor.socket = socketByProtocol(readProtocol(facts, descriptor.number),
                                                 sockets.doubtful.contains(*descriptor.inode));
    }
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/socket_protocol.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <utility>

#include <sys/xattr.h>

#include <fmt/format.h>

#include "core/host/linux/sockets/net_inet.h"

namespace forklore {
namespace {

/// The kernel's words for the families whose protocols are called otherwise.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> families = {{
    {"AF_VSOCK", "vsock"},   {"ALG", "alg"},        {"BNEP", "bluetooth"}, {"CAN_BCM", "can"},
    {"CAN_ISOTP", "can"},    {"CAN_J1939", "can"},  {"CAN_RAW", "can"},    {"CMTP", "bluetooth"},
    {"HCI", "bluetooth"},    {"HIDP", "bluetooth"}, {"ISO", "bluetooth"},  {"L2CAP", "bluetooth"},
    {"NETLINK", "netlink"},  {"PACKET", "packet"},  {"PPPOX", "pppox"},    {"QIPCRTR", "qipcrtr"},
    {"RFCOMM", "bluetooth"}, {"SCO", "bluetooth"},  {"TIPC", "tipc"},      {"XDP", "xdp"},
}};

struct OtherInet {
    std::string_view protocol;
    std::string_view family;
    std::string_view type;
};
constexpr std::array<OtherInet, 6> otherInet = {{
    {"MPTCP", "inet", "stream"},
    {"MPTCPv6", "inet6", "stream"},
    {"SCTP", "inet", ""},
    {"SCTPv6", "inet6", ""},
    {"SMC", "smc", "stream"},
    {"SMC6", "smc", "stream"},
}};

std::string familyOf(std::string_view protocol)
{
    const auto known =
        std::ranges::find(families, protocol, &std::pair<std::string_view, std::string_view>::first);
    if (known != families.end())
        return std::string(known->second);
    if (protocol.empty())
        return "unknown";
    std::string family(protocol);
    std::ranges::transform(family, family.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return family;
}

constexpr std::string_view doubt =
    "net/unix prints names as they are, and the line on this socket may be a part of another one's name";

/// Of a socket whose protocol has a table, in which it does not stand.
Error noAddressTold()
{
    return {ErrorKind::Unsupported, "no table of this network namespace has it: it is bound to no address, "
                                    "or to one and does not listen, or "
                                    "it belongs to another network namespace"};
}

} // namespace

std::string readProtocol(const Directory &facts, int number)
{
    std::array<char, 64> buffer{};
    if (!facts.isOnProc()) // the link leads to a file of this machine, or to none
        return {};
    const auto path = fmt::format("{}/fd/{}", facts.path(), number);
    const auto size = getxattr(path.c_str(), "system.sockprotoname", buffer.data(), buffer.size() - 1);
    return {buffer.data(), size > 0 ? strnlen(buffer.data(), buffer.size()) : 0};
}

Socket socketByProtocol(std::string_view protocol, bool doubtful)
{
    const auto inet = std::ranges::find(inetFiles, protocol, &InetFile::protocol);
    if (inet != inetFiles.end())
        return {std::string(inet->family), std::string(inet->type), {}, {}, {}, noAddressTold()};
    Socket socket;
    const auto other = std::ranges::find(otherInet, protocol, &OtherInet::protocol);
    if (other != otherInet.end()) {
        socket.family = other->family;
        socket.type = other->type;
    } else if (protocol.starts_with("UNIX")) {
        socket.family = "unix";
        socket.type = protocol == "UNIX-STREAM" ? "stream" : "";
    } else {
        socket.family = familyOf(protocol);
    }
    if (doubtful && (protocol.empty() || socket.family == "unix"))
        socket.addressError = {ErrorKind::Unsupported, std::string(doubt)};
    else if (protocol.empty())
        socket.addressError = {ErrorKind::Unsupported, "no table of sockets has it"};
    else if (socket.family == "unix")
        socket.addressError = {ErrorKind::Unsupported,
                               "it belongs to another network namespace than its process, or was just made"};
    else if (socket.family == "vsock")
        socket.addressError = {
            ErrorKind::Unsupported,
            "sock_diag does not list it: this kernel has no vsock_diag, or the socket belongs to "
            "another network namespace"};
    else if (socket.family != "netlink") // which is in the table as soon as it is bound
        socket.addressError = {
            ErrorKind::Unsupported,
            fmt::format("no table that Forklore reads has the addresses of {} sockets",
                        other != otherInet.end() ? protocol : std::string_view(socket.family))};
    return socket;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/socket_table.h"

#include <array>

#include <sys/socket.h>

namespace forklore {

std::string_view socketTypeName(int type)
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

std::string_view socketStateName(unsigned state)
{
    static constexpr std::array<std::string_view, 13> states = {
        "",      "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",   "TIME_WAIT",
        "CLOSE", "CLOSE_WAIT",  "LAST_ACK", "LISTEN",   "CLOSING",   "NEW_SYN_RECV"};
    return state < states.size() ? states.at(state) : std::string_view();
}

} // namespace forklore

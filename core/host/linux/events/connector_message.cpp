// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/events/connector_message.h"

#include <cstring>

#include <linux/connector.h>
#include <linux/netlink.h>

namespace forklore {
namespace {

/// Takes numbers from the bytes of a message; what is beyond the end of it reads 0: an older kernel's
/// messages are shorter, and say so.
class Words {
public:
    explicit Words(std::string_view bytes) : m_bytes(bytes) {}

    template <class Number>
    Number next()
    {
        Number number = 0;
        if (m_bytes.size() >= sizeof number) {
            std::memcpy(&number, m_bytes.data(), sizeof number);
            m_bytes.remove_prefix(sizeof number);
        } else {
            m_bytes = {};
        }
        return number;
    }
    [[nodiscard]] std::string_view rest() const { return m_bytes; }

private:
    std::string_view m_bytes;
};

void readTask(Words &words, ConnectorMessage &message)
{
    message.pid = words.next<Pid>();
    message.tgid = words.next<Pid>();
}

void readParent(Words &words, ConnectorMessage &message)
{
    message.parentPid = words.next<Pid>();
    message.parentTgid = words.next<Pid>();
}

void readDetails(Words &words, ConnectorMessage &message)
{
    using What = ConnectorMessage::What;
    switch (message.what) {
    case What::Acknowledged:
        message.refused = words.next<std::uint32_t>();
        break;
    case What::Fork:
        readParent(words, message);
        readTask(words, message);
        break;
    case What::Uid:
    case What::Gid:
        readTask(words, message);
        words.next<std::uint32_t>(); // the real one
        message.effectiveId = words.next<std::uint32_t>();
        break;
    case What::Comm: {
        readTask(words, message);
        constexpr std::size_t longest = 16;
        message.comm = words.rest().substr(0, longest);
        message.comm.resize(std::min(message.comm.find('\0'), message.comm.size()));
        break;
    }
    case What::Exit:
        readTask(words, message);
        message.exitStatus = words.next<std::int32_t>();
        words.next<std::uint32_t>(); // the signal for the parent
        readParent(words, message);  // Linux 4.18
        break;
    default:
        readTask(words, message);
    }
}

} // namespace

Result<ConnectorMessage> parseConnectorMessage(std::string_view datagram)
{
    constexpr std::size_t headers = sizeof(nlmsghdr) + sizeof(cn_msg);
    constexpr std::size_t eventHeader = 16; // what, cpu, time
    const auto malformed = failure(ErrorKind::Malformed, "a message of the process connector is cut short");
    nlmsghdr netlink{};
    cn_msg connector{};
    if (datagram.size() < headers)
        return malformed;
    std::memcpy(&netlink, datagram.data(), sizeof netlink);
    std::memcpy(&connector, datagram.data() + sizeof netlink, sizeof connector);
    if (connector.id.idx != CN_IDX_PROC || connector.id.val != CN_VAL_PROC)
        return failure(ErrorKind::Malformed, "a message that is not of the process connector");
    const auto body = datagram.substr(headers);
    if (connector.len < eventHeader || body.size() < connector.len)
        return malformed;
    Words words(body.substr(0, connector.len));
    ConnectorMessage message;
    message.what = static_cast<ConnectorMessage::What>(words.next<std::uint32_t>());
    message.cpu = words.next<std::uint32_t>();
    message.at = std::chrono::nanoseconds(words.next<std::int64_t>());
    message.sequence = connector.seq;
    message.answers = connector.ack;
    readDetails(words, message);
    return message;
}

} // namespace forklore

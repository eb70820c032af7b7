// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper/private_channel.h"

#include <array>
#include <cerrno>

#include <sys/socket.h>

namespace forklore {

bool PrivateChannel::open()
{
    close();
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return false;
    m_end = FileDescriptor(ends[0]);
    m_otherEnd = FileDescriptor(ends[1]);
    m_notifier = std::make_unique<QSocketNotifier>(ends[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &PrivateChannel::read);
    return true;
}

void PrivateChannel::close()
{
    if (m_notifier) {
        m_notifier->setEnabled(false);       // before its descriptor is closed
        m_notifier.release()->deleteLater(); // it may be what has called
    }
    m_end = FileDescriptor();
    m_otherEnd = FileDescriptor();
    m_received.clear();
}

bool PrivateChannel::write(const QByteArray &bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    return send(m_end.get(), bytes.constData(), size, MSG_DONTWAIT | MSG_NOSIGNAL) == bytes.size();
}

void PrivateChannel::read()
{
    constexpr qsizetype longestLine = qsizetype(256) << 20; // more than the memory map of any process takes
    while (m_end.get() >= 0) {
        std::array<char, 65536> bytes{};
        const auto count = recv(m_end.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0 || m_received.size() + count > longestLine)
            return close();
        const qsizetype from = m_received.size();
        m_received.append(bytes.data(), count);
        for (auto end = m_received.indexOf('\n', from); end >= 0; end = m_received.indexOf('\n')) {
            const auto line = m_received.left(end);
            m_received.remove(0, end + 1);
            emit lineCame(line);
        }
    }
}

} // namespace forklore

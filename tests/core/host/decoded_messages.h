// SPDX-License-Identifier: GPL-3.0-or-later
//
// A decoder over a /proc that the test writes, the messages that it hears, and the events that it makes of
// them.
#pragma once

#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include <fmt/format.h>

#include "core/host/linux/events/event_decoder.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"

namespace forklore::decoded_messages {

using namespace std::chrono_literals;

using What = ConnectorMessage::What;

inline ConnectorMessage message(What what, Pid pid, Pid tgid, std::chrono::nanoseconds at = 10s)
{
    ConnectorMessage message;
    message.what = what;
    message.pid = pid;
    message.tgid = tgid;
    message.at = at;
    return message;
}

inline ConnectorMessage forkOf(Pid parent, Pid child, std::chrono::nanoseconds at = 10s)
{
    auto fork = message(What::Fork, child, child, at);
    fork.parentTgid = parent;
    return fork;
}

inline ConnectorMessage threadOf(Pid process, Pid thread)
{
    auto fork = message(What::Fork, thread, process);
    fork.parentTgid = process;
    return fork;
}

inline ConnectorMessage exitOf(Pid pid, Pid tgid, int status, Pid parent = 0,
                               std::chrono::nanoseconds at = 11s)
{
    auto exit = message(What::Exit, pid, tgid, at);
    exit.exitStatus = status;
    exit.parentTgid = parent;
    return exit;
}

constexpr int exited(int code)
{
    return code << 8;
}

class DecodedMessages : public QObject {
protected:
    /// With init and a shell, which the decoder knows.
    void begin();
    /// A process of the /proc, by default alive and of one thread.
    void stand(Pid pid, Pid ppid, StartTicks start, const std::string &comm = "job", char state = 'S',
               int threads = 1);
    /// The events of the messages, one line each.
    QByteArrayList after(std::initializer_list<ConnectorMessage> messages);
    QByteArrayList told();

    std::unique_ptr<Fixture> m_proc;
    std::unique_ptr<EventDecoder> m_decoder;
    std::vector<Event> m_events; ///< the latest
};

inline void DecodedMessages::stand(Pid pid, Pid ppid, StartTicks start, const std::string &comm, char state,
                                   int threads)
{
    m_proc->write(fmt::format("{}/stat", pid),
                  fmt::format("{0} ({1}) {2} {3} {0} {0} 0 -1 0 0 0 0 0 0 0 0 0 20 0 {4} 0 {5} 0 0\n", pid,
                              comm, state, ppid, threads, start));
}

inline void DecodedMessages::begin()
{
    m_proc = std::make_unique<Fixture>();
    stand(1, 0, 1, "init");
    stand(50, 1, 500, "shell");
    auto root = Directory::open(m_proc->root());
    QVERIFY2(root, why(root));
    m_decoder = std::make_unique<EventDecoder>(std::move(*root), [](Pid) { return FileDescriptor(); });
    m_decoder->listProcesses();
}

inline QByteArrayList DecodedMessages::after(std::initializer_list<ConnectorMessage> messages)
{
    for (const auto &message : messages)
        m_decoder->handle(message, 0s);
    return told();
}

inline QByteArrayList DecodedMessages::told()
{
    m_events = m_decoder->events();
    QByteArrayList lines;
    for (const auto &event : m_events)
        lines += bytes(fmt::format("{}{} {}: {}", event.inferred ? "~" : "", event.process.id.pid,
                                   event.process.comm, text(event)));
    return lines;
}

} // namespace forklore::decoded_messages

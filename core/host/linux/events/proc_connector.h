// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcConnector: the kernel's own account of all processes, as it happens: netlink(7), connector. Since Linux
// 6.6 for every user, before for root; never from within a container.
//
// The kernel does not wait for a slow listener: what does not fit into the socket's buffer is dropped, and so
// is all that follows until the buffer has been emptied. Loss shows as gaps in the numbers of each CPU.
#pragma once

#include <deque>
#include <optional>
#include <unordered_map>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/host/linux/events/connector_message.h"

namespace forklore {

class ProcConnector {
public:
    /// Listens from here on. The answer to the wish is awaited for a moment: where none comes, the kernel
    /// has silently passed it over, and what may be heard without it counts pids of another namespace.
    /// Denied: it is for root alone; Unsupported: not in a container; Io: this kernel has none.
    [[nodiscard]] static Result<ProcConnector> open();

    [[nodiscard]] int handle() const { return m_socket.get(); }

    /// The next message, or nothing when none is there. It does not wait.
    [[nodiscard]] std::optional<ConnectorMessage> next();

    /// How many messages were lost since the last call, as far as it is known: those of the end of a CPU's
    /// row come to light with its next message. Nothing: none was.
    [[nodiscard]] std::optional<std::uint64_t> loss();

private:
    explicit ProcConnector(FileDescriptor socket) : m_socket(std::move(socket)) {}
    [[nodiscard]] Result<void> listen();
    /// The next one of the socket, answers among them.
    [[nodiscard]] std::optional<ConnectorMessage> receive();
    void count(const ConnectorMessage &message);

    FileDescriptor m_socket;
    std::deque<ConnectorMessage> m_early;                         ///< came before the answer
    std::unordered_map<std::uint32_t, std::uint32_t> m_sequences; ///< the last of each CPU
    std::optional<std::uint64_t> m_loss;
};

} // namespace forklore

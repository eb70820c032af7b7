// SPDX-License-Identifier: GPL-3.0-or-later
//
// Connection: the socket on which requests come from Forklore and answers go back. It has no name and cannot
// be opened a second time, and each request must have been sent by the process that made it.
#pragma once

#include <chrono>
#include <string>

#include <sys/types.h>

#include "core/base/result.h"

namespace forklore {

class Connection {
public:
    /// @param descriptor an end of a socket pair @param user who made it
    [[nodiscard]] static Result<Connection> create(int descriptor, uid_t user);

    /// The next request, without its line end. Gone: the other end is closed, or the time is over. Denied:
    /// another process has written. Malformed: it is longer than any request.
    [[nodiscard]] Result<std::string> readLine(std::chrono::nanoseconds atMost);

    /// Adds the line end. @return false: it was not read in time, or the other end is closed
    [[nodiscard]] bool writeLine(std::string text) const;

private:
    Connection(int descriptor, pid_t peer) : m_descriptor(descriptor), m_peer(peer) {}
    [[nodiscard]] Result<std::string> receive() const;

    int m_descriptor;
    pid_t m_peer;
    std::string m_received; ///< after the last line end
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// FileQuery: what a person types to find out who has something open.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"

namespace forklore {

/// "/var/log/syslog", "/home": a file, or a directory and what is below it.
struct PathQuery {
    std::string path; ///< without slashes at its end

    bool operator==(const PathQuery &) const = default;
};

/// "8080", ":53", "tcp:8080", "127.0.0.1:80", "udp:[::1]:53": either end of a connection.
struct PortQuery {
    std::string type;    ///< "stream" for tcp, "dgram" for udp; empty: both
    std::string address; ///< "127.0.0.1", "[::1]"; empty: any
    std::uint16_t port = 0;

    bool operator==(const PortQuery &) const = default;
};

/// "inode:4711", "socket:[4711]", "pipe:[12]".
struct InodeQuery {
    std::string kind; ///< as in the link's text: "socket", "pipe", "net"; empty: any, files on disks too
    std::uint64_t inode = 0;

    bool operator==(const InodeQuery &) const = default;
};

/// Anything else: a part of a file's name or of a socket's.
struct TextQuery {
    std::string text;

    bool operator==(const TextQuery &) const = default;
};

using FileQuery = std::variant<PathQuery, PortQuery, InodeQuery, TextQuery>;

/// Understands what was typed; the Error says what could be meant instead. Blanks around it do not count.
[[nodiscard]] Result<FileQuery> parseFileQuery(std::string_view text);

} // namespace forklore

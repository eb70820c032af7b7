// SPDX-License-Identifier: GPL-3.0-or-later
//
// Peer: who is at the other end of a pipe, a socket or a terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/process/process_ref.h"
#include "core/process/resources/descriptor.h"

namespace forklore {

/// A descriptor of some process.
struct Holder {
    ProcessRef process;
    int number = 0;
    /// "exe", "cwd" or "root": the process holds the file without a descriptor, and the number means nothing.
    std::string role;
    DescriptorKind kind = DescriptorKind::Unknown;
    std::optional<Access> access; ///< nothing: it could not be told
    std::string target;           ///< the link's text
    /// "127.0.0.1:80 → 127.0.0.1:4711", "LISTEN [::]:22", a path, "→ path"; empty: no socket, or one without
    /// any address.
    std::string socket;

    bool operator==(const Holder &) const = default;
};

/// The other end of one descriptor.
struct OtherEnd {
    int number = 0; ///< the descriptor of the process that was asked about
    DescriptorKind kind = DescriptorKind::Unknown;
    std::vector<Holder> holders; ///< by pid and descriptor; the process itself too, where it holds both ends
    /// Why there may be more of them: processes whose descriptors may not be seen; a peer in another network.
    /// Empty: these are all.
    std::string incomplete;
    bool elsewhere = false; ///< on another machine, or in another network namespace of this one

    bool operator==(const OtherEnd &) const = default;
};

/// For each descriptor that has another end, by number, ascending.
using Peers = std::vector<OtherEnd>;

/// A socket, or several that are alike, that no descriptor of a process that can be seen leads to.
struct UnheldSocket {
    Socket socket;           ///< of several: without the address in which they differ
    std::size_t count = 1;   ///< how many are alike
    std::optional<Uid> uid;  ///< of who made it; nothing: not known
    std::uint64_t inode = 0; ///< 0: no descriptor can lead to it
    std::string why;         ///< for people: where it belongs, or why that is not known

    bool operator==(const UnheldSocket &) const = default;
};

/// Who has a file, a port or the like open.
struct WhoHas {
    std::vector<Holder> holders;      ///< by pid; exe, cwd and root before the descriptors
    std::vector<Holder> below;        ///< where a directory was asked for: of the files below it
    std::vector<UnheldSocket> unheld; ///< in use all the same: a port with one is not free
    std::string incomplete;           ///< as of OtherEnd

    bool operator==(const WhoHas &) const = default;
};

/// Processes joined by pipes and sockets: a shell pipeline, a program and its helper.
struct Chain {
    struct Joint {
        std::size_t from = 0; ///< position in processes; the bytes flow from here …
        std::size_t to = 0;   ///< … to here
        bool bothWays = false;
        DescriptorKind kind = DescriptorKind::Pipe;
        int fromNumber = 0; ///< the descriptor at that end
        int toNumber = 0;

        bool operator==(const Joint &) const = default;
    };

    std::vector<ProcessRef> processes; ///< along the flow where it has a direction
    std::vector<Joint> joints;
    bool cut = false; ///< there are more than can be told here

    bool operator==(const Chain &) const = default;
};

} // namespace forklore

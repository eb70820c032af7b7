// SPDX-License-Identifier: GPL-3.0-or-later
//
// OtherEnds: who is at the other end of a process's pipes, FIFOs, sockets and terminals.
//
// It looks at all processes once, when the first process is asked about that has such an end, and answers for
// that moment: made for a question or a few, then thrown away.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/host/linux/inspect/open_files.h"
#include "core/host/linux/inspect/terminals.h"
#include "core/host/linux/sockets/networks.h"
#include "core/process/resources/peer.h"

namespace forklore {

class OtherEnds {
public:
    explicit OtherEnds(const Directory &root);

    /// Only the descriptors that have another end are told of, or had one. Listening sockets have none, nor
    /// has a socket that is not connected. No process at it: it was closed, unless `incomplete` says more.
    [[nodiscard]] Result<Peers> of(const ProcessId &id);

private:
    struct Candidates {
        std::vector<const OpenFile *> files;
        std::string incomplete;
        bool elsewhere = false;
    };

    void look();
    [[nodiscard]] std::vector<const OpenFile *> withTarget(const std::string &target) const;
    [[nodiscard]] const OpenFile *entryOf(Pid pid, const Descriptor &descriptor) const;
    [[nodiscard]] std::optional<Candidates> candidates(Pid pid, const Descriptor &descriptor);
    [[nodiscard]] std::optional<Candidates> ofSocket(Pid pid, const Descriptor &descriptor);
    [[nodiscard]] Candidates ofUnixSocket(std::uint64_t inode);
    [[nodiscard]] Candidates ofFifo(const OpenFile &mine);
    [[nodiscard]] OtherEnd read(Pid pid, const Descriptor &descriptor, const Candidates &candidates);

    const Directory &m_root;
    HolderReader m_holders;
    Networks m_networks;
    std::optional<OpenFiles> m_open;
    std::vector<const OpenFile *> m_byTarget; ///< and by process where the target is the same
    std::optional<std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<const OpenFile *>>> m_fifos;
    std::optional<Terminals> m_terminals;
};

} // namespace forklore

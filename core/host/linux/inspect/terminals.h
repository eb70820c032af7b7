// SPDX-License-Identifier: GPL-3.0-or-later
//
// Terminals: which descriptors are the two sides of the same pseudo-terminal, pty(7).
//
// A slave is /dev/pts/N. Its master is an anonymous one of /dev/ptmx, whose fdinfo says the N. Each mount of
// devpts (each container has one) counts from 0, so the file system must be the same too.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/file.h"
#include "core/host/linux/inspect/open_files.h"

namespace forklore {

class Terminals {
public:
    Terminals(const Directory &root, const std::vector<OpenFile> &files);

    /// The other side of a terminal; nothing for what is no side of a pseudo-terminal.
    [[nodiscard]] std::optional<std::vector<const OpenFile *>> otherSide(const OpenFile &file) const;

private:
    struct Side {
        const OpenFile *file;
        bool master;
        std::uint32_t index;
        std::uint64_t instance; ///< the device of the devpts; 0: not known
    };
    [[nodiscard]] static std::optional<Side> sideOf(const Directory &root, const OpenFile &file);

    std::vector<Side> m_sides;
};

} // namespace forklore

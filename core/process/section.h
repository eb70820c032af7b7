// SPDX-License-Identifier: GPL-3.0-or-later
//
// Section: what is read in depth of one process. What each is called, how it is read and how it is written
// stands in one table: core/codec/sections.h. The id is here, below all that use it.
#pragma once

#include <array>
#include <variant>

#include "core/process/names/environment.h"
#include "core/process/resources/descriptor.h"
#include "core/process/resources/io_counters.h"
#include "core/process/resources/memory.h"

namespace forklore {

enum class Section {
    Diagnostics,
    Identity,
    Ancestors,
    Children,
    Names,
    Arguments,
    Environment,
    Descriptors,
    Peers,
    Limits,
    Signals,
    Threads,
    Memory,
    Credentials,
    Location,
    Io,
    Mappings,
    Chain,    ///< the processes joined with it by pipes and sockets
    Overview, ///< identity, names and what diagnostics need: the window reads them together
    Rights,   ///< credentials and location, with the names of all ids
};

/// What the kernel hides from other users, and the privileged helper reads: a closed list.
using ProtectedSection = std::variant<Environment, Descriptors, IoCounters, Mappings>;

/// Which one it is: it is known by the type of its value.
[[nodiscard]] inline Section sectionOf(const ProtectedSection &value)
{
    constexpr std::array ids = {Section::Environment, Section::Descriptors, Section::Io, Section::Mappings};
    static_assert(ids.size() == std::variant_size_v<ProtectedSection>);
    return ids[value.index()];
}

} // namespace forklore

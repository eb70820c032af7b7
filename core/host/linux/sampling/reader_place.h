// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds out from where a /proc is read: its mount options, and the reader's namespaces(7).
#pragma once

#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/host/reader_place.h"
#include "core/process/process_id.h"

namespace forklore {

/// Of a captured /proc only the mount options are known.
[[nodiscard]] ReaderPlace readReaderPlace(const Directory &root);

/// What /proc hides from this reader. Root and the members of the mount's group see everything.
[[nodiscard]] Hiding readHiding(const Directory &root);

/// One line of /proc/PID/uid_map, user_namespaces(7): so many ids from the first on are mapped.
struct MappedIds {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    bool operator==(const MappedIds &) const = default;
};
[[nodiscard]] std::vector<MappedIds> parseIdMap(std::string_view text);
/// Whether all that a user namespace can have are mapped.
[[nodiscard]] bool mapsAll(const std::vector<MappedIds> &map);

/// The line "boottime" of timens_offsets, time_namespaces(7); nothing where it is not as promised.
[[nodiscard]] std::optional<std::chrono::nanoseconds> parseBootOffset(std::string_view text);

/// Whether an id stands for all that the reader's user namespace does not have: it is nobody's, though a user
/// or a group may have the same number.
[[nodiscard]] bool isUnmappedUser(Uid uid);
[[nodiscard]] bool isUnmappedGroup(Gid gid);

/// The answer about a number that /proc has no process by: Gone, or Denied where there is one that is hidden.
[[nodiscard]] Error noProcess(const Directory &root, Pid pid);

} // namespace forklore

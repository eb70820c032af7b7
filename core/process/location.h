// SPDX-License-Identifier: GPL-3.0-or-later
//
// Location: where a process lives: directories, control groups, namespaces.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/process/names/names.h"

namespace forklore {

/// A directory that a process holds.
struct Place {
    std::string path; ///< without the kernel's " (deleted)"
    bool deleted = false;

    bool operator==(const Place &) const = default;
};

/// One of namespaces(7) that a process is in.
struct Namespace {
    std::string kind; ///< the name of its link: "pid", "pid_for_children", "net", …
    Result<std::uint64_t> inode;
    std::optional<bool> own; ///< whether it is the reader's own as well; nothing: not known

    bool operator==(const Namespace &) const = default;
};

struct Location {
    Result<std::optional<Place>> directory;         ///< cwd; nothing: none (kernel thread, zombie)
    Result<std::optional<Place>> root;              ///< nothing: none
    Result<std::optional<Executable>> executable;   ///< nothing: none
    Result<std::vector<std::string>> controlGroups; ///< the lines of /proc/PID/cgroup, cgroups(7)
    Result<std::vector<Namespace>> namespaces;      ///< by kind

    bool operator==(const Location &) const = default;
};

/// The systemd unit that the lines of a cgroup file name: "ssh.service", "session-2.scope"; for a user's own
/// manager the unit below it. Nothing: none of them is a unit's.
[[nodiscard]] std::optional<std::string> systemdUnit(const std::vector<std::string> &controlGroups);

} // namespace forklore

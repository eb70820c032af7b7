// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether the control group of a process is frozen: cgroup.events and cgroup.freeze of version 2,
// freezer.state, freezer.self_freezing and freezer.parent_freezing of version 1 (kernel documentation,
// cgroup-v2 and freezer-subsystem).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/process/freeze.h"
#include "core/process/stat.h"

namespace forklore {

/// Where a hierarchy that can freeze is mounted.
struct FreezerMount {
    Freeze::Version version = Freeze::Version::V2;
    std::string root;       ///< the group that is seen there
    std::string mountPoint; ///< its directory

    bool operator==(const FreezerMount &) const = default;
};

/// Of /proc/self/mountinfo, proc_pid_mountinfo(5): lines of another form are passed over.
[[nodiscard]] std::vector<FreezerMount> parseFreezerMounts(std::string_view mountinfo);

/// The line "frozen 0|1" of cgroup.events. Unsupported: there is none, before Linux 5.2.
[[nodiscard]] Result<bool> parseCgroupEvents(std::string_view text);

/// "THAWED", "FREEZING" or "FROZEN" of freezer.state: whether it is the last. What is still freezing may run.
[[nodiscard]] Result<bool> parseFreezerState(std::string_view text);

/// The path of a process in the hierarchy of a version: /proc/PID/cgroup. Nothing: it is in none.
[[nodiscard]] std::optional<std::string> freezerPath(const std::vector<std::string> &cgroups,
                                                     Freeze::Version version);

class Freezers {
public:
    /// Those that this program sees. None where the root is not a proc file system: a copy has no groups.
    /// @param root where /proc is
    [[nodiscard]] static Freezers find(const Directory &root);
    explicit Freezers(std::vector<FreezerMount> mounts) : m_mounts(std::move(mounts)) {}

    /// Nothing inside: it is not frozen. An error: that is not known.
    /// @param process /proc/PID
    [[nodiscard]] Result<std::optional<Freeze>> freezeOf(const Directory &process, const Stat &stat) const;
    /// @param cgroups the lines of /proc/PID/cgroup
    [[nodiscard]] Result<std::optional<Freeze>> freezeOf(const std::vector<std::string> &cgroups) const;
    /// @param root where /proc is
    [[nodiscard]] Result<std::optional<Freeze>> freezeOf(const Directory &root, const ProcessId &id) const;

private:
    [[nodiscard]] Result<std::optional<Freeze>> freezeIn(Freeze::Version version,
                                                         const std::vector<std::string> &cgroups) const;

    std::vector<FreezerMount> m_mounts;
};

} // namespace forklore

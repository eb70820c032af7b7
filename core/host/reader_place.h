// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReaderPlace: from where a /proc is read. It decides what is hidden from the reader, and what numbers mean.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace forklore {

/// What /proc does not show of other users' processes: its mount option hidepid, proc(5).
enum class Hiding {
    Nothing,
    Facts, ///< hidepid=1: only that they exist
    All,   ///< hidepid=2 and 4: they are not listed
};

/// Which of namespaces(7) the reader is in, as far as that can be known.
enum class InNamespace {
    Unknown,
    Initial, ///< the machine's first
    Other,
};

/// Members of what is not known, or not asked of a captured /proc, say so.
struct ReaderPlace {
    Hiding hiding = Hiding::Nothing;
    bool machineHidden = false; ///< /proc is mounted with subset=pid: nothing about the machine as a whole
    bool foreignPids = false;   ///< /proc shows another pid namespace than the one that the reader is in

    InNamespace pid = InNamespace::Unknown;
    InNamespace user = InNamespace::Unknown;
    InNamespace network = InNamespace::Unknown;
    InNamespace time = InNamespace::Unknown;
    InNamespace cgroup = InNamespace::Unknown;
    InNamespace mount = InNamespace::Unknown;

    bool everyUserMapped = true;       ///< no user id stands for one that the user namespace does not have
    std::uint32_t unmappedUid = 65534; ///< how those are shown: /proc/sys/kernel/overflowuid
    std::optional<std::chrono::nanoseconds> bootOffset = {}; ///< of the time namespace's clocks

    bool operator==(const ReaderPlace &) const = default;
};

/// One thing to be known about what is shown.
struct Notice {
    enum class Kind {
        HiddenProcesses,
        HiddenMachine,
        ForeignPids,
        PidNamespace,
        UserNamespace,
        NetworkNamespace,
        TimeNamespace,
        CgroupNamespace,
        MountNamespace,
    };

    Kind kind;
    std::string summary;     ///< a few words
    std::string explanation; ///< a sentence

    bool operator==(const Notice &) const = default;
};

/// "hidden-processes", "user-namespace", …
[[nodiscard]] std::string_view name(Notice::Kind kind);

/// What is hidden first. Empty where everything is shown, and means what it means on the machine as a whole.
[[nodiscard]] std::vector<Notice> noticesOf(const ReaderPlace &place);

} // namespace forklore

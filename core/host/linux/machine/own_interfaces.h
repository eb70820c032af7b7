// SPDX-License-Identifier: GPL-3.0-or-later
//
// OwnInterfaces: through which network interfaces traffic enters and leaves. What goes through a bridge, a
// bond, a VLAN or a tunnel goes through the interface below as well, and is counted there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/snapshot/machine.h"

namespace forklore {

/// By name alone, for a captured /proc: whether it is one that passes on to others, or a virtual machine's or
/// container's end: bridges, veth, bonds, VLANs, tunnels. A name that somebody gave is no proof.
[[nodiscard]] bool isVirtualByName(std::string_view name);

class OwnInterfaces {
public:
    /// @param classNet /sys/class/net, where each interface is a directory: one with a device is hardware.
    /// Nothing: names decide.
    explicit OwnInterfaces(std::optional<Directory> classNet) : m_classNet(std::move(classNet)) {}

    /// Those that count: the hardware; without hardware, as in a container, those that are not virtual by
    /// their names; all where only such are there. PPP over a serial line is not counted beside hardware.
    [[nodiscard]] Devices among(Devices interfaces);

private:
    [[nodiscard]] std::vector<bool> choose(const Devices &interfaces) const;

    std::optional<Directory> m_classNet;
    std::vector<std::string> m_names; ///< of the last sample: what they are is looked up when one is new
    std::vector<bool> m_counts;       ///< by name
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/own_interfaces.h"

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <unistd.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

bool exists(const Directory &directory, const std::string &name)
{
    return faccessat(directory.fd(), name.c_str(), F_OK, 0) == 0;
}

} // namespace

bool isVirtualByName(std::string_view name)
{
    // A prefix and a number ("bond0"), or a prefix and whatever ("veth1a2b").
    constexpr std::array<std::string_view, 16> numbered = {"bond", "team",   "br",     "dummy", "ifb", "tun",
                                                           "tap",  "wg",     "vxlan",  "gre",   "sit", "tunl",
                                                           "vlan", "gretap", "geneve", "vnet"};
    constexpr std::array<std::string_view, 19> open = {"veth",    "docker", "br-",     "virbr",    "lxcbr",
                                                       "lxdbr",   "cni",    "flannel", "cali",     "podman",
                                                       "erspan",  "ip6tnl", "ip_vti",  "ip6_vti",  "macvlan",
                                                       "macvtap", "ipvlan", "zt",      "tailscale"};
    const auto isNumbered = [&](std::string_view prefix) {
        return name.starts_with(prefix) && name.size() > prefix.size() &&
               std::ranges::all_of(name.substr(prefix.size()), isDigit);
    };
    return std::ranges::any_of(numbered, isNumbered) ||
           std::ranges::any_of(open, [&](std::string_view prefix) { return name.starts_with(prefix); }) ||
           name.find('.') != std::string_view::npos; // eth0.100, a VLAN
}

Devices OwnInterfaces::among(Devices interfaces)
{
    if (!std::ranges::equal(m_names, interfaces, {}, {}, &DeviceCounts::name)) {
        m_counts = choose(interfaces);
        m_names.clear();
        for (const auto &interface : interfaces)
            m_names.push_back(interface.name);
    }
    Devices counted;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
        if (m_counts[i])
            counted.push_back(std::move(interfaces[i]));
    }
    return counted;
}

std::vector<bool> OwnInterfaces::choose(const Devices &interfaces) const
{
    std::vector<bool> counts;
    // /sys may be mounted of another network namespace: then it has other names.
    const bool isKnown = m_classNet && std::ranges::all_of(interfaces, [&](const DeviceCounts &interface) {
                             return exists(*m_classNet, interface.name);
                         });
    if (isKnown) {
        for (const auto &interface : interfaces)
            counts.push_back(exists(*m_classNet, interface.name + "/device"));
    }
    const auto isCounted = [](bool counted) { return counted; };
    if (std::ranges::any_of(counts, isCounted))
        return counts;
    counts.clear();
    for (const auto &interface : interfaces)
        counts.push_back(!isVirtualByName(interface.name));
    if (std::ranges::none_of(counts, isCounted))
        counts.assign(interfaces.size(), true);
    return counts;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/rights.h"

#include <array>

#include <fmt/format.h>

namespace forklore {
namespace {

struct CapabilityTraits {
    std::string_view name;
    std::string_view meaning;
};

// By number, as linux/capability.h has them.
constexpr std::array<CapabilityTraits, 41> table = {{
    {"CHOWN", "Give files to any user and group."},
    {"DAC_OVERRIDE", "Read, write and execute files whatever their permission bits say."},
    {"DAC_READ_SEARCH", "Read files and search directories whatever their permission bits say."},
    {"FOWNER", "Treat every file as one's own: change its mode, times and attributes."},
    {"FSETID", "Keep set-user-ID and set-group-ID bits on a file that is changed."},
    {"KILL", "Send signals to any process."},
    {"SETGID", "Take on any group id, and set the supplementary groups."},
    {"SETUID", "Take on any user id."},
    {"SETPCAP", "Drop capabilities from the bounding set, and add to the inheritable one."},
    {"LINUX_IMMUTABLE", "Set and clear the immutable and append-only marks of files."},
    {"NET_BIND_SERVICE", "Listen on ports below 1024."},
    {"NET_BROADCAST", "Send broadcasts and listen to multicasts. Linux does not ask for it."},
    {"NET_ADMIN", "Configure the network: interfaces, routes, firewall."},
    {"NET_RAW", "Use raw and packet sockets: forge packets, and listen to all of them."},
    {"IPC_LOCK", "Lock memory in RAM beyond the limit, and use huge pages."},
    {"IPC_OWNER", "Use System V shared memory, semaphores and queues of anybody."},
    {"SYS_MODULE", "Load code into the kernel."},
    {"SYS_RAWIO", "Reach hardware directly: I/O ports, physical memory, raw commands to disks."},
    {"SYS_CHROOT", "Change its root directory, and move into other mount namespaces."},
    {"SYS_PTRACE", "Read and change the memory and registers of any process."},
    {"SYS_PACCT", "Switch the accounting of processes on and off."},
    {"SYS_ADMIN", "Mount file systems, make namespaces, and much else: next to being root."},
    {"SYS_BOOT", "Restart the machine, and load another kernel."},
    {"SYS_NICE", "Raise the priority of any process, and choose its processors and scheduling."},
    {"SYS_RESOURCE", "Exceed limits and quotas, and raise hard limits."},
    {"SYS_TIME", "Set the clocks of the machine."},
    {"SYS_TTY_CONFIG", "Hang up terminals and configure them."},
    {"MKNOD", "Make device files."},
    {"LEASE", "Take leases on any file, to be notified when another process opens it."},
    {"AUDIT_WRITE", "Write to the kernel's audit log."},
    {"AUDIT_CONTROL", "Switch auditing on and off, and change its rules."},
    {"SETFCAP", "Give capabilities to program files."},
    {"MAC_OVERRIDE", "Pass over mandatory access control (Smack)."},
    {"MAC_ADMIN", "Change the rules of mandatory access control (Smack)."},
    {"SYSLOG", "Read the kernel's log and its addresses."},
    {"WAKE_ALARM", "Set timers that wake the machine from sleep."},
    {"BLOCK_SUSPEND", "Keep the machine from going to sleep."},
    {"AUDIT_READ", "Read the audit log as it is written."},
    {"PERFMON", "Measure the performance of the whole machine."},
    {"BPF", "Load BPF programs into the kernel."},
    {"CHECKPOINT_RESTORE", "Freeze processes to files and bring them back, with the pids they had."},
}};

constexpr int lastKnown = static_cast<int>(table.size()) - 1;

} // namespace

std::vector<int> CapabilitySet::members() const
{
    std::vector<int> result;
    for (int capability = 0; capability < 64; ++capability) {
        if (contains(capability))
            result.push_back(capability);
    }
    return result;
}

CapabilitySet knownCapabilities()
{
    return capabilitiesUpTo(lastKnown);
}

CapabilitySet capabilitiesUpTo(int last)
{
    if (last < 0)
        return {};
    return {last >= 63 ? ~std::uint64_t(0) : (std::uint64_t(1) << (last + 1)) - 1};
}

std::string capabilityName(int capability)
{
    if (capability < 0 || capability > lastKnown)
        return fmt::format("capability {}", capability);
    return fmt::format("CAP_{}", table.at(static_cast<std::size_t>(capability)).name);
}

std::string_view capabilityMeaning(int capability)
{
    if (capability < 0 || capability > lastKnown)
        return {};
    return table.at(static_cast<std::size_t>(capability)).meaning;
}

std::string_view name(Seccomp mode)
{
    switch (mode) {
    case Seccomp::Disabled:
        return "disabled";
    case Seccomp::Strict:
        return "strict";
    case Seccomp::Filter:
        break;
    }
    return "filter";
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/process_rights.h"

#include <fmt/format.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

Result<Capabilities> capabilitiesOf(const CapabilityLines &lines)
{
    constexpr std::string_view since = "the capabilities of 64 bits came with Linux 2.6.26";
    if (!lines.effective && !lines.permitted && !lines.inheritable && !lines.bounding)
        return Failure(missingStatusLine("CapEff, CapPrm, CapInh or CapBnd", since));
    return Capabilities{statusValue(lines.effective, "CapEff"), statusValue(lines.permitted, "CapPrm"),
                        statusValue(lines.inheritable, "CapInh"), statusValue(lines.bounding, "CapBnd"),
                        statusValue(lines.ambient, "CapAmb", "it came with Linux 4.3")};
}

Result<Seccomp> seccompOf(const std::optional<unsigned> &mode)
{
    if (!mode)
        return Failure(
            missingStatusLine("Seccomp", "the kernel is older than Linux 3.8, or was built without seccomp"));
    switch (*mode) {
    case 0:
        return Seccomp::Disabled;
    case 1:
        return Seccomp::Strict;
    case 2:
        return Seccomp::Filter;
    default: // 3 while a filter kills the process
        return failure(ErrorKind::Malformed, fmt::format("status: seccomp mode {} is not known", *mode));
    }
}

} // namespace

Rights rightsOf(const PidStatus &status, CapabilitySet offered)
{
    return {statusValue(status.uid, "Uid"),
            statusValue(status.gid, "Gid"),
            statusValue(status.groups, "Groups"),
            capabilitiesOf(status.capabilities),
            offered,
            statusValue(status.noNewPrivileges, "NoNewPrivs", "it came with Linux 4.10"),
            seccompOf(status.seccomp)};
}

Result<Rights> readRights(const ProcessFiles &files, CapabilitySet offered)
{
    const auto status = readPidStatus(files.directory());
    if (!status)
        return asEnded(status.error(), files.stat().pid);
    return rightsOf(*status, offered);
}

CapabilitySet readOfferedCapabilities(const Directory &root)
{
    const auto text = root.readRecord("sys/kernel/cap_last_cap");
    const auto last = text ? TextCursor(*text).number<int>() : std::nullopt;
    return last ? capabilitiesUpTo(*last) : knownCapabilities();
}

} // namespace forklore

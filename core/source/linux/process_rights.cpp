// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/process_rights.h"

#include <fmt/format.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

Failure noLine(std::string_view key, std::string_view since)
{
    return failure(ErrorKind::Unsupported, fmt::format("status: no {} line ({})", key, since));
}

Result<Capabilities> capabilitiesOf(const CapabilityLines &lines)
{
    if (!lines.effective || !lines.permitted || !lines.inheritable || !lines.bounding)
        return noLine("CapEff, CapPrm, CapInh or CapBnd", "they came with Linux 2.6.26");
    const Result<CapabilitySet> ambient =
        lines.ambient ? Result<CapabilitySet>(*lines.ambient) : noLine("CapAmb", "it came with Linux 4.3");
    return Capabilities{*lines.effective, *lines.permitted, *lines.inheritable, *lines.bounding, ambient};
}

Result<Seccomp> seccompOf(const std::optional<unsigned> &mode)
{
    if (!mode)
        return noLine("Seccomp", "the kernel is older than Linux 3.8, or was built without seccomp");
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
    const Result<bool> noNewPrivileges = status.noNewPrivileges
                                             ? Result<bool>(*status.noNewPrivileges)
                                             : noLine("NoNewPrivs", "it came with Linux 4.10");
    return {status.credentials,
            status.groups,
            capabilitiesOf(status.capabilities),
            offered,
            noNewPrivileges,
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

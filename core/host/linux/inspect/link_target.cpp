// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/link_target.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace forklore {

std::optional<bool> isExecutableDeleted(const Directory &root, const char *link)
{
    struct statx file {};
    if (!root.isOnProc() || statx(root.fd(), link, AT_STATX_DONT_SYNC, STATX_NLINK, &file) != 0)
        return std::nullopt;
    if (file.stx_nlink > 0)
        return false;
    const auto target = root.readLink(link);
    if (!target || target->starts_with("/memfd:"))
        return std::nullopt;
    return true;
}

Result<LinkTarget> readLinkTarget(const Directory &process, const char *name)
{
    auto target = process.readLink(name);
    if (!target)
        return Failure(target.error());

    // A file may really be called "x (deleted)": the link count decides. A captured /proc has only the text.
    constexpr std::string_view mark = " (deleted)";
    struct statx file {};
    const bool known =
        process.isOnProc() && statx(process.fd(), name, AT_STATX_DONT_SYNC, STATX_NLINK, &file) == 0;
    const bool deleted = target->ends_with(mark) && (!known || file.stx_nlink == 0);
    if (deleted)
        target->resize(target->size() - mark.size());
    return LinkTarget{std::move(*target), deleted};
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/descriptor_budget.h"

#include <algorithm>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace forklore {
namespace {

rlim_t s_inherited = RLIM_INFINITY; ///< the soft limit before it was raised; infinity: it was not

} // namespace

void raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    const rlimit raised{limit.rlim_max, limit.rlim_max};
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
        s_inherited = limit.rlim_cur;
}

void restoreDescriptorLimit()
{
    restoreDescriptorLimitOf(0); // prlimit(2): the caller
}

void restoreDescriptorLimitOf(pid_t child)
{
    rlimit limit{};
    if (s_inherited == RLIM_INFINITY || prlimit(child, RLIMIT_NOFILE, nullptr, &limit) != 0)
        return;
    limit.rlim_cur = std::min(s_inherited, limit.rlim_max); // which may have been lowered from outside
    prlimit(child, RLIMIT_NOFILE, &limit, nullptr);
}

std::uint64_t descriptorLimit()
{
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

std::uint64_t descriptorsForHolders(std::uint64_t limit)
{
    constexpr std::uint64_t reserve = 256;
    return limit - std::min(reserve, limit - limit / 2);
}

bool mayHold(const FileDescriptor &descriptor)
{
    const auto number = descriptor.get();
    return number >= 0 && static_cast<std::uint64_t>(number) < descriptorsForHolders(descriptorLimit());
}

std::size_t freeDescriptors(std::size_t atMost)
{
    std::vector<FileDescriptor> opened;
    while (opened.size() < atMost) {
        FileDescriptor one(open("/", O_PATH | O_CLOEXEC));
        if (one.get() < 0)
            break;
        opened.push_back(std::move(one));
    }
    return opened.size();
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/snapshot/machine_memory.h"

#include <algorithm>
#include <initializer_list>

namespace forklore {
namespace {

using Figure = MemoryState::Figure;

/// A figure that this kernel does not have is no part of a sum; one that could not be read spoils it.
Figure sum(std::initializer_list<const Figure *> required, std::initializer_list<const Figure *> optional)
{
    std::uint64_t all = 0;
    for (const auto *figure : required) {
        if (!*figure)
            return *figure;
        all += **figure;
    }
    for (const auto *figure : optional) {
        if (!*figure && figure->error().kind != ErrorKind::Unsupported)
            return *figure;
        all += figure->value_or(0);
    }
    return all;
}

Figure difference(const Figure &whole, const Figure &part)
{
    if (!whole)
        return whole;
    if (!part)
        return part;
    return *whole - std::min(*whole, *part);
}

} // namespace

Figure MemoryState::cache() const
{
    auto pages = difference(sum({&buffers, &cached}, {&reclaimable}), shared);
    if (!pages || !zfs || !*zfs)
        return pages && !zfs ? Figure(Failure(zfs.error())) : pages;
    const auto rest = difference(difference(total, free), pages);
    // In a container the file is the machine's while the memory is the container's: then it is not within it.
    if (!rest || (*zfs)->size > *rest)
        return pages;
    return *pages + ((*zfs)->size - std::min((*zfs)->size, (*zfs)->minSize));
}

Figure MemoryState::used() const
{
    const auto other = cache();
    return difference(total, sum({&free, &other}, {}));
}

Figure MemoryState::swapUsed() const
{
    return difference(swapTotal, swapFree);
}

Figure MemoryState::swapInMemory() const
{
    return sum({}, {&zswapped, &zramSwap});
}

} // namespace forklore

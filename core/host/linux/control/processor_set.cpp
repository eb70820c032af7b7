// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/processor_set.h"

#include <algorithm>
#include <cerrno>
#include <memory>

namespace forklore {
namespace {

struct FreeSet {
    void operator()(cpu_set_t *set) const { CPU_FREE(set); }
};
using Set = std::unique_ptr<cpu_set_t, FreeSet>;

Set emptySet(int processors)
{
    Set set(CPU_ALLOC(static_cast<std::size_t>(processors)));
    if (set)
        CPU_ZERO_S(CPU_ALLOC_SIZE(processors), set.get());
    return set;
}

} // namespace

tl::expected<std::vector<int>, int> processorsOf(int thread, const ReadAffinity &read)
{
    for (int size = CPU_SETSIZE; size <= maxProcessors; size *= 2) {
        const auto set = emptySet(size);
        const auto bytes = CPU_ALLOC_SIZE(size);
        if (!set)
            return tl::unexpected(ENOMEM);
        if (read(thread, bytes, set.get()) != 0) {
            if (errno == EINVAL) // the kernel's set is larger
                continue;
            return tl::unexpected(errno);
        }
        std::vector<int> processors;
        for (int processor = 0; processor < size; ++processor) {
            if (CPU_ISSET_S(static_cast<std::size_t>(processor), bytes, set.get()))
                processors.push_back(processor);
        }
        return processors;
    }
    return tl::unexpected(EINVAL);
}

int setProcessors(int thread, const std::vector<int> &processors)
{
    const int last = processors.empty() ? 0 : *std::ranges::max_element(processors);
    const int size = std::clamp(last + 1, static_cast<int>(CPU_SETSIZE), maxProcessors);
    const auto set = emptySet(size);
    const auto bytes = CPU_ALLOC_SIZE(size);
    if (!set)
        return ENOMEM;
    for (const int processor : processors) {
        if (processor >= 0 && processor < size)
            CPU_SET_S(static_cast<std::size_t>(processor), bytes, set.get());
    }
    return sched_setaffinity(thread, bytes, set.get()) == 0 ? 0 : errno;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/processor_set.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include "core/base/text_cursor.h"

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

std::string processorList(const std::vector<int> &processors)
{
    std::string list;
    for (std::size_t first = 0; first < processors.size();) {
        auto last = first;
        while (last + 1 < processors.size() && processors[last + 1] == processors[last] + 1)
            ++last;
        list += list.empty() ? "" : ",";
        list += std::to_string(processors[first]);
        if (last > first)
            list += '-' + std::to_string(processors[last]);
        first = last + 1;
    }
    return list;
}

std::optional<std::vector<int>> parseProcessorList(std::string_view text)
{
    std::vector<int> processors;
    if (text.empty() || text.ends_with(','))
        return std::nullopt;
    for (TextCursor ranges(text); !ranges.atEnd();) {
        const auto range = ranges.until(',');
        const auto dash = range.find('-');
        const auto first = TextCursor::toNumber<int>(range.substr(0, dash));
        const auto last =
            dash == std::string_view::npos ? first : TextCursor::toNumber<int>(range.substr(dash + 1));
        const int least = processors.empty() ? 0 : processors.back() + 1;
        if (!first || !last || *first < least || *last < *first || *last >= maxProcessors)
            return std::nullopt;
        for (int processor = *first; processor <= *last; ++processor)
            processors.push_back(processor);
    }
    return processors;
}

} // namespace forklore

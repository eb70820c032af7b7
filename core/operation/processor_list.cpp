// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/processor_list.h"

#include "core/base/text_cursor.h"

namespace forklore {

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

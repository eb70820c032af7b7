// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/notices.h"

#include <fmt/format.h>

namespace forklore::cli {

void printNotices(const Options &options, const ReaderPlace &place)
{
    if (options.json)
        return;
    for (const auto &notice : noticesOf(place))
        fmt::print(stderr, "forklore-cli: note: {}\n", notice.explanation);
}

Json jsonNotices(const ReaderPlace &place)
{
    auto array = Json::array();
    for (const auto &notice : noticesOf(place))
        array.push_back({{"kind", name(notice.kind)}, {"text", notice.explanation}});
    return array;
}

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/resources/memory.h"

namespace forklore {

PageFigures &PageFigures::operator+=(const PageFigures &other)
{
    for (const auto figure : {&PageFigures::resident, &PageFigures::proportional, &PageFigures::unique,
                              &PageFigures::shared, &PageFigures::swap, &PageFigures::hugePages}) {
        const bool known = this->*figure && other.*figure;
        this->*figure = known ? std::optional(*(this->*figure) + *(other.*figure)) : std::nullopt;
    }
    return *this;
}

PageFigures pagesOf(const Mappings &mappings)
{
    PageFigures sum;
    for (const auto &mapping : mappings)
        sum += mapping.pages;
    return sum;
}

} // namespace forklore

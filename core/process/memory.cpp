// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/memory.h"

namespace forklore {

PageFigures &PageFigures::operator+=(const PageFigures &other)
{
    resident += other.resident;
    proportional += other.proportional;
    unique += other.unique;
    shared += other.shared;
    swap += other.swap;
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

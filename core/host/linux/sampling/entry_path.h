// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <fmt/format.h>

#include "core/process/process_id.h"

namespace forklore {

/// A path below the root, put together without an allocation: there are thousands in each sample.
class EntryPath {
public:
    EntryPath(Pid pid, const char *name)
    {
        *fmt::format_to_n(m_text.data(), m_text.size() - 1, "{}/{}", pid, name).out = '\0';
    }
    [[nodiscard]] const char *text() const { return m_text.data(); }

private:
    std::array<char, 48> m_text;
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The entries of the catalogue: what is expected of each demo, and how that is checked.
#pragma once

#include <string>
#include <vector>

#include "core/lab/catalogue/expectation.h"

namespace forklore {

struct DemoEntry {
    std::string name;
    std::vector<Expectation> expectations;
    std::size_t megabytes = 0;
    int countdown = 0;
};

[[nodiscard]] std::vector<DemoEntry> forkEntries();
[[nodiscard]] std::vector<DemoEntry> fileEntries();
[[nodiscard]] std::vector<DemoEntry> limitEntries();
[[nodiscard]] std::vector<DemoEntry> nameEntries();
[[nodiscard]] std::vector<DemoEntry> endEntries();
[[nodiscard]] std::vector<DemoEntry> orphanEntries();
[[nodiscard]] std::vector<DemoEntry> terminalEntries();

} // namespace forklore

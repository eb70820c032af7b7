// SPDX-License-Identifier: GPL-3.0-or-later
//
// Demo: an idea about processes, staged.
#pragma once

#include <string>
#include <vector>

#include "core/lab/catalogue/demo_text.h"
#include "core/lab/catalogue/excerpt.h"
#include "core/lab/catalogue/expectation.h"

namespace forklore {

struct Demo {
    std::string name;  ///< as in forklore-cli lab NAME
    std::string theme; ///< what it is about, in a word or two: demos of one theme belong together
    DemoText text;
    std::vector<CodeLine> code; ///< what runs
    std::vector<Expectation> expectations;
    std::size_t megabytes = 0; ///< how much memory it takes, unless somebody chooses; 0: none to speak of
    int countdown = 0;         ///< seconds in which a person may think again
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the commands that change something share.
#pragma once

#include <string>

#include "app/cli/words.h"

namespace forklore::cli {

/// Whether what is read is what a deed would hit.
[[nodiscard]] inline bool isThisMachine(const Options &options)
{
    return options.procRoot == "/proc";
}

/// Says what is wrong with the words of the command; returns the status for it.
[[nodiscard]] inline int wrong(const std::string &why)
{
    complain("wrong usage", {ErrorKind::Malformed, why});
    return wrongUsage;
}

} // namespace forklore::cli

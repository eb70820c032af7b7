// SPDX-License-Identifier: GPL-3.0-or-later
//
// Names: the several names a process goes by, which need not agree.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/process/names/arguments.h"

namespace forklore {

struct Executable {
    std::string path; ///< without the kernel's " (deleted)"
    bool deleted = false;

    bool operator==(const Executable &) const = default;
};

struct Names {
    std::string comm;                         ///< prctl(PR_SET_NAME), or the file's name at exec; any bytes
    Result<std::optional<std::string>> argv0; ///< nothing: no arguments (kernel thread, zombie)
    Result<std::optional<Executable>> executable; ///< nothing: none (kernel thread, zombie)
    Result<Title> title;

    bool operator==(const Names &) const = default;
};

} // namespace forklore

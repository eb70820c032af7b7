// SPDX-License-Identifier: GPL-3.0-or-later
//
// Credentials: in whose name a process acts, credentials(7).
#pragma once

#include <optional>

#include "core/process/process_id.h"

namespace forklore {

template <class T>
struct FourIds {
    T real{};
    T effective{};
    T saved{};
    T filesystem{};

    bool operator==(const FourIds &) const = default;
};

struct Credentials {
    FourIds<Uid> uid;
    std::optional<FourIds<Gid>> gid; ///< nothing: not told

    bool operator==(const Credentials &) const = default;
};

} // namespace forklore

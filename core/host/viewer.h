// SPDX-License-Identifier: GPL-3.0-or-later
//
// Viewer: with whose eyes a host is seen. It decides what can be read there, and what numbers mean.
#pragma once

#include "core/host/reader_place.h"
#include "core/process/process_id.h"

namespace forklore {

struct Viewer {
    Uid uid = ReaderPlace().unmappedUid; ///< effective, geteuid(2)
    ReaderPlace place = {};

    [[nodiscard]] bool isRoot() const { return uid == 0; }
    bool operator==(const Viewer &) const = default;
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignalPreview: what a signal would do to one that may get it.
#pragma once

#include <optional>
#include <vector>

#include <QMetaType>

#include "core/operation/signal_order.h"

namespace forklore {

/// One that may get a signal.
struct SignalPreview {
    ProcessRef process;
    Result<void> held =
        {}; ///< an error: it has ended since it was chosen, or cannot be distinguished from another one
    Result<void> permitted = {};   ///< what the kernel says to a signal from this program
    Result<SignalReading> reading; ///< what it does about signals
    std::optional<Uid> user = {};  ///< the effective one, where the sample does not know the process
    bool waits = false; ///< no descriptor is left to hold it: its turn comes when others have ended
};

} // namespace forklore

Q_DECLARE_METATYPE(forklore::SignalOrder)

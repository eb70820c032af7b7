// SPDX-License-Identifier: GPL-3.0-or-later
//
// Host: a place where processes live. Whatever differs between this machine, a captured /proc and others is
// behind this face.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/host/control.h"
#include "core/host/event_source.h"
#include "core/host/id_names.h"
#include "core/host/inspector.h"
#include "core/host/source.h"
#include "core/host/system_info.h"

namespace forklore {

/// What a host can do beside being read; an error: why it cannot, a sentence without a full stop.
struct HostCapabilities {
    Result<void> operations; ///< signals, limits and priorities reach the processes that are shown
    Result<void> lab;        ///< what the Lab starts is seen here
};

class Host {
public:
    Host() = default;
    Host(const Host &) = delete;
    Host &operator=(const Host &) = delete;
    virtual ~Host() = default;

    [[nodiscard]] virtual HostCapabilities capabilities() const = 0;

    /// Samples of all processes. Each source is used by one thread.
    [[nodiscard]] virtual Result<std::unique_ptr<Source>> openSource() const = 0;
    /// One process in depth; any thread may ask it.
    [[nodiscard]] virtual std::shared_ptr<const Inspector> inspector() const = 0;
    /// What happens from here on. It may take a moment; any thread may call it.
    [[nodiscard]] virtual Result<std::unique_ptr<EventSource>> openEvents() const = 0;

    /// Null where capabilities() has no operations.
    [[nodiscard]] virtual std::shared_ptr<const Control> control() const = 0;
    /// On the wall's clock as it is now: it may have been set.
    [[nodiscard]] virtual Result<WallTime> bootTime() const = 0;
    [[nodiscard]] virtual IdNames userNames() const = 0;
    [[nodiscard]] virtual IdNames groupNames() const = 0;
};

} // namespace forklore

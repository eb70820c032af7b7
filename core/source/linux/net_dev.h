// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/net/dev, proc_net(5): what was received and sent in the reader's network namespace.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/machine.h"

namespace forklore {

/// The sum over all interfaces but the loopback. What goes through a bridge, a bond or a tunnel is counted by
/// it and once more by the interface below: the kernel does not tell here which is which.
[[nodiscard]] Result<Throughput> parseNetDev(std::string_view text);

[[nodiscard]] Result<Throughput> readNetDev(const Directory &root);

} // namespace forklore

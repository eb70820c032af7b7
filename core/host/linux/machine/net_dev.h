// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/net/dev, proc_net(5): what was received and sent in the reader's network namespace.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/snapshot/machine.h"

namespace forklore {

/// All interfaces but the loopback. A line that is odd is an error of its interface alone.
[[nodiscard]] Result<Devices> parseNetDev(std::string_view text);

[[nodiscard]] Result<Devices> readNetDev(const Directory &root);

} // namespace forklore

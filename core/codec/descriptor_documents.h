// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process has open and with whom that joins it, as documents.
#pragma once

#include "core/codec/json.h"
#include "core/process/resources/descriptor.h"
#include "core/process/resources/peer.h"

namespace forklore {

[[nodiscard]] Json jsonDescriptors(const Descriptors &descriptors);
[[nodiscard]] Json jsonPeers(const Peers &peers);
[[nodiscard]] Json jsonChain(const Chain &chain);

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is at the other end, in words.
#pragma once

#include <vector>

#include <QString>

#include "core/process/resources/peer.h"

namespace forklore {

/// "bash 4711".
[[nodiscard]] QString refText(const ProcessRef &ref);
/// The same of one that was only heard of, whose empty name is not known: "? 123".
[[nodiscard]] QString processRefText(const ProcessRef &ref);
/// "bash 4711 · fd 1", "bash 4711 · cwd".
[[nodiscard]] QString holderText(const Holder &holder);
/// "bash 4711 · fd 1, and 2 more", "itself · fd 8"; "nobody", "elsewhere" or "not visible" where nobody
/// can be named.
/// @param self whose descriptor it is
[[nodiscard]] QString otherEndText(const OtherEnd &end, const ProcessId &self);
/// All of them, a line each, and why there may be more.
[[nodiscard]] QString otherEndTip(const OtherEnd &end);
/// The processes that one can go to from there, each once; without the process itself.
[[nodiscard]] std::vector<ProcessRef> processesAt(const OtherEnd &end, const ProcessId &self);

} // namespace forklore

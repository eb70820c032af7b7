// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the live tests ask core about this machine.
#pragma once

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sampling/linux_source.h"

namespace forklore {

[[nodiscard]] inline Result<Snapshot> sampleNow(const SampleRequest &request = SampleRequest::everything())
{
    return LinuxSource::create().and_then(
        [&](const auto &source) { return source->sample(request, nullptr); });
}

[[nodiscard]] inline Result<LinuxInspector> inspectorOfMachine()
{
    return LinuxInspector::create();
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sampling.h"

#include "core/source/linux/linux_source.h"

namespace forklore::cli {

Result<Machine> openMachine(const Options &options)
{
    return Inspector::create(options.procRoot).map([](Inspector &&inspector) {
        auto system = inspector.system();
        return Machine{std::move(inspector), std::move(system), {}, {}};
    });
}

Result<Machine> sampleMachine(const Options &options, const SampleRequest &request)
{
    auto machine = openMachine(options);
    if (!machine)
        return machine;
    return LinuxSource::create(options.procRoot)
        .and_then([&](const auto &source) { return source->sample(request, nullptr); })
        .map([&](Snapshot &&snapshot) {
            machine->snapshot = std::move(snapshot);
            return std::move(*machine);
        });
}

} // namespace forklore::cli

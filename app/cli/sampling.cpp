// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sampling.h"

#include <chrono>
#include <thread>

#include "core/source/linux/linux_source.h"

namespace forklore::cli {

Error ofTheRoot(Error error)
{
    if (error.kind == ErrorKind::Gone)
        error.kind = ErrorKind::Io;
    return error;
}

Result<Survey> openSurvey(const Options &options)
{
    return Inspector::create(options.procRoot).map_error(ofTheRoot).map([](Inspector &&inspector) {
        auto system = inspector.system();
        return Survey{std::move(inspector), std::move(system), {}, {}};
    });
}

Result<Survey> takeSurvey(const Options &options, const SampleRequest &request, Rates rates)
{
    auto survey = openSurvey(options);
    if (!survey)
        return survey;
    return LinuxSource::create(options.procRoot)
        .and_then([&](const auto &source) {
            auto snapshot = source->sample(request, nullptr);
            if (!snapshot || rates == Rates::None)
                return snapshot;
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            return source->sample(request, &*snapshot);
        })
        .map([&](Snapshot &&snapshot) {
            survey->snapshot = std::move(snapshot);
            return std::move(*survey);
        });
}

} // namespace forklore::cli

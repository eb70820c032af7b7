// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sampling.h"

#include <chrono>
#include <set>
#include <thread>

#include "core/host/linux/control/linux_control.h"
#include "core/host/linux/sampling/linux_source.h"

namespace forklore::cli {

Error ofTheRoot(Error error)
{
    if (error.kind == ErrorKind::Gone)
        error.kind = ErrorKind::Io;
    return error;
}

namespace {

/// A directory service that does not answer leaves numbers.
void awaitNames(const Survey &survey)
{
    std::set<Uid> ids;
    for (const auto &process : survey.snapshot.processes) {
        if (process.credentials)
            ids.insert({process.credentials->uid.effective, process.credentials->uid.real});
    }
    constexpr std::chrono::seconds atMost(1);
    survey.users.await({ids.begin(), ids.end()}, atMost);
}

} // namespace

Result<Survey> openSurvey(const Options &options)
{
    return Inspector::create(options.procRoot).map_error(ofTheRoot).map([](Inspector &&inspector) {
        auto system = inspector.system();
        auto users = userNames(system.isThisMachine);
        return Survey{std::move(inspector), std::move(system), {}, std::move(users)};
    });
}

Result<Survey> takeSurvey(const Options &options, const SampleRequest &request, Rates rates)
{
    auto survey = openSurvey(options);
    if (!survey)
        return survey;
    auto ofAll = request; // all of them are looked at
    ofAll.view = Directory::open(options.procRoot)
                     .and_then([](const Directory &proc) { return proc.numbersIn("."); })
                     .value_or(std::vector<Pid>());
    return LinuxSource::create(options.procRoot)
        .and_then([&](const auto &source) {
            auto snapshot = source->sample(ofAll, nullptr);
            if (!snapshot || rates == Rates::None)
                return snapshot;
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            return source->sample(ofAll, &*snapshot);
        })
        .map([&](Snapshot &&snapshot) {
            survey->snapshot = std::move(snapshot);
            awaitNames(*survey);
            return std::move(*survey);
        });
}

std::unique_ptr<Control> openControl(const Options &options)
{
    return std::make_unique<LinuxControl>(LinuxControl::Places{.root = options.procRoot});
}

} // namespace forklore::cli

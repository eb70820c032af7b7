// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sampling.h"

#include <chrono>
#include <set>
#include <thread>

#include "core/host/linux/linux_host.h"

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

Result<std::shared_ptr<const Host>> openHost(const Options &options)
{
    return LinuxHost::open(options.procRoot)
        .map_error(ofTheRoot)
        .map([](std::shared_ptr<const LinuxHost> &&host) -> std::shared_ptr<const Host> {
            return std::move(host);
        });
}

Result<Survey> openSurvey(const Options &options)
{
    return openHost(options).map([](std::shared_ptr<const Host> &&host) {
        auto inspector = host->inspector();
        auto system = inspector->system();
        auto users = host->userNames();
        return Survey{.host = std::move(host),
                      .inspector = std::move(inspector),
                      .system = std::move(system),
                      .snapshot = {},
                      .shown = {},
                      .users = std::move(users)};
    });
}

Result<Survey> makeSurvey(const Options &options, const SampleRequest &request, Rates rates)
{
    auto survey = openSurvey(options);
    if (!survey)
        return survey;
    auto ofAll = request;
    ofAll.viewsAll = true;
    return survey->host->openSource()
        .and_then([&](const auto &source) {
            auto snapshot = source->sample(ofAll, nullptr);
            if (!snapshot || rates == Rates::None)
                return snapshot;
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            return source->sample(ofAll, &*snapshot);
        })
        .map([&](Snapshot &&snapshot) {
            survey->snapshot = std::move(snapshot);
            survey->shown = survey->snapshot.processes.pointers();
            awaitNames(*survey);
            return std::move(*survey);
        });
}

} // namespace forklore::cli

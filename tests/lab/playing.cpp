// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/playing.h"

#include <poll.h>

#include <fmt/format.h>

namespace forklore {

DemoState played(const Demo &demo, const DemoRun::Options &options,
                 const std::function<bool(const DemoState &)> &isEnough)
{
    auto demoRun = DemoRun::start(demo, options);
    if (!demoRun) {
        DemoState none;
        none.phase = DemoState::Phase::Over;
        none.cannotShow = demoRun.error().message;
        return none;
    }
    while ((*demoRun)->state().phase != DemoState::Phase::Over) {
        std::vector<pollfd> waits;
        for (const int handle : (*demoRun)->handles())
            waits.push_back({handle, POLLIN, 0});
        poll(waits.data(), waits.size(), static_cast<int>((*demoRun)->interval().count()));
        (*demoRun)->proceed();
        if (isEnough && isEnough((*demoRun)->state()))
            break;
        (*demoRun)->go();
    }
    return (*demoRun)->state();
}

std::string complaintsOf(const DemoState &state)
{
    if (state.cannotShow)
        return "cannot be shown: " + *state.cannotShow;
    std::string complaints;
    for (const auto &observation : state.observations) {
        if (observation.holds != true)
            complaints += fmt::format("{}: {}\n", observation.expectation, observation.seen);
    }
    for (const auto &sentence : state.narration)
        complaints += "  " + sentence.text + '\n';
    return complaints;
}

} // namespace forklore

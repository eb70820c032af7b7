// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/playing.h"

#include <poll.h>

#include <fmt/format.h>

namespace forklore {

Account played(const Demo &demo, const Performance::Options &options,
               const std::function<bool(const Account &)> &isEnough)
{
    auto performance = Performance::start(demo, options);
    if (!performance) {
        Account none;
        none.phase = Account::Phase::Over;
        none.cannotShow = performance.error().message;
        return none;
    }
    while ((*performance)->account().phase != Account::Phase::Over) {
        std::vector<pollfd> waits;
        for (const int handle : (*performance)->handles())
            waits.push_back({handle, POLLIN, 0});
        poll(waits.data(), waits.size(), static_cast<int>((*performance)->interval().count()));
        (*performance)->proceed();
        if (isEnough && isEnough((*performance)->account()))
            break;
        (*performance)->go();
    }
    return (*performance)->account();
}

std::string complaintsOf(const Account &account)
{
    if (account.cannotShow)
        return "cannot be shown: " + *account.cannotShow;
    std::string complaints;
    for (const auto &observation : account.observations) {
        if (observation.holds != true)
            complaints += fmt::format("{}: {}\n", observation.promise, observation.seen);
    }
    for (const auto &sentence : account.narration)
        complaints += "  " + sentence.text + '\n';
    return complaints;
}

} // namespace forklore

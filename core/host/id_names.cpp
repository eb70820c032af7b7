// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/id_names.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <unordered_map>

#include <fmt/format.h>

namespace forklore {
namespace {

using Clock = std::chrono::steady_clock;

// After these an answer is asked for again; the old one stands until the new one has come.
constexpr std::chrono::minutes nameStands{5};
constexpr std::chrono::seconds failureStands{30}; ///< of the database, and that an id has no name

struct Answer {
    std::optional<Result<std::optional<std::string>>> name; ///< empty: none has come yet
    Clock::time_point at;                                   ///< when it came
    bool isAsked = false;                                   ///< another one is on its way
};

} // namespace

struct IdNames::Shared {
    std::string kind;
    LookUp lookUp;
    TimedCalls *calls;
    Now now;
    std::mutex mutex; ///< guards the answers
    std::condition_variable come;
    std::unordered_map<std::uint32_t, Answer> answers;
};

IdNames::IdNames(std::string kind, LookUp lookUp, TimedCalls &calls, Now now)
    : m_shared(std::make_shared<Shared>())
{
    m_shared->kind = std::move(kind);
    m_shared->lookUp = std::move(lookUp);
    m_shared->calls = &calls;
    m_shared->now = std::move(now);
}

Result<std::string> IdNames::find(std::uint32_t id) const
{
    if (!m_shared->lookUp)
        return std::to_string(id);
    // Made where it is needed: this is asked for every process of every sample.
    const auto what = [&] { return fmt::format("the name of {} {}", m_shared->kind, id); };
    std::unique_lock lock(m_shared->mutex);
    auto &answer = m_shared->answers[id];
    const bool isName = answer.name && *answer.name && **answer.name;
    const auto stands =
        isName ? std::chrono::milliseconds(nameStands) : std::chrono::milliseconds(failureStands);
    const auto known = answer.name;
    if (!answer.isAsked && (!known || m_shared->now() - answer.at >= stands)) {
        answer.isAsked = true;
        lock.unlock();
        m_shared->calls->begin({m_shared->kind + " names", what(), [shared = m_shared, id] {
                                    auto name = shared->lookUp(id);
                                    const std::lock_guard guard(shared->mutex);
                                    shared->answers[id] = {std::move(name), shared->now(), false};
                                    shared->come.notify_all();
                                }});
    }
    if (!known)
        return failure(ErrorKind::Stuck, what() + ": no answer yet");
    return known->map(
        [&](const std::optional<std::string> &name) { return name.value_or(std::to_string(id)); });
}

std::string IdNames::nameOrNumber(std::uint32_t id) const
{
    return find(id).value_or(std::to_string(id));
}

void IdNames::await(const std::vector<std::uint32_t> &ids, std::chrono::milliseconds atMost) const
{
    for (const auto id : ids)
        static_cast<void>(find(id));
    if (!m_shared->lookUp)
        return;
    std::unique_lock lock(m_shared->mutex);
    m_shared->come.wait_for(lock, atMost, [&] {
        return std::ranges::all_of(ids,
                                   [&](std::uint32_t id) { return m_shared->answers[id].name.has_value(); });
    });
}

Result<std::string> IdNames::await(std::uint32_t id) const
{
    await(std::vector{id}, std::chrono::seconds(1));
    return find(id);
}

} // namespace forklore

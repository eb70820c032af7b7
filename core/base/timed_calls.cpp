// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/timed_calls.h"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <ctime>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <unordered_map>

#include <fmt/format.h>

namespace forklore {
namespace {

using Clock = std::chrono::steady_clock;

// Without an answer for this long, and with calls that wait to be made, one more thread makes them.
constexpr std::chrono::milliseconds firstSpare{50};
constexpr std::chrono::milliseconds furtherSpare{10};
constexpr std::chrono::seconds idleThread{10}; ///< for how long one waits for further calls

enum class State { Waiting, Running, Returned, GivenUp };

/// The calls that were asked for together.
struct Batch {
    explicit Batch(std::vector<TimedCalls::Call> all)
        : calls(std::move(all)), states(calls.size(), State::Waiting), begun(calls.size()), open(calls.size())
    {
    }

    std::vector<TimedCalls::Call> calls;
    std::vector<State> states;
    std::vector<Clock::time_point> begun; ///< of those that are running
    std::size_t open;                     ///< neither returned nor given up
    std::condition_variable_any changed;
};

struct Job {
    std::shared_ptr<Batch> batch;
    std::size_t place;

    [[nodiscard]] const TimedCalls::Call &call() const { return batch->calls[place]; }
};

struct Running {
    std::string what;
    Clock::time_point since;
    WallTime sinceWall;
};

std::string clockTime(WallTime time)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    const std::time_t moment = seconds;
    std::tm local{};
    localtime_r(&moment, &local);
    return fmt::format("{:02}:{:02}:{:02}", local.tm_hour, local.tm_min, local.tm_sec);
}

Error stuck(const std::string &what, WallTime since)
{
    return {ErrorKind::Stuck, fmt::format("{}: no answer since {}", what, clockTime(since))};
}

} // namespace

struct TimedCalls::Shared {
    std::function<void(const Call &)> before;
    std::mutex mutex; ///< guards all that follows, and the batches
    std::condition_variable work;
    std::deque<Job> queue;
    std::unordered_map<std::string, Running> running; ///< by subject
    int idle = 0;                                     ///< threads that wait for work

    /// The first whose subject nothing waits for.
    [[nodiscard]] std::deque<Job>::iterator nextJob()
    {
        return std::ranges::find_if(queue,
                                    [&](const Job &job) { return !running.contains(job.call().subject); });
    }

    /// What is under way for the subject, when it has been for too long; null otherwise.
    [[nodiscard]] const Running *overdue(const std::string &subject, std::chrono::milliseconds each) const
    {
        const auto found = running.find(subject);
        return found != running.end() && Clock::now() - found->second.since >= each ? &found->second
                                                                                    : nullptr;
    }

    [[nodiscard]] std::optional<Error> reasonToGiveUp(const Batch &batch, std::size_t place,
                                                      std::chrono::milliseconds each, bool isOver) const;
    static void serve(const std::shared_ptr<Shared> &shared);
    static bool startThread(const std::shared_ptr<Shared> &shared);
};

/// Why a call of a batch is not waited for any longer; nothing: it is.
/// @param isOver nothing of the batch is
std::optional<Error> TimedCalls::Shared::reasonToGiveUp(const Batch &batch, std::size_t place,
                                                        std::chrono::milliseconds each, bool isOver) const
{
    const auto &call = batch.calls[place];
    if (batch.states[place] == State::Running) {
        const auto waited = Clock::now() - batch.begun[place];
        return isOver || waited >= each ? std::optional(stuck(call.what, wallClock() - waited))
                                        : std::nullopt;
    }
    if (batch.states[place] != State::Waiting)
        return std::nullopt;
    if (const auto *other = overdue(call.subject, each))
        return stuck(other->what, other->sinceWall);
    if (isOver)
        return Error{ErrorKind::Io, call.what + ": not read, as other reads before it did not answer"};
    return std::nullopt;
}

/// The work of a thread: makes calls until there are none for a while, or it is one too many.
void TimedCalls::Shared::serve(const std::shared_ptr<Shared> &shared)
{
    std::unique_lock lock(shared->mutex);
    for (;;) {
        const auto next = shared->nextJob();
        if (next == shared->queue.end()) {
            if (shared->idle > 0)
                return; // another one waits already
            ++shared->idle;
            const auto woken = shared->work.wait_for(lock, idleThread);
            --shared->idle;
            if (woken == std::cv_status::timeout && shared->nextJob() == shared->queue.end())
                return;
            continue;
        }
        const auto job = std::move(*next);
        shared->queue.erase(next);
        const auto &call = job.call();
        const auto now = Clock::now();
        shared->running.emplace(call.subject, Running{call.what, now, wallClock()});
        job.batch->states[job.place] = State::Running;
        job.batch->begun[job.place] = now;
        lock.unlock();
        if (shared->before)
            shared->before(call);
        call.run();
        lock.lock();
        shared->running.erase(call.subject);
        if (job.batch->states[job.place] == State::Running) {
            job.batch->states[job.place] = State::Returned;
            if (--job.batch->open == 0)
                job.batch->changed.notify_all();
        }
    }
}

bool TimedCalls::Shared::startThread(const std::shared_ptr<Shared> &shared)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); // signals are for threads that can answer them
    bool started = true;
    try {
        std::thread([shared] { serve(shared); }).detach();
    } catch (const std::system_error &) {
        started = false;
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return started;
}

TimedCalls::TimedCalls() : TimedCalls(nullptr) {}

TimedCalls::TimedCalls(std::function<void(const Call &)> before) : m_shared(std::make_shared<Shared>())
{
    m_shared->before = std::move(before);
}

TimedCalls::~TimedCalls() = default;

TimedCalls &TimedCalls::ofProgram()
{
    static auto &calls = *new TimedCalls; // never destroyed: threads that are left behind outlive main()
    return calls;
}

std::vector<std::optional<Error>> TimedCalls::make(std::vector<Call> calls, const Patience &patience,
                                                   const std::stop_token &stop)
{
    const auto count = calls.size();
    std::vector<std::optional<Error>> errors(count);
    auto &shared = *m_shared;
    const auto batch = std::make_shared<Batch>(std::move(calls));
    const auto end = Clock::now() + patience.all;

    std::unique_lock lock(shared.mutex);
    const auto giveUpWhatIsStuck = [&](bool isOver) {
        for (std::size_t i = 0; i < count; ++i) {
            auto reason = shared.reasonToGiveUp(*batch, i, patience.each, isOver);
            if (!reason)
                continue;
            errors[i] = std::move(reason);
            batch->states[i] = State::GivenUp;
            --batch->open;
        }
    };
    giveUpWhatIsStuck(false);
    for (std::size_t i = 0; i < count; ++i) {
        if (batch->states[i] == State::Waiting)
            shared.queue.push_back({batch, i});
    }
    if (shared.idle > 0)
        shared.work.notify_one();
    else if (batch->open > 0 && !Shared::startThread(m_shared))
        giveUpWhatIsStuck(true);

    auto spareAt = Clock::now() + firstSpare;
    auto openBefore = batch->open;
    while (batch->open > 0) {
        batch->changed.wait_until(lock, stop, std::min(spareAt, end), [&] { return batch->open == 0; });
        const auto now = Clock::now();
        giveUpWhatIsStuck(now >= end || stop.stop_requested());
        if (now < spareAt)
            continue;
        const bool progress = batch->open < openBefore;
        if (!progress && shared.idle == 0 && shared.nextJob() != shared.queue.end())
            Shared::startThread(m_shared);
        openBefore = batch->open;
        spareAt = now + (progress ? firstSpare : furtherSpare);
    }
    std::erase_if(shared.queue, [&](const Job &job) { return job.batch == batch; });
    return errors;
}

void TimedCalls::begin(Call call)
{
    std::vector<Call> calls;
    calls.push_back(std::move(call));
    const std::lock_guard lock(m_shared->mutex);
    m_shared->queue.push_back({std::make_shared<Batch>(std::move(calls)), 0});
    if (m_shared->idle > 0)
        m_shared->work.notify_one();
    else
        Shared::startThread(m_shared); // where it cannot, one that returns makes the call
}

std::vector<OverdueCall> TimedCalls::overdue(std::chrono::milliseconds forLonger) const
{
    std::vector<OverdueCall> all;
    const std::lock_guard lock(m_shared->mutex);
    for (const auto &[subject, running] : m_shared->running) {
        if (Clock::now() - running.since >= forLonger)
            all.push_back({subject, running.what, running.sinceWall});
    }
    std::ranges::sort(all, {}, [](const OverdueCall &call) { return std::pair(call.since, call.subject); });
    return all;
}

} // namespace forklore

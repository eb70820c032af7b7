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

enum class CallState { Waiting, Running, Returned, GivenUp };

/// Whether the calls of a batch are still waited for.
enum class Wait {
    GoesOn,
    TimeOver,
    Stopped,  ///< by who asked for them
    NoThread, ///< there is none to make them, and none can be started
};

/// The calls that were asked for together.
struct Batch {
    explicit Batch(std::vector<TimedCalls::Call> all)
        : calls(std::move(all)),
          states(calls.size(), CallState::Waiting),
          begun(calls.size()),
          open(calls.size())
    {
    }

    std::vector<TimedCalls::Call> calls;
    std::vector<CallState> states;
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
    int threads = 0;                                  ///< that have been started and have not ended
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
                                                      std::chrono::milliseconds each, Wait wait) const;
    static void serve(const std::shared_ptr<Shared> &shared);
    static bool startThread(const std::shared_ptr<Shared> &shared);
};

/// Why a call of a batch is not waited for any longer; nothing: it is.
std::optional<Error> TimedCalls::Shared::reasonToGiveUp(const Batch &batch, std::size_t place,
                                                        std::chrono::milliseconds each, Wait wait) const
{
    const auto &call = batch.calls[place];
    const auto state = batch.states[place];
    if (state == CallState::Running) {
        const auto waited = Clock::now() - batch.begun[place];
        if (waited >= each || wait == Wait::TimeOver)
            return stuck(call.what, wallClock() - waited);
    } else if (state == CallState::Waiting) {
        if (const auto *other = overdue(call.subject, each))
            return stuck(other->what, other->sinceWall);
        if (wait == Wait::TimeOver)
            return Error{ErrorKind::Io, call.what + ": not read, as other reads before it did not answer"};
        if (wait == Wait::NoThread)
            return Error{ErrorKind::Io, call.what + ": not read, as no thread could be started"};
    }
    const bool isOpen = state == CallState::Running || state == CallState::Waiting;
    return isOpen && wait == Wait::Stopped
               ? std::optional(Error{ErrorKind::Io, call.what + ": no longer waited for"})
               : std::nullopt;
}

/// The work of a thread: makes calls until there are none for a while, or it is one too many.
void TimedCalls::Shared::serve(const std::shared_ptr<Shared> &shared)
{
    std::unique_lock lock(shared->mutex);
    for (;;) {
        const auto next = shared->nextJob();
        if (next == shared->queue.end()) {
            if (shared->idle > 0)
                break; // another one waits already
            ++shared->idle;
            const auto woken = shared->work.wait_for(lock, idleThread);
            --shared->idle;
            if (woken == std::cv_status::timeout && shared->nextJob() == shared->queue.end())
                break;
            continue;
        }
        const auto job = std::move(*next);
        shared->queue.erase(next);
        const auto &call = job.call();
        const auto now = Clock::now();
        shared->running.emplace(call.subject, Running{call.what, now, wallClock()});
        job.batch->states[job.place] = CallState::Running;
        job.batch->begun[job.place] = now;
        lock.unlock();
        if (shared->before)
            shared->before(call);
        call.run();
        lock.lock();
        shared->running.erase(call.subject);
        if (job.batch->states[job.place] == CallState::Running) {
            job.batch->states[job.place] = CallState::Returned;
            if (--job.batch->open == 0)
                job.batch->changed.notify_all();
        }
    }
    --shared->threads;
}

/// @return whether there is a thread that makes calls
bool TimedCalls::Shared::startThread(const std::shared_ptr<Shared> &shared)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); // signals are for threads that can answer them
    ++shared->threads;
    try {
        std::thread([shared] {
            pthread_setname_np(pthread_self(), "blocking read");
            serve(shared);
        }).detach();
    } catch (const std::system_error &) {
        --shared->threads;
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return shared->threads > 0;
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
    const auto giveUpWhatIsStuck = [&](Wait wait) {
        for (std::size_t i = 0; i < count; ++i) {
            auto reason = shared.reasonToGiveUp(*batch, i, patience.each, wait);
            if (!reason)
                continue;
            errors[i] = std::move(reason);
            batch->states[i] = CallState::GivenUp;
            --batch->open;
        }
    };
    giveUpWhatIsStuck(Wait::GoesOn);
    for (std::size_t i = 0; i < count; ++i) {
        if (batch->states[i] == CallState::Waiting)
            shared.queue.push_back({batch, i});
    }
    if (shared.idle > 0)
        shared.work.notify_one();
    else if (batch->open > 0 && !Shared::startThread(m_shared))
        giveUpWhatIsStuck(Wait::NoThread);

    auto spareAt = Clock::now() + firstSpare;
    auto openBefore = batch->open;
    while (batch->open > 0) {
        batch->changed.wait_until(lock, stop, std::min(spareAt, end), [&] { return batch->open == 0; });
        const auto now = Clock::now();
        const auto stopped = stop.stop_requested() ? Wait::Stopped : Wait::GoesOn;
        giveUpWhatIsStuck(now >= end ? Wait::TimeOver : stopped);
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

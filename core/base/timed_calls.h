// SPDX-License-Identifier: GPL-3.0-or-later
//
// TimedCalls: makes calls that may never return, and waits for them for a bounded time only.
//
// A read of /proc/PID/cmdline sleeps while the process keeps its memory map locked, a name lookup while a
// directory service does not answer. Only SIGKILL wakes such a thread, so calls are made in threads of their
// own. A thread whose call does not return is left behind; no second call on the same subject is begun before
// it has returned, so there is at most one such thread for each subject.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/clocks.h"
#include "core/base/result.h"

namespace forklore {

/// How long calls are waited for.
struct Patience {
    std::chrono::milliseconds each{400};  ///< for one call, from the moment it is begun
    std::chrono::milliseconds all{2'500}; ///< for all that were asked for together
};

/// A call that has not returned for long.
struct OverdueCall {
    std::string subject;
    std::string what;
    WallTime since;

    bool operator==(const OverdueCall &) const = default;
};

class TimedCalls {
public:
    struct Call {
        std::string subject; ///< what it may wait for: "/proc/4711"
        std::string what;    ///< for people: "cmdline of process 4711"
        /// Made in another thread, perhaps long after nobody waits for it any more: owns all that it uses.
        std::function<void()> run;
    };

    TimedCalls();
    /// @param before called in the thread of each call just before it is made: lets a test hold it up
    explicit TimedCalls(std::function<void(const Call &)> before);
    TimedCalls(const TimedCalls &) = delete;
    TimedCalls &operator=(const TimedCalls &) = delete;
    /// Waits for nothing: threads that are left behind end on their own when their calls return.
    ~TimedCalls();

    /// The one of this program: all that reads shares it, so that nothing stuck is tried twice.
    [[nodiscard]] static TimedCalls &ofProgram();

    /// Makes the calls, as a rule in this order and in one thread.
    /// @return of each call nothing when it has returned, else why not: Stuck, or Io when the time was over
    ///         before it was begun, when a stop was requested, and when no thread could be started. What such
    ///         a call uses must not be looked at: it may still be under way.
    [[nodiscard]] std::vector<std::optional<Error>> make(std::vector<Call> calls, const Patience &patience,
                                                         const std::stop_token &stop = {});

    /// Makes the call some time; nobody waits for it.
    void begin(Call call);

    /// One call with a value.
    template <class T>
    [[nodiscard]] Result<T> make(std::string subject, std::string what, std::function<Result<T>()> read,
                                 const Patience &patience, const std::stop_token &stop = {})
    {
        const auto value = std::make_shared<std::optional<Result<T>>>();
        std::vector<Call> calls;
        calls.push_back({std::move(subject), std::move(what),
                         [value, read = std::move(read)] { value->emplace(read()); }});
        if (auto error = make(std::move(calls), patience, stop).front())
            return Failure(std::move(*error));
        return std::move(**value);
    }

    /// Calls that have been under way for longer than this, the longest first.
    [[nodiscard]] std::vector<OverdueCall> overdue(std::chrono::milliseconds forLonger) const;

private:
    struct Shared;

    std::shared_ptr<Shared> m_shared;
};

} // namespace forklore

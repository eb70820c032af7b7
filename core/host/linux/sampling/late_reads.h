// SPDX-License-Identifier: GPL-3.0-or-later
//
// LateReads: the readings of a sample that may not answer. cmdline and environ wait for the lock of the
// process's memory map, io for an exec that is under way. They are made together at the end of the sample,
// and given up on: one that does not answer gets an error and holds up no other.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/clocks.h"
#include "core/base/file.h"
#include "core/process/process.h"

namespace forklore {

class LateReads {
public:
    /// @param root copied, for the calls that outlive the sample
    explicit LateReads(const Directory &root) : m_root(std::make_shared<const Directory>(root)) {}

    /// Leaves a reading for make(). Gone: the process ended before it came to that.
    /// @param process gets what was read, or why nothing was; outlives make()
    /// @param subject what the read may wait for, beside the process
    template <class Value>
    void append(const std::shared_ptr<Process> &process, const Stat &stat, const char *subject,
                const char *name, std::function<Result<Value>(const Directory &root)> read,
                std::function<void(Process &, Result<Value>)> into);

    /// Makes the readings that were left, and puts what they brought into their processes.
    void make();

private:
    /// Puts what a call has brought, or why it brought nothing, into its process.
    using Completion = std::function<void(const std::optional<Error> &)>;

    std::shared_ptr<const Directory> m_root;
    std::vector<TimedCalls::Call> m_calls;
    std::vector<Completion> m_completions; ///< one a call
};

/// Whether the pid is still that of a process that was found before.
[[nodiscard]] bool isStill(const Directory &root, const ProcessId &id, bool wasZombie);

/// As the memory of a process that is about to end reads.
[[nodiscard]] bool isEmpty(const auto &memory)
{
    return memory.empty();
}
[[nodiscard]] inline bool isEmpty(const IoCounters &)
{
    return false;
}

template <class Value>
void LateReads::append(const std::shared_ptr<Process> &process, const Stat &stat, const char *subject,
                       const char *name, std::function<Result<Value>(const Directory &root)> read,
                       std::function<void(Process &, Result<Value>)> into)
{
    const auto value = std::make_shared<std::optional<Result<Value>>>();
    m_calls.push_back({fmt::format("{}/{}{}", m_root->path(), stat.pid, subject),
                       fmt::format("{}/{}/{}", m_root->path(), stat.pid, name),
                       [value, read = std::move(read), root = m_root, id = stat.id(),
                        isZombie = stat.isZombie(), foundAt = bootClock()] {
                           auto result = read(*root);
                           const bool isLate = bootClock() - foundAt >= root->limits().pidReuse;
                           if ((isLate || (result && isEmpty(*result))) && !isStill(*root, id, isZombie))
                               result = failure(ErrorKind::Gone, fmt::format("process {} has ended", id.pid));
                           value->emplace(std::move(result));
                       }});
    m_completions.push_back([process, value, into = std::move(into)](const std::optional<Error> &error) {
        into(*process, error ? Result<Value>(Failure(*error)) : std::move(**value));
    });
}

} // namespace forklore

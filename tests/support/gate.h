// SPDX-License-Identifier: GPL-3.0-or-later
//
// Gate: holds up calls that are made in time, as the kernel does with a process whose memory map is locked.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <string>

#include "core/base/timed_calls.h"

namespace forklore {

/// What holds up the calls on some subjects until it is opened.
class Gate {
public:
    explicit Gate(std::set<std::string> subjects) : m_subjects(std::move(subjects)) {}

    void pass(const TimedCalls::Call &call)
    {
        std::unique_lock lock(m_mutex);
        if (!m_subjects.contains(call.subject))
            return;
        ++m_held;
        m_changed.notify_all();
        m_changed.wait(lock, [&] { return m_open; });
        --m_held;
        m_changed.notify_all();
    }
    void open()
    {
        std::unique_lock lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
        m_changed.wait(lock, [&] { return m_held == 0; });
    }
    [[nodiscard]] int held()
    {
        const std::lock_guard lock(m_mutex);
        return m_held;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::set<std::string> m_subjects;
    int m_held = 0;
    bool m_open = false;
};

} // namespace forklore

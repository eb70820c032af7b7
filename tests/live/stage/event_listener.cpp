// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/live/stage/event_listener.h"

#include <algorithm>
#include <iterator>

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QtGlobal>

#include "core/host/linux/sampling/linux_source.h"

namespace forklore {

EventListener::EventListener(std::unique_ptr<EventSource> source) : m_source(std::move(source))
{
    if (!m_source->coverage().isComplete()) {
        auto samples = LinuxSource::create();
        if (!samples)
            qFatal("/proc cannot be sampled: %s", samples.error().message.c_str());
        m_samples = std::move(*samples);
    }
    listen();
}

EventListener::~EventListener() = default;

void EventListener::listen()
{
    constexpr int moment = 20; // ms
    pollfd handle{m_source->handle(), POLLIN, 0};
    poll(&handle, 1, moment);
    std::ranges::move(m_source->read(), std::back_inserter(m_events));
    if (!m_samples)
        return;
    const auto snapshot = m_samples->sample(SampleRequest::everything(), m_latest.get());
    if (!snapshot)
        qFatal("/proc cannot be sampled: %s", snapshot.error().message.c_str());
    m_latest = std::make_shared<const Snapshot>(*snapshot);
    std::ranges::move(m_source->poll(m_latest), std::back_inserter(m_events));
}

bool EventListener::await(const Wanted &wanted)
{
    constexpr auto patience = std::chrono::seconds(60);
    const auto until = std::chrono::steady_clock::now() + patience;
    std::size_t known = 0;
    for (;;) {
        for (; known < m_events.size(); ++known) {
            if (wanted(m_events[known]))
                return true;
        }
        if (std::chrono::steady_clock::now() > until)
            return false;
        listen();
    }
}

std::vector<Event> EventListener::about(Pid pid) const
{
    std::vector<Event> about;
    std::ranges::copy_if(m_events, std::back_inserter(about),
                         [&](const Event &event) { return event.process.id.pid == pid; });
    return about;
}

std::vector<Exited> EventListener::endsOf(Pid pid) const
{
    std::vector<Exited> ends;
    for (const auto &event : about(pid)) {
        if (const auto *exit = std::get_if<Exited>(&event.what))
            ends.push_back(*exit);
    }
    return ends;
}

Script::Script(const std::string &script)
{
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0)
        qFatal("pipe2");
    const FileDescriptor readEnd(ends[0]);
    m_input = FileDescriptor(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, readEnd.get(), STDIN_FILENO);
    std::string shell = "sh";
    std::string option = "-c";
    std::string text = script;
    char *const arguments[] = {shell.data(), option.data(), text.data(), nullptr};
    if (posix_spawn(&m_pid, "/bin/sh", &actions, nullptr, arguments, environ) != 0)
        qFatal("posix_spawn");
    posix_spawn_file_actions_destroy(&actions);
}

Script::~Script()
{
    if (m_isReaped)
        return;
    kill(SIGKILL);
    reap();
}

void Script::giveWord()
{
    if (write(m_input.get(), "!\n", 2) != 2)
        qFatal("the script does not listen");
}

void Script::kill(int signal) const
{
    ::kill(m_pid, signal);
}

ExitStatus Script::reap()
{
    int status = 0;
    if (waitpid(m_pid, &status, 0) != m_pid)
        qFatal("waitpid");
    m_isReaped = true;
    return ExitStatus::fromWaitStatus(status);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/termination_signals.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace forklore {
namespace {

constexpr std::array<int, 3> handled = {SIGTERM, SIGINT, SIGHUP};

volatile std::sig_atomic_t target = -1; // a descriptor: all that a handler may do is to write to it

void setHandler(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
}

bool isIgnored(int signal)
{
    struct sigaction action = {};
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void handle(int signal)
{
    const int before = errno;
    // Whoever asks twice does not want to wait. SIGHUP comes twice by itself, from the kernel and the shell,
    // when a terminal closes, or beside SIGTERM, when a session of systemd ends.
    if (signal != SIGHUP)
        setHandler(signal, SIG_DFL);
    const auto byte = static_cast<unsigned char>(signal);
    static_cast<void>(!write(target, &byte, 1));
    errno = before;
}

} // namespace

TerminationSignals::TerminationSignals(QObject *parent) : QObject(parent)
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // then a signal ends the program as it would any other
    m_output = FileDescriptor(ends[0]);
    m_input = FileDescriptor(ends[1]);
    target = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(ends[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        unsigned char signal = 0;
        if (read(m_output.get(), &signal, 1) == 1)
            emit received(signal);
    });
    for (const int signal : handled) {
        if (!isIgnored(signal)) // nohup(1)
            setHandler(signal, handle);
    }
}

TerminationSignals::~TerminationSignals()
{
    for (const int signal : handled) {
        if (!isIgnored(signal))
            setHandler(signal, SIG_DFL);
    }
}

} // namespace forklore

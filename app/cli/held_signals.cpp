// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/held_signals.h"

#include "core/process/signals.h"

namespace forklore::cli {
namespace {

constexpr int held[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

} // namespace

HeldSignals::HeldSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : held)
        sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, &m_before);
}

HeldSignals::~HeldSignals()
{
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

std::string HeldSignals::pending()
{
    sigset_t signals;
    sigpending(&signals);
    for (const int signal : held) {
        if (sigismember(&signals, signal) == 1)
            return signalName(signal);
    }
    return {};
}

} // namespace forklore::cli

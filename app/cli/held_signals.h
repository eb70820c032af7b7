// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeldSignals: what asks this program to end, or to stop, waits until it has finished what must not be left
// half done.
#pragma once

#include <csignal>
#include <string>

namespace forklore::cli {

class HeldSignals {
public:
    HeldSignals();
    HeldSignals(const HeldSignals &) = delete;
    HeldSignals &operator=(const HeldSignals &) = delete;
    /// What came meanwhile takes effect: as a rule it ends the program.
    ~HeldSignals();

    /// "SIGINT": one that came meanwhile; empty: none did.
    [[nodiscard]] static std::string pending();

private:
    sigset_t m_before;
};

} // namespace forklore::cli

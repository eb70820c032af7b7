// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcRoot: a /proc made by the test, process by process, for forklore-cli --proc-root.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QStringList>

#include "core/process/process_id.h"
#include "tests/support/fixture.h"

namespace forklore {

/// A process as a test wants it; what it does not say is what an ordinary process would have.
struct StagedProcess {
    Pid pid = 0;
    Pid ppid = 0;
    QByteArray comm = "staged";
    char state = 'S';
    QByteArrayList argv = {"/usr/bin/staged"};
    unsigned threads = 1;
    unsigned flags = 0; ///< 0x200000: a kernel thread
    int exitCode = 0;   ///< a wait status
    unsigned tty = 0;   ///< device number
    int foreground = -1;
    int nice = 0;
    unsigned uid = 0;
    unsigned euid = 0;
    StartTicks start = 200;
};

class ProcRoot {
public:
    /// An empty machine: booted at 2026-11-22T08:00:00Z, up for 123.45 s, called "stage".
    ProcRoot();

    void add(const StagedProcess &process);
    void write(std::string_view path, std::string_view bytes) { m_fixture.write(path, bytes); }
    void link(std::string_view path, std::string_view target) { m_fixture.link(path, target); }
    void directory(std::string_view path) { m_fixture.directory(path); }
    [[nodiscard]] std::string root() const { return m_fixture.root(); }

    /// The arguments with --proc-root in front.
    [[nodiscard]] QStringList with(const QStringList &arguments) const;

    static constexpr double bootSeconds = 1'795'334'400;

private:
    Fixture m_fixture;
};

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/proc_root.h"

#include <fmt/format.h>

namespace forklore {

ProcRoot::ProcRoot()
{
    write("stat", "cpu 1 2 3 4\nbtime 1795334400\n");
    write("uptime", "123.45 200.00\n");
    write("loadavg", "0.10 0.20 0.30 1/100 500\n");
    write("sys/kernel/random/boot_id", "00000000-1111-2222-3333-444444444444\n");
    write("sys/kernel/hostname", "stage\n");
}

void ProcRoot::add(const StagedProcess &process)
{
    const auto directory = std::to_string(process.pid) + '/';
    const auto commandLine =
        (process.argv.join('\0') + (process.argv.isEmpty() ? "" : QByteArray(1, '\0'))).toStdString();
    constexpr std::uint64_t argumentsStart = 0x7000'0000;
    const auto user = 100; // ticks
    const auto system = 23;
    // The fields of proc_pid_stat(5): up to 24 (rss), to 38 (exit_signal), to 48 (arg_start), to 52
    // (exit_code).
    const auto head = fmt::format("{} ({}) {} {} {} {} {} {} {} 0 0 0 0 {} {} 0 0 20 {} {} 0 {} 8192000 300",
                                  process.pid, process.comm.toStdString(), process.state, process.ppid,
                                  process.pid, process.pid, process.tty, process.foreground, process.flags,
                                  user, system, process.nice, process.threads, process.start);
    const auto tail =
        fmt::format(" 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 {} {} 0 0 {}\n",
                    argumentsStart, argumentsStart + commandLine.size(), process.exitCode);
    write(directory + "stat", head + tail);
    write(directory + "status",
          fmt::format("Name:\tx\nUid:\t{0}\t{1}\t{1}\t{1}\nGid:\t{0}\t{1}\t{1}\t{1}\nNSpid:\t{2}\n",
                      process.uid, process.euid, process.pid));
    write(directory + "cmdline", commandLine);
    m_fixture.directory(directory + "fd");
}

QStringList ProcRoot::with(const QStringList &arguments) const
{
    return QStringList{QStringLiteral("--proc-root"), QString::fromStdString(root())} + arguments;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// A process of which all is known, a zombie, and what a filter says of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <QByteArray>
#include <QMetaType>

#include "core/filter/process_filter.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"

Q_DECLARE_METATYPE(forklore::Tristate)

namespace forklore::judged_process {

inline constexpr std::uint64_t mebibyte = 1024 * 1024;

/// All that can be known of a process is known of this one.
inline Process known()
{
    auto process = processOf(4123, 812, 90'000, "Sshd-Session");
    auto &stat = *process.stat;
    stat.pgid = 4100;
    stat.sid = 4123;
    stat.ttyDevice = 0x8803;
    stat.ttyForegroundGroup = 4100;
    stat.state = State::DiskSleep;
    stat.userTicks = 9000;
    stat.systemTicks = 3000;
    stat.nice = -5;
    stat.threads = 7;
    stat.residentPages = 300 * mebibyte / 4096;
    stat.virtualBytes = 2048 * mebibyte;
    stat.processor = 3;
    stat.minorFaults = 5000;
    stat.majorFaults = 4;
    process.commandLine = std::string("/usr/sbin/sshd\0--worker-12\0a b\0", 31);
    process.credentials->uid = {1000, 0, 0, 0};
    process.credentials->gid = {1000, 50, 50, 50};
    process.cpuShare = 0.053;
    process.descriptorCount = Result<std::uint64_t>(90);
    process.descriptorLimit = Result<std::optional<std::uint64_t>>(100);
    process.io = Result<IoCounters>(IoCounters{5 * mebibyte, 6 * mebibyte, 0, 0, 0, 0, 0});
    process.ioRates = IoRates{2.0 * mebibyte, 0};
    process.swapBytes = Result<std::uint64_t>(12 * mebibyte);
    process.oomScore = Result<std::uint64_t>(667);
    process.controlGroups.emplace(std::vector<std::string>{"0::/system.slice/ssh.service"});
    process.contextSwitches = Result<std::uint64_t>(1234);
    process.environment =
        Result<Environment>(Environment{{"LANG", "C"}, {"LANG", "de"}, {"EMPTY", ""}, {"x", {}}});
    return process;
}

inline Process zombie(ExitStatus status)
{
    auto process = processOf(50, 1, 100, "gone");
    process.stat->state = State::Zombie;
    process.exitStatus = Result<ExitStatus>(status);
    return process;
}

inline Tristate judged(const QByteArray &text, const Process &process)
{
    SystemInfo system;
    const FactContext context{
        system, std::chrono::seconds(1000), 0,
        [](Uid uid) { return uid == 0 ? std::string("root") : "user" + std::to_string(uid); },
        [](std::uint32_t) { return std::string("pts/3"); }};
    return ProcessFilter::parse(view(text)).value().evaluate(process, context);
}

} // namespace forklore::judged_process

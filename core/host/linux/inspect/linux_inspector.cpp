// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/linux_inspector.h"

#include <fmt/format.h>

#include "core/host/linux/inspect/chain.h"
#include "core/host/linux/inspect/limit_usage.h"
#include "core/host/linux/inspect/process_location.h"
#include "core/host/linux/inspect/process_rights.h"
#include "core/host/linux/inspect/process_signals.h"
#include "core/host/linux/inspect/who_has.h"
#include "core/host/linux/proc/pid_environ.h"
#include "core/host/linux/proc/pid_fd.h"
#include "core/host/linux/proc/pid_limits.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/proc/pid_statm.h"
#include "core/host/linux/proc/pid_status.h"
#include "core/host/linux/sampling/linux_source.h"
#include "core/host/linux/sampling/process_files.h"
#include "core/host/linux/sampling/reader_place.h"
#include "core/host/linux/sockets/peers.h"

namespace forklore {

Result<LinuxInspector> LinuxInspector::create(const std::string &root, ReadLimits limits)
{
    return Directory::open(root, std::move(limits)).map([](Directory &&directory) {
        return LinuxInspector(std::move(directory));
    });
}

LinuxInspector::LinuxInspector(Directory root)
    : m_root(std::move(root)),
      m_system(readSystemInfo(m_root)),
      m_terminals(parseTtyDrivers(m_root.read("tty/drivers").value_or(""))),
      m_capabilities(readOfferedCapabilities(m_root)),
      m_freezers(Freezers::find(m_root))
{
}

Result<ProcessId> LinuxInspector::idOf(Pid pid) const
{
    if (const auto process = m_root.openBelow(std::to_string(pid));
        !process && process.error().kind == ErrorKind::Gone)
        return tl::make_unexpected(noProcessWith(pid));
    const auto stat = readPidStat(m_root, fmt::format("{}/stat", pid).c_str());
    if (!stat && stat.error().kind == ErrorKind::Gone)
        return tl::make_unexpected(noProcessWith(pid));
    if (stat && stat->pid != pid)
        return failure(ErrorKind::Malformed, "stat: it is another process's");
    return stat.map([](const Stat &found) { return found.id(); });
}

Error LinuxInspector::noProcessWith(Pid pid) const
{
    return noProcess(m_root, pid);
}

Result<Identity> LinuxInspector::identity(const ProcessId &id) const
{
    const auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    const auto status = readPidStatus(files->directory());
    const auto namespacePids = status.and_then([](const PidStatus &known) {
        return statusValue(known.namespacePids, "NSpid", "it came with Linux 4.1");
    });
    Identity identity{files->stat(),
                      status.and_then([](const PidStatus &known) { return known.credentials(); }),
                      namespacePids,
                      terminal(files->stat().ttyDevice.value_or(0)),
                      {}};
    if (identity.stat.hasProgram() && !identity.stat.leaderEnded()) { // as in a sample: field 24 lags
        if (const auto pages = readResidentPages(files->directory(), "statm"))
            identity.stat.residentPages = *pages;
    }
    if (identity.stat.isZombie())
        identity.exitStatus = readExitStatus(files->directory(), "ns/user", identity.stat);
    return identity;
}

Result<Names> LinuxInspector::names(const ProcessId &id) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    const auto &stat = files->stat();
    Names names{stat.comm, std::nullopt, files->executable(), Title::Original};
    if (!files->hasProgram())
        return names;
    const auto commandLine = files->readMemory("cmdline");
    names.title = commandLine.and_then([&](const std::string &text) -> Result<Title> {
        if (!stat.argumentsStart || !stat.argumentsEnd)
            return Failure(missingStatField("arg_start"));
        return titleOf(stat, text);
    });
    names.argv0 = commandLine.map([&](const std::string &text) -> std::optional<std::string> {
        const auto arguments = argumentsOf(stat, text);
        return arguments.empty() ? std::nullopt : std::optional(arguments.front());
    });
    return names;
}

Result<std::vector<std::string>> LinuxInspector::arguments(const ProcessId &id) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    if (!files->hasProgram())
        return std::vector<std::string>();
    return files->readMemory("cmdline").map(
        [&](const std::string &text) { return argumentsOf(files->stat(), text); });
}

Result<Environment> LinuxInspector::environment(const ProcessId &id) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    if (!files->hasProgram())
        return noMemory(files->stat());
    return files->readMemory("environ").map([](const std::string &block) { return parsePidEnviron(block); });
}

Result<Rights> LinuxInspector::rights(const ProcessId &id) const
{
    const auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    return readRights(*files, m_capabilities);
}

Result<Location> LinuxInspector::location(const ProcessId &id) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    return readLocation(*files, m_root);
}

Result<SignalReading> LinuxInspector::signalReading(const ProcessId &id, const Snapshot &processes) const
{
    const auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    return readSignals(*files, processes).map([&](SignalReading &&reading) {
        reading.frozen = m_freezers.freezeOf(files->directory(), files->stat());
        return std::move(reading);
    });
}

Result<Descriptors> LinuxInspector::descriptors(const ProcessId &id) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    if (!files->hasProgram())
        return noMemory(files->stat());
    return files->facts().and_then([](const Directory *facts) { return readPidFd(*facts); });
}

Result<Peers> LinuxInspector::peers(const ProcessId &id) const
{
    return OtherEnds(m_root).of(id);
}

Result<Chain> LinuxInspector::chain(const ProcessId &id) const
{
    return readChain(m_root, id);
}

Result<WhoHas> LinuxInspector::whoHas(const FileQuery &query) const
{
    return m_root.numbersIn(".").and_then([&](const std::vector<Pid> &pids) -> Result<WhoHas> {
        if (pids.empty()) // a directory that was removed lists nothing, without an error
            return failure(ErrorKind::Gone, m_root.path() + ": no processes are listed there any more");
        return readWhoHas(m_root, query);
    });
}

Result<std::vector<LimitUsage>> LinuxInspector::limits(const ProcessId &id, const Snapshot &processes) const
{
    auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    const auto limits = readPidLimits(files->directory());
    if (!limits)
        return asEnded(limits.error(), id.pid);
    const auto facts = files->facts();
    return withUsage(*limits, files->stat(), facts ? **facts : files->directory(), processes, m_system);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/linux_source.h"

#include <algorithm>

#include <sys/stat.h>
#include <unistd.h>

#include "core/host/linux/machine/machine_counters.h"
#include "core/host/linux/machine/machine_files.h"
#include "core/host/linux/machine/machine_stat.h"
#include "core/host/linux/sampling/process_reader.h"
#include "core/host/linux/sampling/reader_place.h"

namespace forklore {
namespace {

/// How many are online: they may come and go.
std::optional<unsigned> processorsIn(const Result<ProcessorCounts> &counts)
{
    return counts && !counts->cores.empty() ? std::optional(static_cast<unsigned>(counts->cores.size()))
                                            : std::nullopt;
}

bool probeCountsBySize(const Directory &root)
{
    struct stat directory {};
    return root.isOnProc() && fstatat(root.fd(), "self/fd", &directory, 0) == 0 && directory.st_size > 0;
}

Result<WallTime> readBootTime(const Directory &root)
{
    if (isLive(root)) // btime is whole seconds; the difference of the clocks is exact
        return wallClock() - bootClock();
    return root.read("stat")
        .and_then([](const std::string &text) { return parseBootSeconds(text); })
        .map([](std::uint64_t seconds) { return WallTime(std::chrono::seconds(seconds)); });
}

/// Of this machine as far as the C library knows: /proc/stat may be a file system's of its own, in a
/// container, which does not answer.
unsigned processorsOf(const Directory &root)
{
    const auto captured = isLive(root) ? std::nullopt : processorsIn(readMachineStat(root));
    return captured.value_or(static_cast<unsigned>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN))));
}

/// Where the files of the machine did not answer.
Machine unanswered(const Error &error)
{
    const Failure why(error);
    return {.processor = why,
            .memory = why,
            .disks = why,
            .interfaces = why,
            .processorPressure = why,
            .memoryPressure = why,
            .ioPressure = why};
}

Result<std::string> readLine(const Directory &root, const char *name)
{
    return root.read(name).map([](const std::string &text) { return text.substr(0, text.find('\n')); });
}

} // namespace

bool isLive(const Directory &root)
{
    return root.path() == "/proc" && root.isOnProc();
}

bool hidesOthers(const Directory &root)
{
    return readHiding(root) != Hiding::Nothing;
}

SystemInfo readSystemInfo(const Directory &root)
{
    return {.ticksPerSecond = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK)),
            .pageBytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)),
            .processors = processorsOf(root),
            .tellsUptime = isLive(root) || readUptime(root).has_value(),
            .bootTime = readBootTime(root),
            .bootId = readLine(root, "sys/kernel/random/boot_id"),
            .hostName = readLine(root, "sys/kernel/hostname"),
            .viewer = {.uid = geteuid(), .place = readReaderPlace(root)}};
}

Result<std::unique_ptr<LinuxSource>> LinuxSource::create(const std::string &root, ReadLimits limits)
{
    auto directory = Directory::open(root, std::move(limits));
    if (!directory)
        return Failure(directory.error());
    const auto pids = directory->numbersIn(".");
    if (!pids)
        return Failure(pids.error());
    if (pids->empty())
        return failure(ErrorKind::Unsupported,
                       root + ": no processes there; a /proc, or a copy of one, is needed");
    return std::unique_ptr<LinuxSource>(new LinuxSource(std::move(*directory)));
}

LinuxSource::LinuxSource(Directory root)
    : m_root(std::move(root)),
      m_live(isLive(m_root)),
      m_counters(std::make_shared<MachineCounters>(m_live)),
      m_freezers(Freezers::find(m_root)),
      m_countsBySize(probeCountsBySize(m_root)),
      m_othersHidden(hidesOthers(m_root)),
      m_system(readSystemInfo(m_root)),
      m_terminals(parseTtyDrivers(m_root.read("tty/drivers").value_or("")))
{
}

std::chrono::nanoseconds LinuxSource::sinceBoot() const
{
    return m_live ? bootClock() : readUptime(m_root).value_or(bootClock());
}

/// In a container these may be a file system's of its own, which may have died.
void LinuxSource::readMachineFiles(Snapshot &snapshot, bool counters)
{
    struct Files {
        Result<LoadAverage> load;
        std::optional<Machine> machine;
    };
    const auto &limits = m_root.limits();
    auto files = limits.calls->make<Files>(
        m_root.path() + " (machine)", "the machine's files in " + m_root.path(),
        [root = m_root, from = m_counters, counters, isLive = m_live,
         sampledAt = snapshot.sinceBoot]() -> Result<Files> {
            Files read{root.read("loadavg").map(parseLoadavg), std::nullopt};
            if (counters) {
                const auto at = isLive ? bootClock() : sampledAt;
                read.machine = from->read(root);
                read.machine->readAt = at;
            }
            return read;
        },
        limits.patience, limits.stop);
    if (!files) {
        snapshot.load = Failure(files.error());
        if (counters)
            snapshot.machine = unanswered(files.error());
        return;
    }
    snapshot.load = files->load;
    snapshot.machine = std::move(files->machine);
    if (snapshot.machine)
        m_system.processors = processorsIn(snapshot.machine->processor).value_or(m_system.processors);
}

Result<Snapshot> LinuxSource::sample(const SampleRequest &request, const Snapshot *previous)
{
    auto pids = m_root.numbersIn(".");
    if (!pids)
        return Failure(pids.error());
    std::erase(*pids, 0);

    if (m_live) // the wall clock may have been set since
        m_system.bootTime = readBootTime(m_root);
    Snapshot snapshot;
    snapshot.sinceBoot = sinceBoot();
    if (m_live)
        snapshot.asleep = timeAsleep();
    const bool isDated = !m_live && m_system.bootTime && m_system.tellsUptime;
    snapshot.takenAt = isDated ? *m_system.bootTime + snapshot.sinceBoot : wallClock();
    snapshot.interval = request.interval;
    snapshot.othersHidden = m_othersHidden;
    readMachineFiles(snapshot, request.machine);

    ProcessReader reader(m_root, m_freezers,
                         {.request = request,
                          .previous = previous,
                          .asleep = snapshot.asleep,
                          .turn = m_turn++,
                          .countsBySize = m_countsBySize});
    snapshot.readAt.reserve(pids->size());
    for (const auto pid : *pids) {
        const auto at = m_live ? bootClock() : snapshot.sinceBoot;
        if (reader.read(pid, at))
            snapshot.readAt.push_back(at);
        else
            ++snapshot.vanished;
    }
    snapshot.processes = reader.finish(m_system);
    snapshot.unanswered = m_root.limits().calls->overdue(m_root.limits().patience.each);
    return snapshot;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_host.h"

#include <algorithm>

namespace forklore {

class FakeHost::FakeSource final : public Source {
public:
    explicit FakeSource(std::shared_ptr<const FakeHost> host) : m_host(std::move(host)) {}

    Result<Snapshot> sample(const SampleRequest &, const Snapshot *) override
    {
        m_now += std::chrono::seconds(1);
        Snapshot snapshot;
        snapshot.takenAt = *m_host->m_system.bootTime + m_now;
        snapshot.sinceBoot = m_now;
        snapshot.processes = m_host->processes();
        return snapshot;
    }
    const SystemInfo &system() const override { return m_host->m_system; }
    std::optional<std::string> terminal(std::uint32_t) const override { return std::nullopt; }

private:
    std::shared_ptr<const FakeHost> m_host;
    std::chrono::nanoseconds m_now = std::chrono::hours(1);
};

/// Knows what a sample knows, and an environment; the rest is not offered here.
class FakeHost::FakeInspector final : public Inspector {
public:
    explicit FakeInspector(const FakeHost &host) : m_host(host) {}

    Result<ProcessId> idOf(Pid pid) const override
    {
        const auto all = m_host.processes();
        const auto found = std::ranges::find(all, pid, [](const Process &process) { return process.id.pid; });
        return found == all.end() ? Result<ProcessId>(Failure(noProcessWith(pid))) : found->id;
    }
    Error noProcessWith(Pid pid) const override
    {
        return {ErrorKind::Gone, "there is no process " + std::to_string(pid) + " on this made-up machine"};
    }
    Result<Identity> identity(const ProcessId &id) const override
    {
        return m_host.find(id).and_then([](const Process &process) {
            return process.stat.map([&](const Stat &stat) {
                return Identity{stat, process.credentials, {}, {}, {}};
            });
        });
    }
    Result<std::optional<Freeze>> freeze(const ProcessId &) const override { return std::nullopt; }
    Result<Names> names(const ProcessId &) const override { return m_none; }
    Result<std::vector<std::string>> arguments(const ProcessId &id) const override
    {
        return m_host.find(id).map([](const Process &) {
            return std::vector<std::string>{"made-up", "--argument"};
        });
    }
    Result<Environment> environment(const ProcessId &id) const override
    {
        return m_host.find(id).and_then([this](const Process &process) -> Result<Environment> {
            if (process.credentials && process.credentials->uid.effective == system().viewer.uid)
                return Environment{{"SCRIPTED", "yes"}};
            return failure(ErrorKind::Denied, "environ: it is another user's");
        });
    }
    Result<Rights> rights(const ProcessId &) const override { return m_none; }
    Result<Location> location(const ProcessId &) const override { return m_none; }
    Result<SignalReading> signalReading(const ProcessId &, const Snapshot &) const override { return m_none; }
    Result<Descriptors> descriptors(const ProcessId &) const override { return m_none; }
    Result<Threads> threads(const ProcessId &) const override { return m_none; }
    Result<IoCounters> io(const ProcessId &) const override { return m_none; }
    Result<MemoryCounts> memoryCounts(const ProcessId &) const override { return m_none; }
    Result<Memory> memory(const ProcessId &) const override { return m_none; }
    Result<Mappings> mappings(const ProcessId &) const override { return m_none; }
    Result<Peers> peers(const ProcessId &) const override { return m_none; }
    Result<Chain> chain(const ProcessId &) const override { return m_none; }
    Result<WhoHas> whoHas(const FileQuery &) const override { return m_none; }
    Result<std::vector<LimitUsage>> limits(const ProcessId &, const Snapshot &) const override
    {
        return m_none;
    }
    Result<CloserLook> closerLook(const ProcessId &, const Snapshot &) const override { return m_none; }
    const SystemInfo &system() const override { return m_host.m_system; }
    std::optional<std::string> terminal(std::uint32_t) const override { return std::nullopt; }

private:
    const FakeHost &m_host; ///< owns this
    const Failure m_none = failure(ErrorKind::Unsupported, "a made-up machine has none of it");
};

FakeHost::FakeHost(const Viewer &viewer)
    : m_stage(std::make_shared<EventStage>(
          EventCoverage{EventCoverage::Kind::ProcConnector, "the test tells of each", {}, {}})),
      m_inspector(std::make_shared<const FakeInspector>(*this))
{
    m_system.hostName = "made-up";
    m_system.bootTime = WallTime(std::chrono::hours(24 * 365));
    m_system.viewer = viewer;
}

void FakeHost::setProcesses(std::vector<Process> processes)
{
    const std::lock_guard lock(m_mutex);
    m_processes = std::move(processes);
}

std::vector<Process> FakeHost::processes() const
{
    const std::lock_guard lock(m_mutex);
    return m_processes;
}

Result<Process> FakeHost::find(const ProcessId &id) const
{
    const auto all = processes();
    const auto found = std::ranges::find(all, id, &Process::id);
    if (found == all.end())
        return failure(ErrorKind::Gone, "it has ended");
    return *found;
}

HostCapabilities FakeHost::capabilities() const
{
    const auto why = failure(ErrorKind::Unsupported, "this machine is made up");
    return {.operations = why, .lab = why};
}

Result<std::unique_ptr<Source>> FakeHost::openSource() const
{
    return std::make_unique<FakeSource>(shared_from_this());
}

Result<std::unique_ptr<EventSource>> FakeHost::openEvents() const
{
    return EventStage::sourceOf(m_stage)();
}

IdNames FakeHost::userNames() const
{
    return {"user", [](std::uint32_t uid) -> Result<std::optional<std::string>> {
                return uid == 1000 ? std::optional<std::string>("ada") : std::nullopt;
            }};
}

} // namespace forklore

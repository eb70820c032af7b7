// SPDX-License-Identifier: GPL-3.0-or-later
//
// The bytes are a story: samples at uneven distances, in which processes come, go, change and are denied.
#include <algorithm>
#include <cmath>
#include <functional>

#include "core/session/history.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

namespace {

class Story {
public:
    explicit Story(std::string_view bytes) : m_rest(bytes) {}

    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    unsigned byte()
    {
        if (m_rest.empty())
            return 0;
        const auto value = static_cast<unsigned char>(m_rest.front());
        m_rest.remove_prefix(1);
        return value;
    }

private:
    std::string_view m_rest;
};

Process makeProcess(Pid pid, Story &story)
{
    const auto facts = story.byte();
    Process process{{pid, facts & 1u}};
    Stat stat;
    stat.pid = pid;
    stat.threads = facts;
    stat.residentPages = story.byte();
    process.stat = stat;
    if ((facts & 2u) != 0)
        process.cpuShare = story.byte() / 8.0;
    if ((facts & 4u) != 0)
        process.io = IoCounters{.readBytes = story.byte(), .writeBytes = facts};
    if ((facts & 8u) != 0)
        process.io = Result<IoCounters>(failure(ErrorKind::Denied, "io"));
    if ((facts & 16u) != 0)
        process.contextSwitches = Result<std::uint64_t>(story.byte());
    if ((facts & 32u) != 0)
        process.descriptorLimit = Result<std::optional<std::uint64_t>>(std::nullopt);
    if ((facts & 64u) != 0)
        process.id.start = ProcessId::unknownStart;
    process.descriptorCount = Result<std::uint64_t>(story.byte());
    process.descriptorsCounted = (facts & 128u) != 0;
    return process;
}

Machine makeMachine(Story &story)
{
    Machine machine;
    machine.processor->total = CpuTicks{.user = story.byte(), .idle = story.byte()};
    for (unsigned core = 0; core < 4; ++core) {
        if ((story.byte() & 1u) != 0)
            machine.processor->cores.push_back({core, {.user = story.byte(), .idle = 100}});
    }
    machine.disks = Devices();
    for (const auto *name : {"sda", "sdb", "sdc"}) {
        const auto read = story.byte();
        if ((read & 1u) != 0)
            machine.disks->push_back({name, Throughput{read, story.byte()}});
    }
    if ((story.byte() & 1u) != 0)
        machine.memory = failure(ErrorKind::Malformed, "meminfo");
    machine.ioPressure = Pressure{std::chrono::microseconds(story.byte() * 10'000)};
    return machine;
}

void check(const Series &series, Moment now, bool isShare)
{
    const auto points = series.between(Moment::min(), Moment::max());
    expect(std::ranges::is_sorted(points, std::ranges::less_equal(), &Series::Point::at), "moments ascend");
    expect(points.size() <= 2 * series.runs(), "a run is two points at most");
    expect(points.empty() || !std::isnan(points.front().value), "no series begins with a gap");
    expect(points.empty() || !std::isnan(points.back().value), "no series ends with a gap");
    expect(series.isEmpty() == !series.last(), "what is not empty has a last measurement");
    for (const auto &[at, value] : points) {
        expect(at <= now, "nothing is measured beforehand");
        expect(std::isnan(value) || value >= 0, "no quantity is negative");
        expect(!isShare || !(value > 1), "no share is more than the whole");
        if (!std::isnan(value))
            expect(series.at(at, {}).has_value(), "a point has its value");
    }
    if (points.size() > 2) {
        const auto middle = points[points.size() / 2].at;
        const auto part = series.between(middle, middle);
        expect(part.size() <= 4, "one more at each side");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Story story(textOf(data, size));
    History history(64);
    const SystemInfo system;
    Snapshot snapshot;
    while (!story.atEnd()) {
        const auto step = story.byte();
        if (step == 0) {
            history.interrupt();
            continue;
        }
        // Up to a minute as a rule; now and then half an hour; seldom a month.
        snapshot.sinceBoot += std::chrono::milliseconds(step == 255  ? 2'600'000'000
                                                        : step > 250 ? 1'800'000
                                                                     : step * 240);
        snapshot.interval = std::chrono::milliseconds(story.byte() * 100);
        std::vector<Process> processes;
        const auto present = story.byte();
        for (Pid pid = 0; pid < 8; ++pid) {
            if ((present >> static_cast<unsigned>(pid) & 1u) != 0)
                processes.push_back(makeProcess(pid + 1, story));
        }
        snapshot.processes = std::move(processes);
        snapshot.machine.reset();
        if ((step & 1u) != 0)
            snapshot.machine = makeMachine(story);
        history.record(snapshot, system);

        for (const auto &process : snapshot.processes) {
            const auto *record = history.find(process.id);
            expect((record != nullptr) == (process.id.start != ProcessId::unknownStart),
                   "who is known has a record");
            expect(!record || !record->endedBefore, "who is there has not ended");
        }
        expect(history.now() == snapshot.sinceBoot, "the last sample is now");
    }
    for (const Pid pid : {1, 2, 3, 4, 5, 6, 7, 8}) {
        for (const StartTicks start : {0u, 1u}) {
            const auto *record = history.find({pid, start});
            for (std::size_t metric = 0; record && metric < metricCount; ++metric) {
                if (const auto *series = record->of(static_cast<Metric>(metric)))
                    check(*series, snapshot.sinceBoot, false);
            }
        }
    }
    for (std::size_t quantity = 0; quantity < quantityCount; ++quantity)
        check(history.of(static_cast<Quantity>(quantity)), snapshot.sinceBoot,
              quantity <= static_cast<std::size_t>(Quantity::CpuSteal));
    for (const auto &[number, series] : history.cores())
        check(series, snapshot.sinceBoot, true);
    const auto uses = history.largest(Metric::Resident, snapshot.sinceBoot, 3);
    expect(uses.size() <= 3, "no more than asked for");
    expect(std::ranges::is_sorted(uses, std::ranges::greater(), &History::Use::value), "largest first");
    return 0;
}

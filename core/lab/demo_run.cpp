// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/demo_run.h"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>

#include "core/base/clocks.h"
#include "core/base/printable.h"
#include "core/lab/wire.h"

namespace forklore {
namespace {

constexpr auto lookInterval = std::chrono::milliseconds(20);
constexpr auto quietInterval = std::chrono::milliseconds(200);

} // namespace

bool DemoState::hasSucceeded() const
{
    return phase == Phase::Over && !cannotShow &&
           std::ranges::all_of(observations,
                               [](const auto &observation) { return observation.holds == true; });
}

Result<std::unique_ptr<DemoRun>> DemoRun::start(const Demo &demo, const Options &options)
{
    auto inspector = LinuxInspector::create();
    if (!inspector)
        return Failure(inspector.error());
    auto machine = LinuxSource::create();
    if (!machine)
        return Failure(machine.error());
    auto events = openEvents("/proc", options.probes);
    if (!events)
        return Failure(events.error());
    const auto megabytes = options.megabytes > 0 ? options.megabytes : demo.megabytes;
    auto process = LabProcess::start(options.program, {demo.name, std::to_string(megabytes)});
    if (!process)
        return Failure(process.error());
    std::unique_ptr<DemoRun> demoRun(new DemoRun(demo, options, std::move(*process), std::move(*inspector),
                                                 std::move(*machine), std::move(*events)));
    return demoRun;
}

DemoRun::DemoRun(const Demo &demo, const Options &options, LabProcess process, LinuxInspector inspector,
                 std::unique_ptr<LinuxSource> machine, std::unique_ptr<EventSource> events)
    : m_demo(demo),
      m_patience(options.patience),
      m_process(std::move(process)),
      m_context(std::move(inspector)),
      m_machine(std::move(machine)),
      m_events(std::move(events)),
      m_patienceEnds(Clock::now() + m_patience)
{
    for (const auto &expectation : demo.expectations)
        m_state.observations.push_back({expectation.text, {}, {}});
    m_state.observations.push_back({DemoState::nothingLeft, {}, {}});
}

std::vector<int> DemoRun::handles() const
{
    if (m_isCut)
        return {};
    return {m_process.reportHandle(), m_process.outputHandle(), m_events->handle()};
}

std::chrono::milliseconds DemoRun::interval() const
{
    return m_state.phase == DemoState::Phase::Looking || m_isCut ? lookInterval : quietInterval;
}

void DemoRun::proceed()
{
    if (m_state.phase == DemoState::Phase::Over)
        return;
    if (m_isCut)
        return lookWhatIsLeft();
    listen();
    handleReports();
    if (m_isCut)
        return;
    if (m_process.hasEnded())
        return close("forklore-lab has ended before the play was over");
    switch (m_state.phase) {
    case DemoState::Phase::Looking:
        return look();
    case DemoState::Phase::Held:
    case DemoState::Phase::Over:
        return;
    case DemoState::Phase::Playing:
        break;
    }
    if (m_hasFirstEnded && isWholePlaySeen())
        return beginMoment(afterwards);
    if (!hasPatience())
        close("nothing happens any more");
}

void DemoRun::handleReports()
{
    for (const auto &line : m_process.reports()) {
        if (const auto report = parseReport(line))
            std::visit([this](const auto &one) { handle(one); }, *report);
        else
            addLine(report.error().message);
    }
}

void DemoRun::handle(const RoleTaken &role)
{
    sample();
    const auto latest = m_session.latest();
    const auto *process = latest ? latest->withPid(role.pid) : nullptr;
    const auto id = process ? process->id : ProcessId{role.pid, ProcessId::unknownStart};
    m_context.cast(id, role.role);
    m_state.roles[role.role] = id;
}

void DemoRun::handle(const MomentReached &reached)
{
    m_isAtAMoment = true;
    listen();                         // what led to it is told before it
    if (reached.moment == "stands") { // the stage is there, and nothing has happened
        m_process.request("go");
        m_isAtAMoment = false;
        return;
    }
    if (const int place = placeOf(m_demo.code, reached.line); place >= 0)
        m_state.place = place;
    beginMoment(reached.moment);
}

void DemoRun::handle(const ValueReported &value)
{
    m_context.addReported(value.pid, value.what, value.value);
}

void DemoRun::handle(const Ended &end)
{
    m_context.setFirstEnding(end.pid, ExitStatus::fromWaitStatus(end.waitStatus));
    m_hasFirstEnded = true;
}

void DemoRun::handle(const Refused &refusal)
{
    refuse(refusal.why);
}

void DemoRun::handle(const Broken &bound)
{
    if (!m_isCut)
        close(bound.why);
}

void DemoRun::handle(const Confined &group)
{
    m_group = group.path;
    addLine("The demo is in a control group of its own, which has room for no more.");
}

/// All that happened until a moment is known once events and output were both read after it.
void DemoRun::listen()
{
    const auto now = bootClock();
    for (const auto &event : m_events->read())
        handle(event);
    const auto output = m_process.output();
    if (!output.empty() && !m_events->coverage().isComplete())
        sample(); // whoever has written may be there since the last one only
    for (const auto &written : output) {
        m_context.write(written.pid, written.bytes);
        m_transcript.write(written.pid, written.bytes, now);
    }
    for (const auto &event : m_events->read()) // of those that have written, all births
        handle(event);
    std::ranges::move(m_transcript.until(now), std::back_inserter(m_state.narration));
}

void DemoRun::handle(const Event &event)
{
    if (const auto *lost = std::get_if<Lost>(&event.what))
        addLine("Events were lost just now, so this narration may have gaps: " + lost->why + '.');
    else if (m_context.handle(event))
        m_transcript.addEvent(event, narrate(event, m_context));
}

void DemoRun::addLine(std::string text)
{
    m_transcript.addLine(std::move(text), bootClock());
}

void DemoRun::sample()
{
    const SampleRequest request{.ofAll = {.commandLine = true, .credentials = true}};
    const auto update = m_session.sample(*m_machine, request);
    if (!update)
        return;
    m_context.setSnapshot(update->snapshot);
    for (const auto &event : m_events->poll(update->snapshot))
        handle(event);
}

void DemoRun::beginMoment(const std::string &name)
{
    listen();
    if (const auto leftOut = m_transcript.countLeftOut(); leftOut > 0)
        addLine(fmt::format("… and {} more of that kind.", leftOut));
    m_momentName = name;
    m_seenMoments.push_back(name);
    m_state.phase = DemoState::Phase::Looking;
    m_patienceEnds = Clock::now() + m_patience;
    sample();
    m_context.beginMoment();
    m_nextLook = {};
    look();
}

/// Once: what is not seen yet may be at the next look.
void DemoRun::look()
{
    if (Clock::now() < m_nextLook)
        return;
    sample();
    m_nextLook = Clock::now() + lookInterval;
    bool isKnown = true;
    for (std::size_t i = 0; i < m_demo.expectations.size() && !m_isCut; ++i) {
        const auto &expectation = m_demo.expectations[i];
        if (expectation.moment == m_momentName)
            isKnown = lookFor(m_state.observations[i], expectation) && isKnown;
    }
    if (m_isCut || (!isKnown && hasPatience()))
        return;
    showMoment();
    m_state.phase = DemoState::Phase::Held;
    if (m_momentName == afterwards && (!m_state.moment || m_state.moment->name != afterwards))
        go(); // there is nothing to look at
}

/// What is said of it is true now; and whoever plays has said so.
void DemoRun::showMoment()
{
    const auto known = std::ranges::find(m_demo.text.moments, m_momentName, &DemoMoment::name);
    if (known == m_demo.text.moments.end())
        return;
    bool holds = true;
    for (std::size_t i = 0; i < m_demo.expectations.size(); ++i)
        holds =
            holds && (m_demo.expectations[i].moment != m_momentName || m_state.observations[i].holds == true);
    m_state.moment = *known;
    m_state.momentText = withNames(known->text, [&](std::string_view role) {
        const auto id = m_context.id(role);
        return id ? std::to_string(id->pid) : std::string(role);
    });
    if (!holds)
        m_state.momentText = "Something is not as expected: see below.";
    addLine(m_state.momentText);
    listen();
}

/// Whether that it is there, or that it is missing, is certain.
bool DemoRun::lookFor(Observation &observation, const Expectation &expectation)
{
    if (observation.holds == true)
        return true;
    const auto check = expectation.find(m_context);
    if (!check && check.error().kind != ErrorKind::Gone) {
        refuse(check.error().message);
        return true;
    }
    const bool holds = check && check->holds;
    observation.seen = check ? check->seen : check.error().message;
    if (holds || !hasPatience())
        observation.holds = holds;
    return holds;
}

void DemoRun::go()
{
    if (m_state.phase != DemoState::Phase::Held)
        return;
    if (m_momentName == afterwards)
        return close({});
    m_state.phase = DemoState::Phase::Playing;
    m_patienceEnds = Clock::now() + m_patience;
    if (std::exchange(m_isAtAMoment, false))
        m_process.request("go");
}

bool DemoRun::isWholePlaySeen() const
{
    return std::ranges::all_of(m_demo.text.moments, [&](const DemoMoment &moment) {
        return std::ranges::find(m_seenMoments, moment.name) != m_seenMoments.end() ||
               moment.name == afterwards;
    });
}

void DemoRun::refuse(const std::string &why)
{
    if (m_isCut)
        return;
    m_state.cannotShow = why;
    close({});
}

void DemoRun::stop()
{
    if (m_isCut || m_state.phase == DemoState::Phase::Over)
        return;
    m_state.isStopped = true;
    close({});
}

/// @param why what was expected and is not observed yet will not be
void DemoRun::close(const std::string &why)
{
    listen();
    if (!why.empty())
        addLine(fmt::format("The play has ended too soon: {}.", why));
    listen();
    for (auto &observation : m_state.observations) {
        const bool isLast = &observation == &m_state.observations.back();
        if (!observation.holds && !isLast && !m_state.cannotShow && !m_state.isStopped)
            observation = {observation.expectation, false, observation.seen.empty() ? why : observation.seen};
    }
    m_isCut = true;
    m_state.phase = DemoState::Phase::Looking;
    m_state.place = -1;
    m_patienceEnds = Clock::now() + m_patience;
    m_process.cut();
    lookWhatIsLeft();
}

/// Who hangs on the life line still, whoever it is and whether or not anybody heard of it.
std::vector<Pid> DemoRun::left() const
{
    std::vector<Pid> left;
    const auto proc = Directory::open("/proc");
    for (const auto pid : proc ? proc->numbersIn(".").value_or(std::vector<int>()) : std::vector<int>()) {
        const auto line = fmt::format("{}/fd/{}", pid, static_cast<int>(lab::lifeLine));
        if (proc->readLink(line.c_str()).value_or("") == m_process.lifeLine())
            left.push_back(pid);
    }
    const auto latest = m_session.latest();
    for (const auto &id : m_context.company()) { // and who has let go of it
        const auto *process = latest->find(id);
        if (process && !process->isZombie() && std::ranges::find(left, id.pid) == left.end())
            left.push_back(id.pid);
    }
    return left;
}

void DemoRun::lookWhatIsLeft()
{
    sample();
    const auto alive = left();
    auto &last = m_state.observations.back();
    last.seen = alive.empty() ? "all have ended" : fmt::format("{} is still there", alive.front());
    if (!alive.empty() && hasPatience())
        return;
    if (!m_group.empty() && rmdir(m_group.c_str()) != 0 && errno == EBUSY && hasPatience())
        return; // the kernel is about to let go of the last one
    last.holds = alive.empty();
    m_state.phase = DemoState::Phase::Over;
}

} // namespace forklore

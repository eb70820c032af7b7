// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/performance.h"

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

bool Account::hasSucceeded() const
{
    return phase == Phase::Over && !cannotShow &&
           std::ranges::all_of(observations,
                               [](const auto &observation) { return observation.holds == true; });
}

Result<std::unique_ptr<Performance>> Performance::start(const Demo &demo, const Options &options)
{
    auto inspector = Inspector::create();
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
    std::unique_ptr<Performance> performance(new Performance(
        demo, options, std::move(*process), std::move(*inspector), std::move(*machine), std::move(*events)));
    return performance;
}

Performance::Performance(const Demo &demo, const Options &options, LabProcess process, Inspector inspector,
                         std::unique_ptr<LinuxSource> machine, std::unique_ptr<EventSource> events)
    : m_demo(demo),
      m_patience(options.patience),
      m_process(std::move(process)),
      m_scene(std::move(inspector)),
      m_machine(std::move(machine)),
      m_events(std::move(events)),
      m_patienceEnds(Clock::now() + m_patience)
{
    for (const auto &promise : demo.promises)
        m_account.observations.push_back({promise.text, {}, {}});
    m_account.observations.push_back({Account::nothingLeft, {}, {}});
}

std::vector<int> Performance::handles() const
{
    if (m_isCut)
        return {};
    return {m_process.reportHandle(), m_process.outputHandle(), m_events->handle()};
}

std::chrono::milliseconds Performance::interval() const
{
    return m_account.phase == Account::Phase::Looking || m_isCut ? lookInterval : quietInterval;
}

void Performance::proceed()
{
    if (m_account.phase == Account::Phase::Over)
        return;
    if (m_isCut)
        return lookWhatIsLeft();
    listen();
    takeReports();
    if (m_isCut)
        return;
    if (m_process.hasEnded())
        return close("forklore-lab has ended before the play was over");
    switch (m_account.phase) {
    case Account::Phase::Looking:
        return look();
    case Account::Phase::Held:
    case Account::Phase::Over:
        return;
    case Account::Phase::Playing:
        break;
    }
    if (m_hasFirstEnded && isWholePlaySeen())
        return beginMoment(afterwards);
    if (!hasPatience())
        close("nothing happens any more");
}

void Performance::takeReports()
{
    for (const auto &line : m_process.reports()) {
        if (const auto report = parseReport(line))
            std::visit([this](const auto &one) { take(one); }, *report);
        else
            say(report.error().message);
    }
}

void Performance::take(const RoleTaken &role)
{
    sample();
    const auto *process = m_latest ? m_latest->withPid(role.pid) : nullptr;
    const auto id = process ? process->id : ProcessId{role.pid, ProcessId::unknownStart};
    m_scene.cast(id, role.role);
    m_account.roles[role.role] = id;
}

void Performance::take(const MomentReached &reached)
{
    m_isAtAMoment = true;
    listen();                         // what led to it is told before it
    if (reached.moment == "stands") { // the stage is there, and nothing has happened
        m_process.tell("go");
        m_isAtAMoment = false;
        return;
    }
    if (const int place = placeOf(m_demo.code, reached.line); place >= 0)
        m_account.place = place;
    beginMoment(reached.moment);
}

void Performance::take(const ValueTold &value)
{
    m_scene.tell(value.pid, value.what, value.value);
}

void Performance::take(const Ended &end)
{
    m_scene.setFirstEnding(end.pid, ExitStatus::fromWaitStatus(end.waitStatus));
    m_hasFirstEnded = true;
}

void Performance::take(const Refused &refusal)
{
    refuse(refusal.why);
}

void Performance::take(const Broken &bound)
{
    if (!m_isCut)
        close(bound.why);
}

void Performance::take(const Confined &group)
{
    m_group = group.path;
    say("The demo is in a control group of its own, which has room for no more.");
}

/// All that happened until a moment is known once events and output were both read after it.
void Performance::listen()
{
    const auto now = bootClock();
    for (const auto &event : m_events->read())
        hear(event);
    const auto output = m_process.output();
    if (!output.empty() && !m_events->account().isComplete())
        sample(); // whoever has written may be there since the last one only
    for (const auto &written : output) {
        m_scene.write(written.pid, written.bytes);
        m_transcript.write(written.pid, written.bytes, now);
    }
    for (const auto &event : m_events->read()) // of those that have written, all births
        hear(event);
    std::ranges::move(m_transcript.until(now), std::back_inserter(m_account.narration));
}

void Performance::hear(const Event &event)
{
    if (const auto *lost = std::get_if<Lost>(&event.what))
        say("Events were lost just now, so this narration may have gaps: " + lost->why + '.');
    else if (m_scene.hear(event))
        m_transcript.hear(event, narrate(event, m_scene));
}

void Performance::say(std::string text)
{
    m_transcript.say(std::move(text), bootClock());
}

void Performance::sample()
{
    const SampleRequest request{.ofAll = {.commandLine = true, .credentials = true}};
    auto snapshot = m_machine->sample(request, m_latest.get());
    if (!snapshot)
        return;
    m_latest = std::make_shared<const Snapshot>(std::move(*snapshot));
    m_scene.take(m_latest);
    for (const auto &event : m_events->take(m_latest))
        hear(event);
}

void Performance::beginMoment(const std::string &name)
{
    listen();
    if (const auto leftOut = m_transcript.takeLeftOut(); leftOut > 0)
        say(fmt::format("… and {} more of that kind.", leftOut));
    m_momentName = name;
    m_seenMoments.push_back(name);
    m_account.phase = Account::Phase::Looking;
    m_patienceEnds = Clock::now() + m_patience;
    sample();
    m_scene.beginMoment();
    m_nextLook = {};
    look();
}

/// Once: what is not seen yet may be at the next look.
void Performance::look()
{
    if (Clock::now() < m_nextLook)
        return;
    sample();
    m_nextLook = Clock::now() + lookInterval;
    bool isKnown = true;
    for (std::size_t i = 0; i < m_demo.promises.size() && !m_isCut; ++i) {
        const auto &promise = m_demo.promises[i];
        if (promise.moment == m_momentName)
            isKnown = lookFor(m_account.observations[i], promise) && isKnown;
    }
    if (m_isCut || (!isKnown && hasPatience()))
        return;
    showMoment();
    m_account.phase = Account::Phase::Held;
    if (m_momentName == afterwards && (!m_account.moment || m_account.moment->name != afterwards))
        go(); // there is nothing to look at
}

/// What is said of it is true now; and whoever plays has said so.
void Performance::showMoment()
{
    const auto known = std::ranges::find(m_demo.text.moments, m_momentName, &DemoMoment::name);
    if (known == m_demo.text.moments.end())
        return;
    bool holds = true;
    for (std::size_t i = 0; i < m_demo.promises.size(); ++i)
        holds =
            holds && (m_demo.promises[i].moment != m_momentName || m_account.observations[i].holds == true);
    m_account.moment = *known;
    m_account.momentText = withNames(known->text, [&](std::string_view role) {
        const auto id = m_scene.id(role);
        return id ? std::to_string(id->pid) : std::string(role);
    });
    if (!holds)
        m_account.momentText = "Something is not as it was promised: see below.";
    say(m_account.momentText);
    listen();
}

/// Whether that it is there, or that it is missing, is certain.
bool Performance::lookFor(Observation &observation, const Promise &promise)
{
    if (observation.holds == true)
        return true;
    const auto finding = promise.find(m_scene);
    if (!finding && finding.error().kind != ErrorKind::Gone) {
        refuse(finding.error().message);
        return true;
    }
    const bool holds = finding && finding->holds;
    observation.seen = finding ? finding->seen : finding.error().message;
    if (holds || !hasPatience())
        observation.holds = holds;
    return holds;
}

void Performance::go()
{
    if (m_account.phase != Account::Phase::Held)
        return;
    if (m_momentName == afterwards)
        return close({});
    m_account.phase = Account::Phase::Playing;
    m_patienceEnds = Clock::now() + m_patience;
    if (std::exchange(m_isAtAMoment, false))
        m_process.tell("go");
}

bool Performance::isWholePlaySeen() const
{
    return std::ranges::all_of(m_demo.text.moments, [&](const DemoMoment &moment) {
        return std::ranges::find(m_seenMoments, moment.name) != m_seenMoments.end() ||
               moment.name == afterwards;
    });
}

void Performance::refuse(const std::string &why)
{
    if (m_isCut)
        return;
    m_account.cannotShow = why;
    close({});
}

void Performance::stop()
{
    if (m_isCut || m_account.phase == Account::Phase::Over)
        return;
    m_account.isStopped = true;
    close({});
}

/// @param why what was promised and is not seen yet will not be
void Performance::close(const std::string &why)
{
    listen();
    if (!why.empty())
        say(fmt::format("The play has ended too soon: {}.", why));
    listen();
    for (auto &observation : m_account.observations) {
        const bool isLast = &observation == &m_account.observations.back();
        if (!observation.holds && !isLast && !m_account.cannotShow && !m_account.isStopped)
            observation = {observation.promise, false, observation.seen.empty() ? why : observation.seen};
    }
    m_isCut = true;
    m_account.phase = Account::Phase::Looking;
    m_account.place = -1;
    m_patienceEnds = Clock::now() + m_patience;
    m_process.cut();
    lookWhatIsLeft();
}

/// Who hangs on the life line still, whoever it is and whether or not anybody heard of it.
std::vector<Pid> Performance::left() const
{
    std::vector<Pid> left;
    const auto proc = Directory::open("/proc");
    for (const auto pid : proc ? proc->numbersIn(".").value_or(std::vector<int>()) : std::vector<int>()) {
        const auto line = fmt::format("{}/fd/{}", pid, static_cast<int>(lab::lifeLine));
        if (proc->readLink(line.c_str()).value_or("") == m_process.lifeLine())
            left.push_back(pid);
    }
    for (const auto &id : m_scene.company()) { // and who has let go of it
        const auto *process = m_latest->find(id);
        if (process && !process->isZombie() && std::ranges::find(left, id.pid) == left.end())
            left.push_back(id.pid);
    }
    return left;
}

void Performance::lookWhatIsLeft()
{
    sample();
    const auto alive = left();
    auto &last = m_account.observations.back();
    last.seen = alive.empty() ? "all have ended" : fmt::format("{} is still there", alive.front());
    if (!alive.empty() && hasPatience())
        return;
    if (!m_group.empty() && rmdir(m_group.c_str()) != 0 && errno == EBUSY && hasPatience())
        return; // the kernel is about to let go of the last one
    last.holds = alive.empty();
    m_account.phase = Account::Phase::Over;
}

} // namespace forklore

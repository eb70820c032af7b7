// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <map>
#include <set>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/held_signals.h"
#include "app/cli/output/text.h"
#include "app/cli/sampling.h"
#include "core/codec/process_document.h"
#include "core/operation/recipients.h"
#include "core/operation/signal_run.h"
#include "core/process/names/name_text.h"
#include "core/process/signal_effect.h"
#include "core/process/signals.h"

namespace forklore::cli {
namespace {

Json jsonProcessRef(const ProcessRef &process)
{
    return {{"pid", process.id.pid}, {"start_ticks", process.id.start}, {"comm", process.comm}};
}

Json jsonDelivery(const Delivery &delivery, const std::optional<Freeze> &freeze)
{
    auto json = jsonProcessRef(delivery.process);
    json["sent"] = delivery.sent ? Json(true) : jsonError(delivery.sent.error());
    json["frozen"] = jsonFreeze(freeze);
    return json;
}

Json jsonNotStopped(const NotStopped &process)
{
    auto json = jsonProcessRef(process.process);
    json["why"] = name(process.reason);
    if (process.error)
        json.update(jsonError(*process.error));
    return json;
}

std::string nameOf(const ProcessRef &process)
{
    return fmt::format("{} {}", process.id.pid, nameText(process.comm));
}

void note(const std::string &message)
{
    fmt::print(stderr, "forklore-cli: signal: {}\n", message);
}

/// What was not undone by a Forklore that ended before it could.
void noteLeftStopped(const Control &control)
{
    const auto found = control.findLeftStopped();
    if (!found && found.error().kind == ErrorKind::Stuck)
        note(fmt::format("whether a Forklore that was killed left processes stopped is unknown: {}",
                         printable(found.error().message)));
    for (const auto &left : found.value_or(std::vector<LeftStopped>())) {
        const auto &first = left.processes.front();
        const auto others = left.processes.size() - 1;
        note(fmt::format(
            "a Forklore that was killed left {}{} stopped; forklore-cli signal CONT PID continues "
            "one, the window all of them",
            nameOf(first), others == 0 ? "" : fmt::format(" and {} more", others)));
    }
}

/// Said only where it was of use: processes were stopped.
void noteProtection(const Targets &targets)
{
    if (const auto protection = targets.protection(); !protection)
        note(fmt::format("had this program been killed, the processes would have stayed stopped: {}",
                         printable(protection.error().message)));
    if (const auto journal = targets.journalError(); journal && journal->kind == ErrorKind::Stuck)
        note(fmt::format("which processes were stopped was not written down: {}",
                         printable(journal->message)));
}

Result<SignalReport> killWholeTree(const Control &control, const ProcessId &root)
{
    const HeldSignals held;
    const auto targets = control.openTargets();
    auto outcome = killTree(*targets, root);
    noteProtection(*targets);
    if (const auto signal = HeldSignals::pending(); !signal.empty() && outcome)
        note(fmt::format("{} came when the tree stood still already: it was killed all the same", signal));
    return outcome;
}

/// Those of the recipients that are frozen.
class FrozenRecipients {
public:
    FrozenRecipients(const Inspector &inspector, int signal) : m_inspector(inspector), m_signal(signal) {}

    /// Before it is sent, as it may end them.
    void look(const std::vector<ProcessRef> &processes)
    {
        for (const auto &process : processes) {
            const auto freeze = m_inspector.freeze(process.id).value_or(std::nullopt);
            if (!freeze)
                continue;
            m_freezes.emplace(process.id, *freeze);
            const auto reading = m_inspector.signalReading(process.id, {});
            if (reading && predict(m_signal, *reading).effect == SignalEffect::AwaitsThaw)
                m_waiting.insert(process.id);
        }
    }

    [[nodiscard]] std::optional<Freeze> freezeOf(const ProcessId &id) const
    {
        const auto found = m_freezes.find(id);
        return found == m_freezes.end() ? std::nullopt : std::optional(found->second);
    }
    /// Whether the signal waits until it is thawed.
    [[nodiscard]] bool waits(const ProcessId &id) const { return m_waiting.contains(id); }

private:
    const Inspector &m_inspector;
    int m_signal;
    std::map<ProcessId, Freeze> m_freezes;
    std::set<ProcessId> m_waiting;
};

Result<SignalReport> send(const Control &control, const Inspector &inspector, int signal, const ProcessId &id,
                          Scope scope, FrozenRecipients &frozen)
{
    if (scope == Scope::Tree && signal == SIGKILL)
        return killWholeTree(control, id).map([&](SignalReport &&report) {
            frozen.look(report.halted->frozen);
            return std::move(report);
        });
    const auto targets = control.openTargets();
    const auto to = scope == Scope::Process ? inspector.identity(id).map([&](const Identity &identity) {
        return std::vector<ProcessRef>{{id, identity.stat.comm}};
    })
                                            : targets->sample().map([&](const Snapshot &snapshot) {
                                                  return recipients(snapshot, id, scope);
                                              });
    return to.and_then([&](const std::vector<ProcessRef> &processes) -> Result<SignalReport> {
        if (processes.empty())
            return failure(ErrorKind::Gone, fmt::format("process {} has ended", id.pid));
        frozen.look(processes);
        return runToEnd(*targets, {.signal = signal, .to = processes, .patience = std::nullopt});
    });
}

/// kill(2) succeeds as well where the signal is thrown away.
void noteIfThrownAway(const Inspector &inspector, int signal, const ProcessId &id)
{
    const auto reading = inspector.signalReading(id, {});
    if (!reading)
        return;
    const auto prediction = predict(signal, *reading);
    if (prediction.effect == SignalEffect::Ignored || prediction.effect == SignalEffect::Zombie)
        note(fmt::format("process {}: {}", id.pid, prediction.sentence));
}

/// What ended before its turn came among many needed no signal any more.
bool isRefused(const Delivery &delivery, Scope scope)
{
    return !delivery.sent && (scope == Scope::Process || delivery.sent.error().kind != ErrorKind::Gone);
}

} // namespace

int signal(const Options &options, const std::string &signalText, Pid pid, Scope scope)
{
    const auto number = signalNamed(signalText);
    if (!number)
        return complainOfUsage(
            fmt::format("there is no signal {}; TERM, SIGKILL, 9 and RTMIN+3 are some", signalText));
    if (scope == Scope::Tree && pid == 1)
        return complainOfUsage("the tree of process 1 is the whole machine");
    const auto survey = openSurvey(options);
    if (!survey)
        return complain("signal", survey.error());
    if (!survey->host->capabilities().operations)
        return complainOfUsage(
            "a signal reaches the processes of this machine, not those of another --proc-root");
    const auto id = survey->inspector->idOf(pid);
    if (!id)
        return complain("signal", id.error());
    const auto control = survey->host->control();
    noteLeftStopped(*control);
    if (scope == Scope::Process)
        noteIfThrownAway(*survey->inspector, *number, *id);
    FrozenRecipients frozen(*survey->inspector, *number);
    const auto outcome = send(*control, *survey->inspector, *number, *id, scope, frozen);
    if (!outcome)
        return complain("signal", outcome.error());

    int status = done;
    std::string text;
    auto array = Json::array();
    for (const auto &one : outcome->outcomes) {
        const auto &delivery = one.delivery;
        const auto &process = delivery.process;
        if (delivery.sent && frozen.waits(process.id))
            note(fmt::format("{} is frozen: the signal waits until its control group is thawed",
                             nameOf(process)));
        if (isRefused(delivery, scope))
            status = complain("signal", delivery.sent.error());
        else
            text += fmt::format("{} {} {} {}\n", signalName(*number),
                                delivery.sent ? "sent to" : "came too late for", delivery.process.id.pid,
                                nameText(delivery.process.comm));
        array.push_back(jsonDelivery(delivery, frozen.freezeOf(process.id)));
    }
    auto notStopped = Json::array();
    const auto halted = outcome->halted.value_or(HaltOutcome());
    for (const auto &process : halted.notStopped) {
        note(fmt::format("{} could not be stopped: it {}; what it started meanwhile may go on",
                         nameOf(process.process), printable(forklore::text(process))));
        notStopped.push_back(jsonNotStopped(process));
    }
    if (const auto &error = halted.sampleError)
        note(fmt::format("the tree could not be watched: {}; what it started meanwhile may go on",
                         printable(error->message)));
    if (options.json)
        text = documentText(
            {{"schema", "forklore.signal/1"},
             {"signal", signalName(*number)},
             {"pid", id->pid},
             {"start_ticks", id->start},
             {"deliveries", array},
             {"not_stopped", notStopped},
             {"sample_error", halted.sampleError ? jsonError(*halted.sampleError) : Json(nullptr)}});
    const int printed = print(text);
    return status == done ? printed : status;
}

} // namespace forklore::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/fields/event_fields.h"

#include <algorithm>
#include <iterator>

#include "core/base/clocks.h"
#include "core/base/printable.h"
#include "core/facts/status_values.h"
#include "core/process/names/arguments.h"

namespace forklore {
namespace {

using enum FactKind;

const std::vector<FactWord> kinds = {
    {"fork", "", "was born"},
    {"exec", "", "runs another program"},
    {"rename", "", "gave itself another name"},
    {"reparent", "", "lost its parent and was adopted"},
    {"session", "", "opened a session of its own"},
    {"credentials", "", "acts with the rights of another user or group"},
    {"stop", "", "stopped, by a signal or its debugger"},
    {"continue", "", "goes on after a stop"},
    {"coredump", "", "was hit by a signal that by default dumps core"},
    {"exit", "", "has ended"},
    {"lost", "", "events that were lost"},
};

const std::vector<FactWord> eventFlags = {{"yes", "true", ""}, {"no", "false", ""}};

FactValue number(double value)
{
    return NumberValue{value};
}

FactValue textValue(std::string_view bytes)
{
    return TextValue{{printable(bytes, Backslash::Kept)}};
}

FactValue nameOf(const ProcessRef &ref)
{
    return ref.comm.empty() ? NotKnown() : value::commOf(ref.comm);
}

FactValue pidOf(const ProcessRef &ref)
{
    return number(ref.id.pid);
}

/// Of events of one kind: others have none.
template <class Kind, class Make>
FactValue of(const Event &event, Make make)
{
    const auto *what = std::get_if<Kind>(&event.what);
    return what != nullptr ? FactValue(make(*what)) : NoValue();
}

template <FactValue (*make)(const ProcessRef &)>
FactValue ofProcess(const Event &event)
{
    return std::holds_alternative<Lost>(event.what) ? NoValue() : make(event.process);
}

template <FactValue (*make)(const ProcessRef &)>
FactValue ofParent(const Event &event)
{
    const auto known = [](const std::optional<ProcessRef> &parent) {
        return parent ? make(*parent) : FactValue(NotKnown());
    };
    if (const auto *fork = std::get_if<Forked>(&event.what))
        return known(fork->parent);
    if (const auto *exit = std::get_if<Exited>(&event.what))
        return known(exit->parent);
    return of<Reparented>(event, [](const Reparented &move) { return make(move.to); });
}

template <FactValue (*make)(const ProcessRef &)>
FactValue firstSeenBelow(const Event &event)
{
    return of<Forked>(event, [](const Forked &fork) {
        return fork.firstSeenBelow ? make(*fork.firstSeenBelow) : FactValue(NoValue());
    });
}

FactValue kind(const Event &event)
{
    return textValue(kindOf(event));
}

template <FactValue (*make)(const ExitStatus &)>
FactValue ofStatus(const Event &event)
{
    return of<Exited>(
        event, [](const Exited &exit) -> FactValue { return exit.status ? make(*exit.status) : NotKnown(); });
}

FactValue dumpedCore(const ExitStatus &status)
{
    return textValue(status.core ? "yes" : "no");
}

FactValue lifetime(const Event &event)
{
    return of<Exited>(event, [](const Exited &exit) -> FactValue {
        return exit.lifetime ? number(seconds(*exit.lifetime)) : NotKnown();
    });
}

FactValue commandLine(const Event &event)
{
    return of<Executed>(event, [](const Executed &exec) -> FactValue {
        if (!exec.commandLine)
            return NotKnown();
        if (exec.commandLine->empty())
            return NoValue();
        return TextValue{{argumentLine(splitArguments(*exec.commandLine), Backslash::Kept)}};
    });
}

FactValue executable(const Event &event)
{
    return of<Executed>(event, [](const Executed &exec) -> FactValue {
        return exec.executable ? textValue(*exec.executable) : NotKnown();
    });
}

FactValue uid(const Event &event)
{
    return of<CredentialsChanged>(event, [](const CredentialsChanged &change) -> FactValue {
        return change.uid ? number(*change.uid) : NoValue();
    });
}

FactValue session(const Event &event)
{
    return of<SessionChanged>(event, [](const SessionChanged &session) { return number(session.sid); });
}

FieldTraits sampled(FieldTraits field)
{
    field.sampled = true;
    return field;
}

std::vector<EventField> makeEventFields()
{
    return {
        {{"kind", {}, Word, "What happened", {"exit", "exec"}, kinds}, kind},
        {sampled({"name", {"comm"}, Text, "Name of the process it happened to", {"sshd", "bash"}}),
         ofProcess<nameOf>},
        {{"pid", {}, Number, "Process id of the process it happened to", {"1", "4123"}}, ofProcess<pidOf>},
        {{"parent",
          {"ppid"},
          Number,
          "Process id of the parent, of a fork that was heard, a reparent or an exit",
          {"1", "4123"}},
         ofParent<pidOf>},
        {sampled({"parent-name", {}, Text, "Name of that parent", {"bash", "systemd"}}), ofParent<nameOf>},
        {{"seen-below",
          {"first-seen-below"},
          Number,
          "Process id of the parent it had when first seen, of a fork that was not heard",
          {"1", "4123"}},
         firstSeenBelow<pidOf>},
        {sampled({"seen-below-name", {}, Text, "Name of that parent", {"bash", "systemd"}}),
         firstSeenBelow<nameOf>},
        {{"status", {"exit", "exit-code"}, Number, "Exit code; of a signal 128 and its number", {"0", "137"}},
         ofStatus<value::codeOf>},
        {{"signal", {}, Text, "The signal that ended it; none where it exited", {"SEGV", "KILL"}},
         ofStatus<value::signalOf>},
        {{"core", {}, Word, "Whether its end dumped core", {"yes", "no"}, eventFlags}, ofStatus<dumpedCore>},
        {{"lifetime", {}, Duration, "How long it had lived when it ended", {"1s", "100ms", "2h"}}, lifetime},
        {{"cmd", {"command", "cmdline"}, Text, "The command line of an exec", {"/worker-\\d+/", "--verbose"}},
         commandLine},
        {sampled({"exe", {}, Text, "The file that an exec runs", {"\"/usr/bin/bash\"", "/python/"}}),
         executable},
        {{"uid", {}, Number, "User id whose rights it has from then on, of credentials", {"0", "1000"}}, uid},
        {{"session", {"sid"}, Number, "Id of the session it opened", {"4123"}}, session},
    };
}

} // namespace

const std::vector<EventField> &eventFields()
{
    static const auto fields = makeEventFields();
    return fields;
}

const Vocabulary &eventVocabulary()
{
    static const auto vocabulary = [] {
        Vocabulary all;
        std::ranges::transform(eventFields(), std::back_inserter(all), &EventField::about);
        return all;
    }();
    return vocabulary;
}

} // namespace forklore

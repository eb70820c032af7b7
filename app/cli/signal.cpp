// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/json.h"
#include "app/cli/sampling.h"
#include "app/cli/text.h"
#include "core/control/send_signal.h"
#include "core/process/name_text.h"
#include "core/process/signals.h"

namespace forklore::cli {
namespace {

Json jsonDelivery(const Delivery &delivery)
{
    return {{"pid", delivery.process.id.pid},
            {"start_ticks", delivery.process.id.start},
            {"comm", delivery.process.comm},
            {"sent", delivery.sent ? Json(true) : jsonError(delivery.sent.error())}};
}

Result<std::vector<Delivery>> send(const Inspector &inspector, const Options &options, int signal,
                                   const ProcessId &id, Scope scope)
{
    const auto sample = [&] {
        return takeSurvey(options, {}).map([](Survey &&survey) { return std::move(survey.snapshot); });
    };
    if (scope == Scope::Process)
        return inspector.identity(id).map([&](const Identity &identity) {
            return sendSignal(signal, {{id, identity.stat.comm}});
        });
    if (scope == Scope::Tree && signal == SIGKILL)
        return killTree(id, sample);
    return sample().and_then([&](const Snapshot &snapshot) -> Result<std::vector<Delivery>> {
        auto deliveries = sendSignal(signal, recipients(snapshot, id, scope));
        if (deliveries.empty())
            return failure(ErrorKind::Gone, fmt::format("process {} has ended", id.pid));
        return deliveries;
    });
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
    if (!isThisMachine(options))
        return complainOfUsage(
            "a signal reaches the processes of this machine, not those of another --proc-root");
    if (scope == Scope::Tree && pid == 1)
        return complainOfUsage("the tree of process 1 is the whole machine");
    const auto survey = openSurvey(options);
    if (!survey)
        return complain("signal", survey.error());
    const auto id = survey->inspector.idOf(pid);
    if (!id)
        return complain("signal", id.error());
    const auto deliveries = send(survey->inspector, options, *number, *id, scope);
    if (!deliveries)
        return complain("signal", deliveries.error());

    int status = done;
    std::string text;
    auto array = Json::array();
    for (const auto &delivery : *deliveries) {
        if (isRefused(delivery, scope))
            status = complain("signal", delivery.sent.error());
        else
            text += fmt::format("{} {} {} {}\n", signalName(*number),
                                delivery.sent ? "sent to" : "came too late for", delivery.process.id.pid,
                                nameText(delivery.process.comm));
        array.push_back(jsonDelivery(delivery));
    }
    if (options.json)
        text = documentText({{"schema", "forklore.signal/1"},
                             {"signal", signalName(*number)},
                             {"pid", id->pid},
                             {"start_ticks", id->start},
                             {"deliveries", array}});
    const int printed = print(text);
    return status == done ? printed : status;
}

} // namespace forklore::cli

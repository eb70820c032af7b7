// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/perform.h"

#include <utility>

#include <fmt/format.h>

#include "core/codec/sections.h"
#include "core/host/linux/control/priority.h"
#include "core/host/linux/control/set_limit.h"
#include "core/host/linux/inspect/linux_inspector.h"
#include "core/process/signals.h"

namespace forklore {
namespace {

Result<Outcome> performOn(const Target &target, const SendSignal &action)
{
    return target.send(action.signal).map([&] { return Outcome(signalName(action.signal) + " was sent"); });
}

Result<Outcome> performOn(const Target &target, const SetLimit &action)
{
    return setLimit(target, action.resource, action.change).map([](const Limit &now) {
        return Outcome(fmt::format("soft {}, hard {}", limitValueText(now.soft), limitValueText(now.hard)));
    });
}

Result<Outcome> performOn(const Target &target, const PriorityChange &change)
{
    return setPriority(target, change).map([](const PriorityReading &) { return Outcome("set"); });
}

Result<Outcome> performOn(const Target &target, const ReadProtected &action)
{
    const auto &section = traits(action.section);
    if (!section.isProtected())
        return failure(ErrorKind::Unsupported, fmt::format("{} is shown to everybody", section.name));
    return LinuxInspector::create().and_then([&](const LinuxInspector &inspector) {
        return section.readProtected(inspector, target.id()).map([](ProtectedSection &&value) {
            return Outcome(std::move(value));
        });
    });
}

} // namespace

Result<Outcome> perform(const Operation &operation)
{
    return Target::open(operation.process).and_then([&](const Target &target) {
        return std::visit([&](const auto &action) { return performOn(target, action); }, operation.action);
    });
}

} // namespace forklore

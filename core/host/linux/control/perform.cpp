// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/perform.h"

#include <fmt/format.h>

#include "core/host/linux/control/priority.h"
#include "core/host/linux/control/set_limit.h"
#include "core/host/linux/inspect/linux_inspector.h"
#include "core/process/signals.h"

namespace forklore {
namespace {

Result<std::string> performOn(const Target &target, const SendSignal &action)
{
    return target.send(action.signal).map([&] { return signalName(action.signal) + " was sent"; });
}

Result<std::string> performOn(const Target &target, const SetLimit &action)
{
    return setLimit(target, action.resource, action.change).map([](const Limit &now) {
        return fmt::format("soft {}, hard {}", limitValueText(now.soft), limitValueText(now.hard));
    });
}

Result<std::string> performOn(const Target &target, const PriorityChange &change)
{
    return setPriority(target, change).map([](const PriorityReading &) { return std::string("set"); });
}

template <class Section>
Result<std::string> wired(const Result<Section> &section)
{
    return section.map([](const Section &value) { return toWire(value); });
}

Result<std::string> performOn(const Target &target, const ReadHidden &action)
{
    const auto inspector = LinuxInspector::create();
    if (!inspector)
        return Failure(inspector.error());
    const auto &id = target.id();
    switch (action.section) {
    case Hidden::Environment:
        return wired(inspector->environment(id));
    case Hidden::Descriptors:
        return wired(inspector->descriptors(id));
    case Hidden::Io:
        return wired(inspector->io(id));
    case Hidden::Mappings:
        break;
    }
    return wired(inspector->mappings(id));
}

} // namespace

Result<std::string> perform(const Operation &operation)
{
    return Target::open(operation.process).and_then([&](const Target &target) {
        return std::visit([&](const auto &action) { return performOn(target, action); }, operation.action);
    });
}

} // namespace forklore

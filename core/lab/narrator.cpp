// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/narrator.h"

#include <fmt/format.h>

#include "core/base/printable.h"

namespace forklore {
namespace {

std::string nameOf(const ProcessRef &ref, const DemoContext &context)
{
    if (const auto role = context.roleOf(ref.id.pid); !role.empty())
        return fmt::format("{}, the {}", ref.id.pid, role);
    return ref.comm.empty() ? std::to_string(ref.id.pid)
                            : fmt::format("{} {}", printableName(ref.comm, Backslash::Kept), ref.id.pid);
}

struct Words {
    const Event &event;
    const DemoContext &context;

    [[nodiscard]] std::string self() const { return std::to_string(event.process.id.pid); }

    std::string operator()(const Forked &fork) const
    {
        const auto above = parentIn(event);
        if (above && context.roleOf(above->pid) == "stage")
            return {};
        if (event.inferred)
            return above ? fmt::format("{} is there; it was first seen as a child of {}.", self(), above->pid)
                         : fmt::format("{} is there; whose child it is, is not known.", self());
        const auto parent = fork.parent ? std::to_string(fork.parent->id.pid) : "Somebody";
        return fmt::format("{} called fork; {} is its child.", parent, self());
    }
    std::string operator()(const Reparented &move) const
    {
        return fmt::format("{} has a new parent: {}, as {} has ended.", self(), nameOf(move.to, context),
                           move.from.id.pid);
    }
    std::string operator()(const Renamed &) const
    {
        const auto &comm = event.process.comm;
        return comm.substr(0, 5) == "lab: " // a role is taken
                   ? std::string()
                   : fmt::format("{} calls itself \"{}\" now.", self(), printableName(comm));
    }
    std::string operator()(const SessionChanged &) const
    {
        return fmt::format("{} opened a session of its own.", self());
    }
    template <class Other>
    std::string operator()(const Other &) const
    {
        return fmt::format("{} {}.", self(), text(event));
    }
};

} // namespace

std::string narrate(const Event &event, const DemoContext &context)
{
    if (context.roleOf(event.process.id.pid) == "stage")
        return {};
    return std::visit(Words{event, context}, event.what);
}

} // namespace forklore

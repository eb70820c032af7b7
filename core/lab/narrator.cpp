// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/narrator.h"

#include <fmt/format.h>

#include "core/base/printable.h"

namespace forklore {
namespace {

std::string nameOf(const Kin &kin, const Scene &scene)
{
    if (const auto role = scene.roleOf(kin.id.pid); !role.empty())
        return fmt::format("{}, the {}", kin.id.pid, role);
    return kin.comm.empty() ? std::to_string(kin.id.pid)
                            : fmt::format("{} {}", printableName(kin.comm, Backslash::Kept), kin.id.pid);
}

struct Words {
    const Event &event;
    const Scene &scene;

    [[nodiscard]] std::string self() const { return std::to_string(event.process.id.pid); }

    std::string operator()(const Forked &fork) const
    {
        const auto above = parentIn(event);
        if (above && scene.roleOf(above->pid) == "stage")
            return {};
        if (event.inferred)
            return above ? fmt::format("{} is there; it was first seen as a child of {}.", self(), above->pid)
                         : fmt::format("{} is there; whose child it is, is not known.", self());
        const auto parent = fork.parent ? std::to_string(fork.parent->id.pid) : "Somebody";
        return fmt::format("{} called fork; {} is its child.", parent, self());
    }
    std::string operator()(const Reparented &move) const
    {
        return fmt::format("{} has a new parent: {}, as {} has ended.", self(), nameOf(move.to, scene),
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

std::string narrate(const Event &event, const Scene &scene)
{
    if (scene.roleOf(event.process.id.pid) == "stage")
        return {};
    return std::visit(Words{event, scene}, event.what);
}

} // namespace forklore

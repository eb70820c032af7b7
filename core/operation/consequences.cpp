// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/consequences.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "core/snapshot/forest.h"

namespace forklore {
namespace {

/// What a desktop session stands and falls with; the kernel cuts a name at 15 bytes.
constexpr std::array<std::string_view, 25> desktops = {"Xorg",
                                                       "X",
                                                       "Xwayland",
                                                       "gnome-shell",
                                                       "gnome-session-b",
                                                       "gnome-session",
                                                       "mutter",
                                                       "kwin_wayland",
                                                       "kwin_x11",
                                                       "plasmashell",
                                                       "plasma_session",
                                                       "ksmserver",
                                                       "startplasma-way",
                                                       "sway",
                                                       "weston",
                                                       "labwc",
                                                       "Hyprland",
                                                       "wayfire",
                                                       "xfce4-session",
                                                       "cinnamon",
                                                       "cinnamon-sessio",
                                                       "mate-session",
                                                       "lxqt-session",
                                                       "lightdm",
                                                       "sddm"};

std::string nameAndPid(const ProcessRef &process)
{
    return fmt::format("{} {}", process.comm, process.id.pid);
}

/// "a 1, b 2, c 3 and 4 more".
std::string listed(const std::vector<ProcessRef> &processes)
{
    constexpr std::size_t most = 3;
    std::string text;
    for (std::size_t at = 0; at < std::min(most, processes.size()); ++at)
        text += (at == 0 ? "" : ", ") + nameAndPid(processes[at]);
    return processes.size() > most ? text + fmt::format(" and {} more", processes.size() - most) : text;
}

class Look {
public:
    Look(const Snapshot &snapshot, const std::vector<ProcessRef> &to, int signal)
        : m_snapshot(snapshot), m_to(to), m_stops(defaultAction(signal) == DefaultAction::Stop)
    {
        for (const auto &process : to)
            m_ids.insert(process.id);
    }

    std::vector<Consequence> collect(Pid caller)
    {
        addEach(
            ConsequenceKind::Init, [](const Process &process) { return process.id.pid == 1; },
            m_stops ? "{} starts and reaps all others: nothing does while it is stopped"
                    : "{} starts and reaps all others: if it ends, so does the machine or container");
        addEach(
            ConsequenceKind::Caller, [&](const Process &process) { return process.id.pid == caller; },
            m_stops ? "{} is Forklore itself: nothing here will move any more"
                    : "{} is Forklore itself: it gets the signal last");
        addAncestors(caller);
        addEach(
            ConsequenceKind::Desktop,
            [](const Process &process) {
                return process.stat && std::ranges::find(desktops, process.stat->comm) != desktops.end();
            },
            m_stops ? "{} belongs to the desktop, which may freeze"
                    : "{} belongs to the desktop: this may log you out, and what is not saved is lost");
        if (!m_stops) {
            addEach(
                ConsequenceKind::Terminal,
                [](const Process &process) {
                    return process.stat && process.stat->hasTerminal() && process.stat->leadsSession() &&
                           !process.isZombie();
                },
                "{} leads the session of a terminal: if it ends, what runs there in the foreground is hung "
                "up");
            addOrphans();
        }
        return std::move(m_found);
    }

private:
    template <class Fits>
    void addEach(ConsequenceKind kind, const Fits &fits, const char *sentence)
    {
        std::vector<ProcessRef> those;
        for (const auto &process : m_to) {
            const auto *now = m_snapshot.find(process.id);
            if (now && fits(*now))
                those.push_back(process);
        }
        if (!those.empty())
            m_found.push_back({kind, fmt::format(fmt::runtime(sentence), listed(those))});
    }

    void addAncestors(Pid caller)
    {
        const auto *own = m_snapshot.withPid(caller);
        if (!own)
            return;
        std::vector<ProcessRef> above;
        for (const auto &ancestor : ancestors(m_snapshot, own->id)) {
            if (m_ids.contains(ancestor.id) && ancestor.id.pid != 1)
                above.push_back(ancestor);
        }
        if (!above.empty())
            m_found.push_back(
                {ConsequenceKind::AboveIt, fmt::format("Forklore runs below {}, and may {} with it",
                                                       listed(above), m_stops ? "stop" : "end")});
    }

    void addOrphans()
    {
        std::vector<ProcessRef> orphans;
        for (const auto &process : m_snapshot.processes) {
            const auto *parent = process.stat ? m_snapshot.withPid(process.stat->ppid) : nullptr;
            const bool mayEnd = parent && m_ids.contains(parent->id) && !parent->isKernelThread();
            if (mayEnd && !m_ids.contains(process.id) && !process.isZombie())
                orphans.push_back({process.id, nameOf(process)});
        }
        if (!orphans.empty())
            m_found.push_back({ConsequenceKind::Orphans,
                               fmt::format("{} would be orphaned: {} on, adopted by another process",
                                           listed(orphans), orphans.size() == 1 ? "it goes" : "they go")});
    }

    const Snapshot &m_snapshot;
    const std::vector<ProcessRef> &m_to;
    bool m_stops;
    std::set<ProcessId> m_ids;
    std::vector<Consequence> m_found;
};

} // namespace

std::vector<Consequence> consequences(const Snapshot &snapshot, const std::vector<ProcessRef> &to, int signal,
                                      Pid caller)
{
    const auto action = defaultAction(signal);
    if (action == DefaultAction::Ignore || action == DefaultAction::Continue)
        return {};
    return Look(snapshot, to, signal).collect(caller);
}

SignalPrediction outlook(int signal, const SignalReading &reading, const Snapshot &snapshot,
                         const ProcessId &id)
{
    auto prediction = predict(signal, reading);
    const auto line = ancestors(snapshot, id);
    if (prediction.effect == SignalEffect::Zombie && !line.empty())
        prediction.sentence += fmt::format(", {}, to wait for it", nameAndPid(line.front()));
    return prediction;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/playground.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/lab/report.h"

namespace forklore {
namespace {

constexpr std::size_t mostMegabytes = 4096; // forklore-lab takes a quarter of what is free at most

std::string_view wordOf(Behaviour behaviour)
{
    constexpr std::string_view words[] = {"sleep", "burn", "hold", "files", "stubborn", "zombie"};
    return words[static_cast<std::size_t>(behaviour)];
}

/// A word that forklore-lab reads, and that fits behind "lab: " into a comm.
std::string plainName(const std::string &name)
{
    constexpr std::size_t longest = 10;
    std::string plain;
    std::ranges::copy_if(name, std::back_inserter(plain),
                         [](unsigned char letter) { return letter > ' ' && letter < 0x7f; });
    plain.resize(std::min(plain.size(), longest));
    return plain.empty() ? "child" : plain;
}

} // namespace

std::string_view text(Behaviour behaviour)
{
    constexpr std::string_view texts[] = {"sleeps",           "burns CPU",       "holds memory",
                                          "keeps files open", "ignores SIGTERM", "is a zombie"};
    return texts[static_cast<std::size_t>(behaviour)];
}

Result<Playground> Playground::open(const std::string &program)
{
    auto inspector = Inspector::create();
    if (!inspector)
        return Failure(inspector.error());
    auto process = LabProcess::start(program, {"try", std::to_string(mostMegabytes)});
    if (!process)
        return Failure(process.error());
    process->tell("go"); // the stage stands still once
    return Playground(std::move(*process), std::move(*inspector));
}

void Playground::proceed()
{
    for (const auto &line : m_process.reports()) {
        const auto report = parseReport(line);
        if (!report)
            continue;
        if (const auto *role = std::get_if<RoleTaken>(&*report); role && !m_awaited.empty()) {
            if (role->role == "stage" || role->role == "you")
                continue;
            const auto id = m_inspector.idOf(role->pid);
            const ProcessId unknown{role->pid, ProcessId::unknownStart};
            m_playmates.push_back(
                {m_playmates.size(), id.value_or(unknown), role->role, m_awaited.front(), {}});
            m_awaited.erase(m_awaited.begin());
        } else if (const auto *end = std::get_if<FirstEnded>(&*report)) {
            for (auto &playmate : m_playmates) {
                if (playmate.id.pid == end->pid && !playmate.end)
                    playmate.end = ExitStatus::fromWaitStatus(end->waitStatus);
            }
        }
    }
}

void Playground::start(const Order &order)
{
    for (int i = 0; i < order.count; ++i) {
        m_awaited.push_back(order.behaviour);
        m_process.tell(fmt::format("start {} {} {} {}", wordOf(order.behaviour), order.amount, order.exitCode,
                                   plainName(order.name)));
    }
}

void Playground::end(Pid pid, int code)
{
    m_process.tell(fmt::format("end {} {}", pid, code));
}

void Playground::kill(Pid pid, int signal)
{
    m_process.tell(fmt::format("kill {} {}", pid, signal));
}

} // namespace forklore

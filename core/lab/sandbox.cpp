// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/sandbox.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/base/printable.h"

namespace forklore {
namespace {

constexpr std::size_t maxMegabytes = 65536; // of all together; forklore-lab allows what the machine can bear

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

Result<Sandbox> Sandbox::open(const std::string &program)
{
    auto inspector = LinuxInspector::create();
    if (!inspector)
        return Failure(inspector.error());
    auto process = LabProcess::start(program, {"try", std::to_string(maxMegabytes)});
    if (!process)
        return Failure(process.error());
    process->request("go"); // the stage stands still once
    return Sandbox(std::move(*process), std::move(*inspector));
}

void Sandbox::proceed()
{
    for (const auto &line : m_process.reports()) {
        const auto report = parseReport(line);
        if (!report)
            continue;
        if (const auto *role = std::get_if<RoleTaken>(&*report))
            welcome(*role);
        else if (const auto *told = std::get_if<ValueReported>(&*report))
            m_behaviours[told->pid] = behaviours[std::clamp<std::size_t>(
                static_cast<std::size_t>(told->value), 0, std::size(behaviours) - 1)];
        else if (const auto *end = std::get_if<Ended>(&*report))
            bury(*end);
    }
    for (const auto &written : m_process.output()) {
        m_rest += written.bytes;
        for (auto end = m_rest.find('\n'); end != std::string::npos; end = m_rest.find('\n')) {
            m_output = printable(std::string_view(m_rest).substr(0, end));
            m_rest.erase(0, end + 1);
        }
    }
}

/// The stage and the process that starts the others come first.
void Sandbox::welcome(const RoleTaken &role)
{
    constexpr int ownProcesses = 2;
    if (m_introduced < ownProcesses) {
        ++m_introduced;
        return;
    }
    const ProcessId unknown{role.pid, ProcessId::unknownStart};
    m_sandboxProcesses.push_back({m_sandboxProcesses.size(),
                                  m_inspector.idOf(role.pid).value_or(unknown),
                                  role.role,
                                  m_behaviours[role.pid],
                                  {}});
    m_behaviours.erase(role.pid);
}

void Sandbox::bury(const Ended &end)
{
    for (auto &sandboxProcess : m_sandboxProcesses) {
        if (sandboxProcess.id.pid == end.pid && !sandboxProcess.end)
            sandboxProcess.end = ExitStatus::fromWaitStatus(end.waitStatus);
    }
}

void Sandbox::start(const Order &order)
{
    m_output.clear();
    const auto room = maxChildren - static_cast<int>(m_sandboxProcesses.size());
    for (int i = 0; i < std::min(order.count, room); ++i)
        m_process.request(fmt::format("start {} {} {} {}", wordOf(order.behaviour), order.amount,
                                      order.exitCode, plainName(order.name)));
}

void Sandbox::end(Pid pid, int code)
{
    m_process.request(fmt::format("end {} {}", pid, code));
}

void Sandbox::kill(Pid pid, int signal)
{
    m_process.request(fmt::format("kill {} {}", pid, signal));
}

} // namespace forklore

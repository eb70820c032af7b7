// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/sampler_worker.h"

#include <algorithm>
#include <set>

#include "core/host/own_process.h"
#include "ui/models/text/bytes.h"

namespace forklore {

SamplerWorker::SamplerWorker(std::unique_ptr<Source> source, IdNames users, std::shared_ptr<Session> session)
    : m_source(std::move(source)), m_users(std::move(users)), m_session(std::move(session))
{
}

void SamplerWorker::sample(const SampleRequest &request, bool isAfterBreak)
{
    if (isAfterBreak)
        m_session->interrupt();
    auto update = m_session->sample(*m_source, request);
    if (!update) {
        emit failed(displayText(update.error().message));
        return;
    }
    auto sample = std::make_shared<Sample>(Sample{std::move(*update), {}, {}, cost()});
    addNames(*sample);
    emit sampled(sample);
}

OwnCost SamplerWorker::cost()
{
    const auto now = std::chrono::steady_clock::now();
    const auto cpuTime = ownCpuTime();
    OwnCost cost;
    if (m_costAt.time_since_epoch().count() > 0 && now > m_costAt)
        cost.cpuShare = std::chrono::duration<double>(cpuTime - m_cpuTime) /
                        std::chrono::duration<double>(now - m_costAt);
    cost.residentBytes = ownResidentBytes();
    m_costAt = now;
    m_cpuTime = cpuTime;
    return cost;
}

/// A name that has come, or is another one now, changes the rows that show it.
void SamplerWorker::addNames(Sample &sample)
{
    const auto &processes = sample.snapshot->processes;
    const auto addUser = [&](Uid uid) {
        if (sample.users.contains(uid))
            return;
        if (const auto name = m_users.find(uid))
            sample.users.emplace(uid, displayText(*name));
        else if (const auto before = m_names.find(uid); before != m_names.end())
            sample.users.insert(*before);
    };
    for (const auto &process : processes) {
        if (process.credentials) {
            addUser(process.credentials->uid.effective);
            addUser(process.credentials->uid.real);
        }
        const auto device = process.stat ? process.stat->ttyDevice.value_or(0) : 0;
        if (device != 0 && !sample.terminals.contains(device))
            sample.terminals.emplace(device, displayText(m_source->terminal(device).value_or("")));
    }
    if (sample.users != m_names)
        addRenamed(sample);
    m_names = sample.users;
}

void SamplerWorker::addRenamed(Sample &sample) const
{
    const auto nameIn = [](const std::unordered_map<Uid, QString> &names, Uid uid) {
        const auto found = names.find(uid);
        return found == names.end() ? QString() : found->second;
    };
    const auto isRenamed = [&](Uid uid) { return nameIn(sample.users, uid) != nameIn(m_names, uid); };
    std::set<std::size_t> known(sample.delta.changed.begin(), sample.delta.changed.end());
    known.insert(sample.delta.appeared.begin(), sample.delta.appeared.end());
    const auto &processes = sample.snapshot->processes;
    for (std::size_t i = 0; i < processes.size(); ++i) {
        const auto &credentials = processes[i].credentials;
        if (credentials && (isRenamed(credentials->uid.effective) || isRenamed(credentials->uid.real)) &&
            known.insert(i).second)
            sample.delta.changed.push_back(i);
    }
    std::ranges::sort(sample.delta.changed);
}

} // namespace forklore

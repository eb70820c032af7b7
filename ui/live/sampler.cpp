// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/sampler.h"

#include <utility>

#include "ui/live/sampler_worker.h"

namespace forklore {

Sampler::Sampler(std::unique_ptr<Source> source, IdNames users, std::shared_ptr<Session> session,
                 QObject *parent)
    : QObject(parent)
{
    qRegisterMetaType<SamplePtr>();
    qRegisterMetaType<SampleRequest>();
    auto *worker = new SamplerWorker(std::move(source), std::move(users), std::move(session));
    connect(this, &Sampler::wanted, worker, &SamplerWorker::sample);
    connect(worker, &SamplerWorker::sampled, this, &Sampler::finish);
    connect(worker, &SamplerWorker::failed, this, [this](const QString &reason) {
        m_busy = false;
        emit failed(reason);
    });
    connect(&m_timer, &QTimer::timeout, this, &Sampler::refresh);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(std::chrono::seconds(1));
    m_thread.emplace(worker, QStringLiteral("sampler"));
    m_timer.start();
}

Sampler::~Sampler() = default;

void Sampler::setInterval(std::chrono::milliseconds interval)
{
    m_timer.setInterval(interval);
}

void Sampler::setPaused(bool paused)
{
    m_paused = paused;
    m_isAfterBreak = true;
    if (paused)
        m_timer.stop();
    else
        m_timer.start();
}

void Sampler::refresh()
{
    constexpr qint64 tooLong = 3'000; // ms
    if (m_busy) {
        if (m_sinceAsked.hasExpired(tooLong))
            emit late(wallClock() - std::chrono::milliseconds(m_sinceAsked.elapsed()));
        return;
    }
    m_busy = true;
    m_sinceAsked.start();
    auto request = m_request();
    request.interval = interval();
    emit wanted(request, std::exchange(m_isAfterBreak, m_paused));
}

void Sampler::finish(const SamplePtr &sample)
{
    emit sampled(sample); // everybody takes it over before the next is asked for
    m_busy = false;
}

} // namespace forklore

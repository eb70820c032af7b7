// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/lab_worker.h"

#include "ui/models/text/bytes.h"

namespace forklore {

void LabWorker::perform(const Demo *demo, std::size_t megabytes)
{
    end();
    m_options.megabytes = megabytes;
    auto performance = Performance::start(*demo, m_options);
    if (!performance)
        return emit failed(lineOf(performance.error().message));
    m_performance = std::move(*performance);
    m_told.reset();
    for (const int handle : m_performance->handles()) {
        if (handle < 0)
            continue;
        auto &notifier =
            m_notifiers.emplace_back(std::make_unique<QSocketNotifier>(handle, QSocketNotifier::Read));
        connect(notifier.get(), &QSocketNotifier::activated, this, &LabWorker::proceed);
    }
    if (!m_timer) {
        m_timer = new QTimer(this);
        connect(m_timer, &QTimer::timeout, this, &LabWorker::proceed);
    }
    proceed();
}

void LabWorker::proceed()
{
    if (!m_performance)
        return;
    m_performance->proceed();
    if (m_performance->handles().empty()) // its connections are cut
        m_notifiers.clear();
    m_timer->start(m_performance->interval());
    tell();
}

void LabWorker::go()
{
    if (!m_performance)
        return;
    m_performance->go();
    proceed();
}

void LabWorker::stop()
{
    if (!m_performance)
        return;
    m_performance->stop();
    tell();
}

void LabWorker::tell()
{
    const auto &account = m_performance->account();
    if (!m_told || *m_told != account) {
        m_told = std::make_shared<const Account>(account);
        emit changed(m_told);
    }
    if (account.phase == Account::Phase::Over)
        end();
}

void LabWorker::end()
{
    m_notifiers.clear();
    if (m_timer)
        m_timer->stop();
    m_performance.reset();
}

void LabWorker::order(const Order &order)
{
    if (!m_playground) {
        auto playground = Playground::open(m_options.program);
        if (!playground)
            return emit failed(lineOf(playground.error().message));
        m_playground.emplace(std::move(*playground));
        m_playgroundNotifier =
            std::make_unique<QSocketNotifier>(m_playground->handle(), QSocketNotifier::Read);
        connect(m_playgroundNotifier.get(), &QSocketNotifier::activated, this, [this] {
            m_playground->proceed();
            emit playmatesChanged(m_playground->playmates());
        });
    }
    m_playground->start(order);
}

void LabWorker::endChild(Pid pid, int code)
{
    if (m_playground)
        m_playground->end(pid, code);
}

void LabWorker::killChild(Pid pid, int signal)
{
    if (m_playground)
        m_playground->kill(pid, signal);
}

void LabWorker::clear()
{
    m_playgroundNotifier.reset();
    m_playground.reset();
    emit playmatesChanged({});
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/lab_worker.h"

#include "ui/models/text/bytes.h"

namespace forklore {

/// Not at once: it may be the one that is calling.
void LabWorker::Notifiers::clear()
{
    for (auto *notifier : m_all) {
        notifier->setEnabled(false);
        notifier->deleteLater();
    }
    m_all.clear();
}

template <class Slot>
void LabWorker::Notifiers::watch(const std::vector<int> &handles, QObject *context, Slot slot)
{
    for (const int handle : handles) {
        if (handle < 0)
            continue;
        m_all.push_back(new QSocketNotifier(handle, QSocketNotifier::Read, context));
        QObject::connect(m_all.back(), &QSocketNotifier::activated, context, slot);
    }
}

void LabWorker::perform(int run, const Demo *demo, std::size_t megabytes)
{
    end();
    m_run = run;
    m_options.megabytes = megabytes;
    auto performance = Performance::start(*demo, m_options);
    if (!performance)
        return emit failed(lineOf(performance.error().message));
    m_performance = std::move(*performance);
    m_told.reset();
    m_notifiers.watch(m_performance->handles(), this, [this] { proceed(); });
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
        emit changed(m_run, m_told);
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
            return emit playgroundSaid(lineOf(playground.error().message));
        m_playground.emplace(std::move(*playground));
        m_playgroundNotifiers.watch(m_playground->handles(), this, [this] { lookAfterPlayground(); });
    }
    m_playground->start(order);
}

void LabWorker::lookAfterPlayground()
{
    if (!m_playground)
        return;
    const auto before = m_playground->playmates();
    m_playground->proceed();
    if (m_playground->hasEnded()) {
        clear();
        return emit playgroundSaid(tr("They were all ended by somebody else."));
    }
    if (m_playground->playmates() != before)
        emit playmatesChanged(m_playground->playmates());
    if (!m_playground->said().empty())
        emit playgroundSaid(lineOf(m_playground->said()));
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
    m_playgroundNotifiers.clear();
    m_playground.reset();
    emit playmatesChanged({});
}

} // namespace forklore

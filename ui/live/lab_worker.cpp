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
    auto demoRun = DemoRun::start(*demo, m_options);
    if (!demoRun)
        return emit failed(displayText(demoRun.error().message));
    m_demoRun = std::move(*demoRun);
    m_lastState.reset();
    m_notifiers.watch(m_demoRun->handles(), this, [this] { proceed(); });
    if (!m_timer) {
        m_timer = new QTimer(this);
        connect(m_timer, &QTimer::timeout, this, &LabWorker::proceed);
    }
    proceed();
}

void LabWorker::proceed()
{
    if (!m_demoRun)
        return;
    m_demoRun->proceed();
    if (m_demoRun->handles().empty()) // its connections are cut
        m_notifiers.clear();
    m_timer->start(m_demoRun->interval());
    emitState();
}

void LabWorker::go()
{
    if (!m_demoRun)
        return;
    m_demoRun->go();
    proceed();
}

void LabWorker::stop()
{
    if (!m_demoRun)
        return;
    m_demoRun->stop();
    emitState();
}

void LabWorker::emitState()
{
    const auto &state = m_demoRun->state();
    if (!m_lastState || *m_lastState != state) {
        m_lastState = std::make_shared<const DemoState>(state);
        emit changed(m_run, m_lastState);
    }
    if (state.phase == DemoState::Phase::Over)
        end();
}

void LabWorker::end()
{
    m_notifiers.clear();
    if (m_timer)
        m_timer->stop();
    m_demoRun.reset();
}

void LabWorker::order(const Order &order)
{
    if (!m_sandbox) {
        auto sandbox = Sandbox::open(m_options.program);
        if (!sandbox)
            return emit sandboxMessage(displayText(sandbox.error().message));
        m_sandbox.emplace(std::move(*sandbox));
        m_sandboxNotifiers.watch(m_sandbox->handles(), this, [this] { lookAfterSandbox(); });
    }
    m_sandbox->start(order);
}

void LabWorker::lookAfterSandbox()
{
    if (!m_sandbox)
        return;
    const auto before = m_sandbox->sandboxProcesses();
    m_sandbox->proceed();
    if (m_sandbox->hasEnded()) {
        clear();
        return emit sandboxMessage(tr("Another program has ended all children."));
    }
    if (m_sandbox->sandboxProcesses() != before)
        emit sandboxProcessesChanged(m_sandbox->sandboxProcesses());
    if (!m_sandbox->output().empty())
        emit sandboxMessage(displayText(m_sandbox->output()));
}

void LabWorker::endChild(Pid pid, int code)
{
    if (m_sandbox)
        m_sandbox->end(pid, code);
}

void LabWorker::killChild(Pid pid, int signal)
{
    if (m_sandbox)
        m_sandbox->kill(pid, signal);
}

void LabWorker::clear()
{
    m_sandboxNotifiers.clear();
    m_sandbox.reset();
    emit sandboxProcessesChanged({});
}

} // namespace forklore

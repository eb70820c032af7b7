// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/signal_sender.h"

#include <utility>
#include <variant>

#include "ui/models/text/bytes.h"

namespace forklore {
SignalWorker::SignalWorker(const Control &control, std::stop_token cancel)
    : m_cancel(std::move(cancel)), m_targets(control.openTargets()), m_run(*m_targets, m_cancel)
{
}

void SignalWorker::hold(const std::vector<ProcessRef> &processes, const SamplePtr &sample)
{
    releaseOthers(processes);
    std::vector<SignalPreview> previews;
    previews.reserve(processes.size());
    for (const auto &process : processes) {
        const auto held = m_targets->hold(process.id);
        const bool waits = !held && held.error().kind == ErrorKind::Io;
        const auto permitted = held || waits ? m_targets->send(process.id, 0) : held;
        const bool reached = permitted || permitted.error().kind == ErrorKind::Denied;
        SignalPreview preview{.process = process,
                              .held = reached ? Result<void>() : permitted,
                              .permitted = permitted,
                              .reading = m_targets->signalReading(process.id, *sample->snapshot),
                              .waits = waits};
        if (!sample->snapshot->find(process.id)) // it is newer
            preview.user = m_targets->user(process.id);
        previews.push_back(std::move(preview));
        if (m_cancel.stop_requested())
            return;
    }
    emit this->held(previews);
}

void SignalWorker::releaseOthers(const std::vector<ProcessRef> &processes)
{
    std::set<ProcessId> wanted;
    for (const auto &process : processes)
        wanted.insert(process.id);
    for (const auto &id : m_wanted) {
        if (!wanted.contains(id))
            m_targets->release(id);
    }
    m_wanted = std::move(wanted);
}

void SignalWorker::send(const SignalOrder &order)
{
    m_run.start(order);
    runToEnd();
}

void SignalWorker::watch(const SignalOrder &order, const std::vector<Delivery> &deliveries)
{
    m_run.watch(order, deliveries);
    runToEnd();
}

void SignalWorker::runToEnd()
{
    while (const auto step = m_run.next())
        std::visit([this](const auto &one) { emitStep(one); }, *step);
}

void SignalWorker::emitStep(const Halted &step)
{
    if (!step.protection)
        emit unprotected(displayText(step.protection.error().message));
    if (step.outcome.sampled && step.outcome.sampleError)
        emit unwatched(displayText(step.outcome.sampleError->message));
}

SignalSender::SignalSender(const Control &control, QObject *parent) : QObject(parent)
{
    qRegisterMetaType<std::vector<SignalPreview>>();
    qRegisterMetaType<std::vector<ProcessRef>>();
    qRegisterMetaType<std::vector<SignalOutcome>>();
    qRegisterMetaType<SignalOrder>();
    qRegisterMetaType<std::vector<Delivery>>();
    qRegisterMetaType<SamplePtr>();
    auto *worker = new SignalWorker(control, m_cancel.get_token());
    connect(this, &SignalSender::wanted, worker, &SignalWorker::hold);
    connect(this, &SignalSender::ordered, worker, &SignalWorker::send);
    connect(this, &SignalSender::watched, worker, &SignalWorker::watch);
    connect(worker, &SignalWorker::held, this, &SignalSender::held);
    connect(worker, &SignalWorker::grown, this, &SignalSender::grown);
    connect(worker, &SignalWorker::unprotected, this, &SignalSender::unprotected);
    connect(worker, &SignalWorker::unwatched, this, &SignalSender::unwatched);
    connect(worker, &SignalWorker::sending, this, &SignalSender::sending);
    connect(worker, &SignalWorker::delivered, this, &SignalSender::delivered);
    connect(worker, &SignalWorker::cancelled, this, &SignalSender::cancelled);
    connect(worker, &SignalWorker::done, this, &SignalSender::done);
    m_thread.emplace(worker, QStringLiteral("signals"));
}

} // namespace forklore

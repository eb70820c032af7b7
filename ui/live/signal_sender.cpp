// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/signal_sender.h"

#include <algorithm>
#include <csignal>

#include <unistd.h>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/stat_sample.h"
#include "core/operation/consequences.h"
#include "ui/models/text/bytes.h"

namespace forklore {
namespace {

std::optional<State> stateOf(const std::string &root, const ProcessId &id)
{
    const auto stat = Directory::open(root).and_then(
        [&](const Directory &proc) { return readPidStat(proc, (std::to_string(id.pid) + "/stat").c_str()); });
    return stat && stat->id() == id ? std::optional(stat->state) : std::nullopt;
}

std::optional<Uid> userOf(const Inspector &inspector, const ProcessId &id)
{
    const auto identity = inspector.identity(id);
    return identity && identity->credentials ? std::optional(identity->credentials->uid.effective)
                                             : std::nullopt;
}

/// Whether the user could not answer while they stand still: they are above this program, or the desktop.
bool answersDependOn(const std::vector<ProcessRef> &stopped)
{
    const auto proc = Directory::open("/proc");
    const auto snapshot = proc.and_then([](const Directory &root) { return sampleOfStats(root); });
    if (!snapshot)
        return true;
    return std::ranges::any_of(consequences(*snapshot, stopped, SIGSTOP, getpid()),
                               [](const Consequence &consequence) {
                                   return consequence.kind == ConsequenceKind::Caller ||
                                          consequence.kind == ConsequenceKind::AboveIt ||
                                          consequence.kind == ConsequenceKind::Desktop;
                               });
}

HaltMachine machineOf(const std::string &root, std::function<Result<void>(const ProcessId &, int)> send)
{
    auto machine = haltMachine(root);
    machine.send = std::move(send);
    return machine;
}

} // namespace

SignalWorker::SignalWorker(std::string root, std::stop_token cancel, std::string guardProgram)
    : m_root(std::move(root)),
      m_cancel(std::move(cancel)),
      m_guard(std::move(guardProgram)),
      m_halt(
          machineOf(m_root, [this](const ProcessId &id, int signal) { return m_targets.send(id, signal); }),
          &m_guard)
{
}

void SignalWorker::hold(const std::vector<ProcessRef> &processes, const SamplePtr &sample)
{
    releaseOthers(processes);
    const auto inspector = LinuxInspector::create(m_root);
    std::vector<SignalPreview> previews;
    previews.reserve(processes.size());
    for (const auto &process : processes) {
        const auto held = m_targets.hold(process.id);
        const bool waits = !held && held.error().kind == ErrorKind::Io;
        const auto permitted = held || waits ? m_targets.send(process.id, 0) : held;
        const bool reached = permitted || permitted.error().kind == ErrorKind::Denied;
        SignalPreview preview{.process = process,
                              .held = reached ? Result<void>() : permitted,
                              .permitted = permitted,
                              .reading = inspector.and_then([&](const Inspector &from) {
                                  return from.signalReading(process.id, *sample->snapshot);
                              }),
                              .waits = waits};
        if (inspector && !sample->snapshot->find(process.id)) // it is newer
            preview.user = userOf(*inspector, process.id);
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
            m_targets.release(id);
    }
    m_wanted = std::move(wanted);
}

bool SignalWorker::halt(SignalOrder &order)
{
    const std::vector<ProcessRef> parentsFirst(order.to.rbegin(), order.to.rend());
    const auto outcome = m_halt.halt(
        parentsFirst, order.newcomersToo ? NewcomerPolicy::Include : NewcomerPolicy::Report, m_cancel);
    m_notStopped = outcome.notStopped;
    if (const auto protection = m_guard.protection(); !protection)
        emit unprotected(lineOf(protection.error().message));
    if (!outcome.sampled) { // whom it has below it is not known: nothing is sent
        std::vector<SignalOutcome> outcomes;
        for (const auto &process : order.to)
            outcomes.push_back({.delivery = {process, Failure(*outcome.sampleError)}});
        emit done(outcomes);
        return false;
    }
    if (outcome.sampleError)
        emit unwatched(lineOf(outcome.sampleError->message));
    if (outcome.cancelled) {
        m_halt.resume();
        emit cancelled();
        return false;
    }
    if (!outcome.newcomers.empty()) {
        const bool standStill = !answersDependOn(outcome.members);
        if (!standStill)
            m_halt.resume();
        emit grown(outcome.newcomers, standStill);
        return false;
    }
    const auto added = outcome.members.begin() + static_cast<std::ptrdiff_t>(order.to.size());
    order.to.insert(order.to.begin(), outcome.members.rbegin(), std::make_reverse_iterator(added));
    if (const auto inspector = LinuxInspector::create(m_root)) {
        for (auto process = added; process != outcome.members.end(); ++process) {
            if (const auto user = userOf(*inspector, process->id))
                m_users[process->id] = *user;
        }
    }
    return true;
}

void SignalWorker::send(const SignalOrder &wanted)
{
    auto order = wanted;
    if (m_cancel.stop_requested())
        return emit cancelled();
    m_notStopped.clear();
    if (!order.haltFirst)
        m_halt.resume();
    else if (!halt(order))
        return;
    deliver(order);
}

void SignalWorker::deliver(const SignalOrder &order)
{
    auto to = order.to;
    std::stable_partition(to.begin(), to.end(), [](const ProcessRef &process) {
        return process.id.pid != getpid();
    }); // itself last
    std::vector<SignalOutcome> outcomes;
    outcomes.reserve(to.size());
    std::vector<ProcessId> settled;
    std::vector<Delivery> batch;
    std::size_t count = 0;
    emit sending(count, to.size());
    bool anyHeld = false; // which makes room, once it was waited for
    for (const auto &process : to) {
        const auto held = m_targets.hold(process.id);
        if (anyHeld && !held && held.error().kind == ErrorKind::Io) {
            emit sending(count, to.size());
            awaitAll(order, batch, outcomes);
            for (const auto &delivery : std::exchange(batch, {}))
                m_targets.release(delivery.process.id);
            if (m_cancel.stop_requested())
                break;
            anyHeld = m_targets.hold(process.id).has_value();
        }
        anyHeld = anyHeld || held;
        batch.push_back({process, m_targets.send(process.id, order.signal)});
        ++count;
        if (batch.back().sent)
            settled.push_back(process.id);
    }
    m_halt.settle(settled); // they end, or shall stand still
    m_halt.resume();
    emit delivered();
    awaitAll(order, batch, outcomes);
    emit done(outcomes);
}

void SignalWorker::watch(const SignalOrder &order, const std::vector<Delivery> &deliveries)
{
    std::vector<SignalOutcome> outcomes;
    outcomes.reserve(deliveries.size());
    awaitAll(order, deliveries, outcomes);
    emit done(outcomes);
}

void SignalWorker::awaitAll(const SignalOrder &order, const std::vector<Delivery> &deliveries,
                            std::vector<SignalOutcome> &outcomes)
{
    const auto until = std::chrono::steady_clock::now() + order.patience;
    for (const auto &delivery : deliveries)
        outcomes.push_back(await(order, delivery, until));
}

SignalOutcome SignalWorker::await(const SignalOrder &order, const Delivery &delivery,
                                  std::chrono::steady_clock::time_point until)
{
    constexpr std::chrono::milliseconds nextLook(20); // nothing tells of a stop
    constexpr std::chrono::milliseconds slice(100);   // until it is seen that nobody waits any more
    SignalOutcome outcome{.delivery = delivery};
    const auto &id = delivery.process.id;
    const auto moved = std::ranges::find(m_notStopped, delivery.process, &NotStopped::process);
    if (moved != m_notStopped.end())
        outcome.notStopped = *moved;
    if (const auto user = m_users.find(id); user != m_users.end())
        outcome.user = user->second;
    if (!delivery.sent)
        return outcome;
    for (bool over = false; !over;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        const auto wait = m_cancel.stop_requested() ? std::chrono::milliseconds(0) // one look at each
                                                    : std::min(left, order.isToStop() ? nextLook : slice);
        outcome.ended = m_targets.awaitEnd(id, std::max(wait, std::chrono::milliseconds(0)));
        if (!outcome.ended)
            outcome.state = stateOf(m_root, id);
        over = outcome.ended || left <= wait || m_cancel.stop_requested() ||
               (order.isToStop() && outcome.state == State::Stopped);
    }
    const auto *target = m_targets.find(id);
    outcome.reaped = outcome.ended && (target ? target->isGone() : !m_targets.send(id, 0));
    return outcome;
}

SignalSender::SignalSender(std::string root, QObject *parent, std::string guardProgram) : QObject(parent)
{
    qRegisterMetaType<std::vector<SignalPreview>>();
    qRegisterMetaType<std::vector<ProcessRef>>();
    qRegisterMetaType<std::vector<SignalOutcome>>();
    qRegisterMetaType<SignalOrder>();
    qRegisterMetaType<std::vector<Delivery>>();
    qRegisterMetaType<SamplePtr>();
    auto *worker = new SignalWorker(std::move(root), m_cancel.get_token(), std::move(guardProgram));
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

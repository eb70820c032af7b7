// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/signal_sender.h"

#include <algorithm>
#include <csignal>

#include <unistd.h>

#include "core/source/linux/inspector.h"
#include "core/source/linux/linux_source.h"
#include "core/source/linux/pid_stat.h"

namespace forklore {
namespace {

Result<Snapshot> sampleOf(const std::string &root)
{
    return LinuxSource::create(root).and_then([](const auto &source) { return source->sample({}, nullptr); });
}

std::optional<State> stateOf(const std::string &root, const ProcessId &id)
{
    const auto stat = Directory::open(root).and_then(
        [&](const Directory &proc) { return readPidStat(proc, (std::to_string(id.pid) + "/stat").c_str()); });
    return stat && stat->id() == id ? std::optional(stat->state) : std::nullopt;
}

} // namespace

void SignalWorker::hold(const std::vector<Kin> &processes, const SamplePtr &sample)
{
    const auto inspector = Inspector::create(m_root);
    std::vector<Prospect> prospects;
    prospects.reserve(processes.size());
    for (const auto &process : processes) {
        const auto held = m_targets.hold(process.id);
        const bool waits = !held && held.error().kind == ErrorKind::Io;
        const auto permitted = held || waits ? m_targets.send(process.id, 0) : held;
        const bool reached = permitted || permitted.error().kind == ErrorKind::Denied;
        prospects.push_back({process, reached ? Result<void>() : permitted, permitted,
                             inspector.and_then([&](const Inspector &from) {
                                 return from.signalReading(process.id, *sample->snapshot);
                             }),
                             waits});
    }
    emit this->held(prospects);
}

Result<std::vector<Kin>> SignalWorker::halt(const std::vector<Kin> &processes)
{
    std::vector<const Target *> targets;
    for (const auto &[id, comm] : processes) {
        const auto state = stateOf(m_root, id);
        const bool runs = state && *state != State::Stopped;
        if (runs && m_targets.send(id, 0)) // what may not be stopped is not halted
            m_halted.insert(id);
        if (const auto *target = m_targets.find(id))
            targets.push_back(target);
        else if (id.pid != getpid())
            static_cast<void>(m_targets.send(id, SIGSTOP));
    }
    return haltAndLook(processes, targets, [this] { return sampleOf(m_root); });
}

void SignalWorker::send(const SignalOrder &order)
{
    auto to = order.to;
    if (!order.haltFirst)
        resume();
    constexpr int mostRounds = 1000; // what may not be stopped may start others without end
    for (int round = 0; order.haltFirst && round < mostRounds; ++round) {
        const auto found = halt(to);
        if (!found || found->empty())
            break; // what stands still is better killed than left so
        if (!order.newcomersToo) {
            emit grown(*found);
            return;
        }
        to.insert(to.begin(), found->rbegin(), found->rend()); // children first
    }
    std::stable_partition(to.begin(), to.end(),
                          [](const Kin &process) { return process.id.pid != getpid(); }); // itself last
    deliver(order, to);
}

void SignalWorker::deliver(const SignalOrder &order, const std::vector<Kin> &to)
{
    std::vector<Aftermath> aftermath;
    aftermath.reserve(to.size());
    std::vector<Delivery> batch;
    bool anyHeld = false; // which makes room, once it was waited for
    for (const auto &process : to) {
        const auto held = m_targets.hold(process.id);
        if (anyHeld && !held && held.error().kind == ErrorKind::Io) {
            awaitAll(order, batch, aftermath);
            for (const auto &delivery : std::exchange(batch, {}))
                m_targets.release(delivery.process.id);
            anyHeld = m_targets.hold(process.id).has_value();
        }
        anyHeld = anyHeld || held;
        batch.push_back({process, m_targets.send(process.id, order.signal)});
        if (order.isToStop()) // then it shall stand still
            m_halted.erase(process.id);
    }
    awaitAll(order, batch, aftermath);
    emit done(aftermath);
}

void SignalWorker::watch(const SignalOrder &order, const std::vector<Delivery> &deliveries)
{
    std::vector<Aftermath> aftermath;
    aftermath.reserve(deliveries.size());
    awaitAll(order, deliveries, aftermath);
    emit done(aftermath);
}

void SignalWorker::awaitAll(const SignalOrder &order, const std::vector<Delivery> &deliveries,
                            std::vector<Aftermath> &aftermath)
{
    const auto until = std::chrono::steady_clock::now() + order.patience;
    for (const auto &delivery : deliveries)
        aftermath.push_back(await(order, delivery, until));
}

Aftermath SignalWorker::await(const SignalOrder &order, const Delivery &delivery,
                              std::chrono::steady_clock::time_point until)
{
    constexpr std::chrono::milliseconds nextLook(20); // nothing tells of a stop
    Aftermath aftermath{delivery, std::nullopt, std::nullopt};
    if (!delivery.sent)
        return aftermath;
    for (bool over = false; !over;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        const auto wait = order.isToStop() ? std::min(left, nextLook) : left;
        aftermath.ended =
            m_targets.awaitEnd(delivery.process.id, std::max(wait, std::chrono::milliseconds(0)));
        if (!aftermath.ended)
            aftermath.state = stateOf(m_root, delivery.process.id);
        over = aftermath.ended || left <= wait || (order.isToStop() && aftermath.state == State::Stopped);
    }
    return aftermath;
}

void SignalWorker::resume()
{
    for (const auto &id : std::exchange(m_halted, {}))
        static_cast<void>(m_targets.send(id, SIGCONT)); // it may have ended
}

SignalWorker::~SignalWorker()
{
    resume();
}

SignalSender::SignalSender(std::string root, QObject *parent) : QObject(parent)
{
    qRegisterMetaType<std::vector<Prospect>>();
    qRegisterMetaType<std::vector<Kin>>();
    qRegisterMetaType<std::vector<Aftermath>>();
    qRegisterMetaType<SignalOrder>();
    qRegisterMetaType<std::vector<Delivery>>();
    qRegisterMetaType<SamplePtr>();
    auto *worker = new SignalWorker(std::move(root));
    connect(this, &SignalSender::wanted, worker, &SignalWorker::hold);
    connect(this, &SignalSender::ordered, worker, &SignalWorker::send);
    connect(this, &SignalSender::watched, worker, &SignalWorker::watch);
    connect(worker, &SignalWorker::held, this, &SignalSender::held);
    connect(worker, &SignalWorker::grown, this, &SignalSender::grown);
    connect(worker, &SignalWorker::done, this, &SignalSender::done);
    m_thread.emplace(worker, QStringLiteral("signals"));
}

} // namespace forklore

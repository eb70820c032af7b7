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

SignalWorker::Grip &SignalWorker::gripOf(const Kin &process)
{
    const auto found =
        std::ranges::find(m_grips, process.id, [](const Grip &grip) { return grip.process.id; });
    if (found != m_grips.end())
        return *found;
    return m_grips.emplace_back(Grip{process, Target::open(process.id)});
}

void SignalWorker::hold(const std::vector<Kin> &processes, const SamplePtr &sample)
{
    const auto inspector = Inspector::create(m_root);
    std::vector<Prospect> prospects;
    prospects.reserve(processes.size());
    for (const auto &process : processes) {
        const auto &target = gripOf(process).target;
        const auto permitted = target ? target->send(0) : Result<void>(Failure(target.error()));
        const bool gone = !permitted && permitted.error().kind == ErrorKind::Gone;
        const auto held = target && !gone ? Result<void>() : permitted;
        prospects.push_back({process, held, permitted, inspector.and_then([&](const Inspector &from) {
                                 return from.signalReading(process.id, *sample->snapshot);
                             })});
    }
    emit this->held(prospects);
}

Result<std::vector<Kin>> SignalWorker::halt(const std::vector<Kin> &processes)
{
    std::vector<const Target *> targets;
    for (const auto &process : processes) {
        auto &grip = gripOf(process);
        if (!grip.target)
            continue;
        const auto state = stateOf(m_root, process.id);
        const bool runs = state && *state != State::Stopped;
        grip.halted = grip.halted || (runs && grip.target->send(0)); // what may not be stopped is not halted
    }
    for (const auto &process : processes) { // the grips stay where they are from here on
        if (const auto &target = gripOf(process).target)
            targets.push_back(&*target);
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
    std::vector<Delivery> deliveries;
    deliveries.reserve(to.size());
    for (const auto &process : to) {
        auto &grip = gripOf(process);
        deliveries.push_back({process, grip.target ? grip.target->send(order.signal)
                                                   : Result<void>(Failure(grip.target.error()))});
        grip.halted = grip.halted && !order.isToStop(); // then it shall stand still
    }
    watch(order, deliveries);
}

void SignalWorker::watch(const SignalOrder &order, const std::vector<Delivery> &deliveries)
{
    const auto until = std::chrono::steady_clock::now() + order.patience;
    std::vector<Aftermath> aftermath;
    aftermath.reserve(deliveries.size());
    for (const auto &delivery : deliveries)
        aftermath.push_back(await(order, delivery, until));
    emit done(aftermath);
}

Aftermath SignalWorker::await(const SignalOrder &order, const Delivery &delivery,
                              std::chrono::steady_clock::time_point until)
{
    constexpr std::chrono::milliseconds nextLook(20); // nothing tells of a stop
    Aftermath aftermath{delivery, std::nullopt, std::nullopt};
    const auto &target = gripOf(delivery.process).target;
    if (!delivery.sent || !target)
        return aftermath;
    for (bool over = false; !over;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        const auto wait = order.isToStop() ? std::min(left, nextLook) : left;
        aftermath.ended = target->awaitEnd(std::max(wait, std::chrono::milliseconds(0)));
        if (!aftermath.ended)
            aftermath.state = stateOf(m_root, delivery.process.id);
        over = aftermath.ended || left <= wait || (order.isToStop() && aftermath.state == State::Stopped);
    }
    return aftermath;
}

void SignalWorker::resume()
{
    for (auto &grip : m_grips) {
        if (std::exchange(grip.halted, false) && grip.target)
            static_cast<void>(grip.target->send(SIGCONT)); // it may have ended
    }
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

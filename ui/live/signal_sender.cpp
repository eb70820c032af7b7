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
        grip.halted = grip.halted || (state && *state != State::Stopped);
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
        const auto &target = gripOf(process).target;
        deliveries.push_back(
            {process, target ? target->send(order.signal) : Result<void>(Failure(target.error()))});
    }
    watch(deliveries, order.patience);
}

void SignalWorker::watch(const std::vector<Delivery> &deliveries, std::chrono::milliseconds patience)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    std::vector<Aftermath> aftermath;
    aftermath.reserve(deliveries.size());
    for (const auto &delivery : deliveries)
        aftermath.push_back(await(delivery, until));
    emit done(aftermath);
}

Aftermath SignalWorker::await(const Delivery &delivery, std::chrono::steady_clock::time_point until)
{
    Aftermath aftermath{delivery, std::nullopt, std::nullopt};
    const auto &target = gripOf(delivery.process).target;
    if (!delivery.sent || !target)
        return aftermath;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    aftermath.ended = target->awaitEnd(std::max(left, std::chrono::milliseconds(0)));
    if (!aftermath.ended)
        aftermath.state = stateOf(m_root, delivery.process.id);
    return aftermath;
}

SignalWorker::~SignalWorker()
{
    for (const auto &grip : m_grips) {
        if (grip.halted && grip.target)
            static_cast<void>(grip.target->send(SIGCONT)); // refused: then it was not stopped either
    }
}

SignalSender::SignalSender(std::string root, QObject *parent) : QObject(parent)
{
    qRegisterMetaType<std::vector<Prospect>>();
    qRegisterMetaType<std::vector<Kin>>();
    qRegisterMetaType<std::vector<Aftermath>>();
    qRegisterMetaType<SignalOrder>();
    qRegisterMetaType<std::vector<Delivery>>();
    qRegisterMetaType<std::chrono::milliseconds>();
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

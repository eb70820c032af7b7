// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/signal_run.h"

#include <algorithm>
#include <csignal>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/operation/consequences.h"
#include "core/operation/recipients.h"

namespace forklore {

SignalRun::SignalRun(Targets &targets, std::stop_token cancel)
    : m_targets(targets), m_cancel(std::move(cancel)), m_halt(targets)
{
}

void SignalRun::start(SignalOrder order)
{
    m_order = std::move(order);
    m_stage = Stage::Begin;
}

void SignalRun::watch(SignalOrder order, std::vector<Delivery> deliveries)
{
    m_order = std::move(order);
    m_batch = std::move(deliveries);
    m_outcomes.clear();
    m_stage = Stage::AllSent;
}

std::optional<SignalStep> SignalRun::next()
{
    switch (std::exchange(m_stage, Stage::Idle)) {
    case Stage::Begin:
        return begin();
    case Stage::Halted:
        return handleHalt();
    case Stage::Send:
        return send();
    case Stage::BatchSent:
        return handleBatch();
    case Stage::AllSent:
        return finish();
    case Stage::Idle:
        break;
    }
    return std::nullopt;
}

SignalStep SignalRun::begin()
{
    if (m_cancel.stop_requested())
        return Cancelled();
    m_notStopped.clear();
    if (!m_order.haltFirst) {
        m_halt.resume();
        return beginSending();
    }
    const std::vector<ProcessRef> parentsFirst(m_order.to.rbegin(), m_order.to.rend());
    m_halted = m_halt.halt(parentsFirst,
                           m_order.newcomersToo ? NewcomerPolicy::Include : NewcomerPolicy::Report, m_cancel);
    m_notStopped = m_halted.notStopped;
    m_stage = Stage::Halted;
    return Halted{m_halted, m_targets.protection()};
}

SignalStep SignalRun::handleHalt()
{
    if (!m_halted.sampled) { // whom it has below it is not known: nothing is sent
        std::vector<SignalOutcome> outcomes;
        for (const auto &process : m_order.to)
            outcomes.push_back({.delivery = {process, Failure(*m_halted.sampleError)}});
        return Done{std::move(outcomes)};
    }
    if (m_halted.cancelled) {
        m_halt.resume();
        return Cancelled();
    }
    if (!m_halted.newcomers.empty()) {
        const bool areStopped = !answersDependOn(m_halted.members);
        if (!areStopped)
            m_halt.resume();
        return Grown{m_halted.newcomers, areStopped};
    }
    const auto added = m_halted.members.begin() + static_cast<std::ptrdiff_t>(m_order.to.size());
    m_order.to.insert(m_order.to.begin(), m_halted.members.rbegin(), std::make_reverse_iterator(added));
    if (m_order.patience) {
        for (auto process = added; process != m_halted.members.end(); ++process) {
            if (const auto user = m_targets.user(process->id))
                m_users[process->id] = *user;
        }
    }
    return beginSending();
}

SignalStep SignalRun::beginSending()
{
    std::stable_partition(m_order.to.begin(), m_order.to.end(), [this](const ProcessRef &process) {
        return process.id.pid != m_targets.caller();
    }); // after it none would get any
    m_at = 0;
    m_anyHeld = false;
    m_batch.clear();
    m_settled.clear();
    m_outcomes.clear();
    m_stage = Stage::Send;
    return Sending{m_at, m_order.to.size()};
}

SignalStep SignalRun::send()
{
    for (; m_at < m_order.to.size(); ++m_at) {
        const auto &process = m_order.to[m_at];
        if (m_order.patience) {
            const auto held = m_targets.hold(process.id);
            if (m_anyHeld && !held && held.error().kind == ErrorKind::Io) {
                m_stage = Stage::BatchSent;
                return Sending{m_at, m_order.to.size()};
            }
            m_anyHeld = m_anyHeld || held;
        }
        m_batch.push_back({process, m_targets.send(process.id, m_order.signal)});
        if (m_batch.back().sent)
            m_settled.push_back(process.id);
    }
    return endSending();
}

SignalStep SignalRun::endSending()
{
    m_halt.settle(m_settled); // they end, or shall stand still
    m_halt.resume();
    m_stage = Stage::AllSent;
    return Delivered();
}

SignalStep SignalRun::handleBatch()
{
    const auto batch = m_batch;
    awaitBatch();
    for (const auto &delivery : batch)
        m_targets.release(delivery.process.id);
    m_anyHeld = false;
    return m_cancel.stop_requested() ? endSending() : send();
}

SignalStep SignalRun::finish()
{
    awaitBatch();
    return Done{std::exchange(m_outcomes, {})};
}

void SignalRun::awaitBatch()
{
    const auto until = m_targets.now() + m_order.patience.value_or(std::chrono::milliseconds(0));
    for (const auto &delivery : std::exchange(m_batch, {}))
        m_outcomes.push_back(await(delivery, until));
}

SignalOutcome SignalRun::await(const Delivery &delivery, std::chrono::steady_clock::time_point until)
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
    if (!delivery.sent || !m_order.patience)
        return outcome;
    for (bool over = false; !over;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - m_targets.now());
        const auto wait = m_cancel.stop_requested() ? std::chrono::milliseconds(0) // one look at each
                                                    : std::min(left, m_order.isToStop() ? nextLook : slice);
        outcome.ended = m_targets.awaitEnd(id, std::max(wait, std::chrono::milliseconds(0)));
        if (!outcome.ended)
            outcome.state = m_targets.state(id);
        over = outcome.ended || left <= wait || m_cancel.stop_requested() ||
               (m_order.isToStop() && outcome.state == State::Stopped);
    }
    outcome.reaped = outcome.ended && m_targets.isReaped(id);
    return outcome;
}

bool SignalRun::answersDependOn(const std::vector<ProcessRef> &stopped)
{
    const auto snapshot = m_targets.sample();
    if (!snapshot)
        return true;
    return std::ranges::any_of(consequences(*snapshot, stopped, SIGSTOP, m_targets.caller()),
                               [](const Consequence &consequence) {
                                   return consequence.kind == ConsequenceKind::Caller ||
                                          consequence.kind == ConsequenceKind::AboveIt ||
                                          consequence.kind == ConsequenceKind::Desktop;
                               });
}

Result<SignalReport> runToEnd(Targets &targets, SignalOrder order)
{
    SignalRun run(targets);
    run.start(std::move(order));
    SignalReport report;
    while (auto step = run.next()) {
        if (auto *halted = std::get_if<Halted>(&*step))
            report.halted = std::move(halted->outcome);
        else if (auto *done = std::get_if<Done>(&*step))
            report.outcomes = std::move(done->outcomes);
    }
    if (report.halted && !report.halted->sampled)
        return Failure(*report.halted->sampleError);
    return report;
}

Result<SignalReport> killTree(Targets &targets, const ProcessId &root)
{
    return targets.sample().and_then([&](const Snapshot &snapshot) -> Result<SignalReport> {
        auto tree = recipients(snapshot, root, Scope::Tree);
        if (tree.empty())
            return failure(ErrorKind::Gone, fmt::format("process {} has ended", root.pid));
        return runToEnd(targets, {.signal = SIGKILL,
                                  .to = std::move(tree),
                                  .haltFirst = true,
                                  .newcomersToo = true,
                                  .patience = std::nullopt});
    });
}

} // namespace forklore

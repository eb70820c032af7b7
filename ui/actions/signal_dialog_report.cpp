// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the signal dialog does once the signal was sent: the helper is asked for those that refused it, what
// became of all is reported, and what is still there may be killed.
#include <algorithm>
#include <csignal>

#include "ui/actions/signal_dialog.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

QString SignalDialog::progressText() const
{
    if (!m_pending.empty())
        return m_helper->isServing() ? tr("Waiting for the helper …")
                                     : tr("Waiting for the administrator's password …");
    if (m_progress && m_progress->count > 0 && !m_sent)
        return tr("Sending in batches: %1 of %2 …")
            .arg(countText(m_progress->count), countText(m_progress->total));
    return m_progress || !haltsTree() ? tr("Waiting for what becomes of it …")
                                      : tr("Waiting until all have stopped …");
}

bool SignalDialog::askHelper(const std::vector<SignalOutcome> &outcomes)
{
    if (m_closing || !m_helper || !m_helper->obstacle().isEmpty() || std::exchange(m_helperAsked, true))
        return false;
    m_outcomes = outcomes;
    m_deliveries.clear();
    std::vector<std::size_t> refused;
    for (const auto &one : outcomes) {
        if (!one.delivery.sent && one.delivery.sent.error().kind == ErrorKind::Denied)
            refused.push_back(m_deliveries.size());
        m_deliveries.push_back(one.delivery);
    }
    m_pending = refused;
    m_helperContext = std::make_unique<QObject>();
    for (const auto at : refused)
        m_helper->ask({m_deliveries[at].process.id, SendSignal{*m_signal}}, m_helperContext.get(),
                      [this, at](const Result<Outcome> &answer) { handleAnswer(at, answer); });
    showStage();
    return !refused.empty();
}

void SignalDialog::handleAnswer(std::size_t at, const Result<Outcome> &answer)
{
    m_deliveries[at].sent = answer.map([](const Outcome &) {});
    std::erase(m_pending, at);
    showStage();
    if (m_pending.empty())
        m_sender.watch(m_lastOrder, m_deliveries);
}

QString SignalDialog::withoutHelperText() const
{
    return needsHelper() && !m_helperObstacle.isEmpty()
               ? tr("%1. As root, in a terminal: %2").arg(m_helperObstacle, byHand())
               : QString();
}

QString SignalDialog::byHand() const
{
    // By name and number of one: a list of bare numbers is an accident waiting to happen.
    const auto refused = std::ranges::find_if(
        m_previews, [](const SignalPreview &preview) { return preview.held && !preview.permitted; });
    const auto pid = refused == m_previews.end() ? m_recipients.front().id.pid : refused->process.id.pid;
    return QStringLiteral("forklore-cli signal %1 %2")
        .arg(displayText(signalName(*m_signal)).mid(3))
        .arg(pid);
}

std::vector<OperationRecord> SignalDialog::recordsOf(const std::vector<SignalOutcome> &outcomes) const
{
    std::vector<OperationRecord> records;
    records.reserve(outcomes.size());
    for (const auto &one : outcomes)
        records.push_back({displayText(signalName(*m_signal)), one.delivery.process,
                           signalOutcomeText(*m_signal, one, effectOn(one.delivery.process))});
    return records;
}

std::vector<OperationRecord> SignalDialog::recordsSoFar() const
{
    auto outcomes = m_outcomes;
    for (std::size_t at = 0; at < outcomes.size(); ++at)
        outcomes[at].delivery = m_deliveries[at];
    auto records = recordsOf(outcomes);
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        if (m_deliveries[at].sent && !m_outcomes[at].delivery.sent)
            records[at].outcome = tr("Sent by the helper; what became of it was not awaited");
    }
    if (m_helper->isAsking(m_helperContext.get()))
        records[m_pending.front()].outcome = tr("Asked of the helper; the answer was not awaited");
    return records;
}

void SignalDialog::handleOutcomes(const std::vector<SignalOutcome> &outcomes)
{
    if (askHelper(outcomes))
        return;
    m_stage = Stage::Reporting;
    const auto records = recordsOf(outcomes);
    emit performed(records);
    if (m_closing)
        return QDialog::reject();
    const bool good = m_unwatched.isEmpty() && std::ranges::all_of(outcomes, [&](const SignalOutcome &one) {
                          return wentAsAsked(*m_signal, one, effectOn(one.delivery.process));
                      });
    if (good) {
        emit succeeded(outcomes.size() == 1 ? tr("%1: %2").arg(who(), records.front().outcome.toLower())
                                            : tr("%1 to %2: done").arg(records.front().operation, who()));
        return accept();
    }
    report(outcomes);
    if (m_hidden)
        open();
}

void SignalDialog::report(const std::vector<SignalOutcome> &outcomes)
{
    m_rest.clear();
    auto rows = m_model->rows();
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        const auto &one = outcomes[at];
        if (at == rows.size() || rows[at].process != one.delivery.process) // with newcomers: all anew
            rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at),
                        recipientRow(0, one.delivery.process, m_sample));
        updateRecipient(rows[at], m_sample, one.user);
        rows[at].place = static_cast<int>(at);
        rows[at].outcome = signalOutcomeText(*m_signal, one, effectOn(one.delivery.process));
        if (isLeft(*m_signal, one, effectOn(one.delivery.process)))
            m_rest.push_back(one.delivery.process);
    }
    rows.resize(outcomes.size());
    m_model->resetRows(std::move(rows));
    fitTable();
    m_heading->setText(tr("%1: not all went as asked for").arg(displayText(signalName(*m_signal))));
    m_note->setText(
        m_unwatched.isEmpty()
            ? withoutHelperText()
            : tr("The tree could not be watched: %1; what it started meanwhile may go on").arg(m_unwatched));
    m_search->hide();
    m_signals->hide();
    m_choices->hide();
    showStage();
    m_cancel->setFocus();
}

void SignalDialog::killRest()
{
    m_stage = Stage::Asking;
    m_signal = SIGKILL;
    m_scopes->setCurrentIndex(0);
    choose(std::exchange(m_rest, {}));
    m_send->setDefault(true);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/signal_dialog.h"

#include <algorithm>
#include <csignal>
#include <set>

#include <QApplication>
#include <QTimer>

#include "core/operation/consequences.h"
#include "ui/actions/dialog_parts.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {
namespace {

ProcessRef refOf(const ProcessId &id, const Snapshot &snapshot)
{
    const auto *process = snapshot.find(id);
    return {id, process ? nameOf(*process) : "?"};
}

} // namespace

SignalDialog::SignalDialog(const Control &control, std::vector<ProcessId> chosen, std::optional<int> signal,
                           Scope scope, const SamplePtr &sample, QWidget *parent)
    : QDialog(parent),
      m_sender(control),
      m_sample(sample),
      m_chosen(std::move(chosen)),
      m_signal(signal),
      m_heading(headingLabel()),
      m_meaning(plainLabel()),
      m_scopes(new QComboBox),
      m_order(new QComboBox),
      m_search(new QLineEdit),
      m_signalsModel(makeSignalsModel(nullptr)),
      m_signals(new SectionTable(m_signalsModel)),
      m_model(makeRecipientsModel(nullptr)),
      m_table(new SectionTable(m_model)),
      m_warning(warningLabel()),
      m_newcomers(new QCheckBox(tr("Those that they start meanwhile, &too"))),
      m_note(plainLabel()),
      m_kill(new QPushButton(tr("&Kill what is still there…"))),
      m_cancel(new QPushButton(tr("Cancel"))),
      m_send(new QPushButton)
{
    setWindowTitle(tr("Signal"));
    setWindowModality(Qt::WindowModal);
    m_send->setObjectName("send");
    m_cancel->setObjectName("cancel");
    m_kill->setObjectName("kill");
    m_newcomers->setObjectName("newcomers");
    m_signals->setObjectName("signals");
    m_model->setObjectName("recipients");
    m_warning->setObjectName("warning");
    m_heading->setObjectName("heading");
    layOut();
    connect(&m_sender, &SignalSender::held, this, &SignalDialog::handlePreviews);
    connect(&m_sender, &SignalSender::grown, this, &SignalDialog::handleNewcomers);
    connect(&m_sender, &SignalSender::cancelled, this, &QDialog::reject);
    connect(&m_sender, &SignalSender::unprotected, this, [this](const QString &why) {
        m_unprotected = why;
        showStage();
    });
    connect(&m_sender, &SignalSender::unwatched, this, [this](const QString &why) { m_unwatched = why; });
    connect(&m_sender, &SignalSender::sending, this, [this](std::size_t count, std::size_t total) {
        m_progress = Progress{count, total};
        showStage();
    });
    connect(&m_sender, &SignalSender::delivered, this, [this] {
        m_sent = true;
        showStage();
    });
    connect(&m_sender, &SignalSender::done, this, &SignalDialog::handleOutcomes);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_send, &QPushButton::clicked, this, &SignalDialog::send);
    connect(m_kill, &QPushButton::clicked, this, &SignalDialog::killRest);
    connect(m_scopes, &QComboBox::currentIndexChanged, this, &SignalDialog::chooseByScope);
    connect(m_order, &QComboBox::currentIndexChanged, this, &SignalDialog::chooseByScope);
    setScope(scope);
    chooseByScope();
    showSignals();
}

void SignalDialog::setSignal(std::optional<int> signal)
{
    if (m_stage != Stage::Asking || m_signal == signal)
        return;
    m_signal = signal;
    showPreviews();
}

void SignalDialog::setScope(Scope scope)
{
    m_scopes->setCurrentIndex(std::max(0, m_scopes->findData(static_cast<int>(scope))));
}

void SignalDialog::chooseByScope()
{
    const auto scope = static_cast<Scope>(m_scopes->currentData().toInt());
    const auto order = static_cast<TreeOrder>(m_order->currentData().toInt());
    std::vector<ProcessRef> all;
    std::set<ProcessId> seen;
    for (const auto &id : m_chosen) {
        auto some = forklore::recipients(*m_sample->snapshot, id, scope, order);
        if (some.empty()) // it has ended: the table says so
            some.push_back(refOf(id, *m_sample->snapshot));
        for (auto &process : some) {
            if (seen.insert(process.id).second)
                all.push_back(std::move(process));
        }
    }
    m_order->setVisible(scope == Scope::Tree && all.size() > 1);
    choose(std::move(all));
}

void SignalDialog::choose(std::vector<ProcessRef> recipients)
{
    m_recipients = std::move(recipients);
    m_previews.clear();
    m_places.clear();
    std::vector<RecipientRow> rows;
    rows.reserve(m_recipients.size());
    for (const auto &process : m_recipients)
        rows.push_back(recipientRow(static_cast<int>(rows.size()), process, m_sample));
    m_model->resetRows(std::move(rows));
    fitTable();
    askForPreviews();
    showStage();
}

void SignalDialog::applySample(const SamplePtr &sample)
{
    m_sample = sample;
    if (m_stage == Stage::Asking && !m_holding)
        askForPreviews();
}

void SignalDialog::askForPreviews()
{
    m_holding = true;
    m_sender.hold(m_recipients, m_sample);
}

void SignalDialog::handlePreviews(const std::vector<SignalPreview> &previews)
{
    const bool current =
        std::ranges::equal(previews, m_recipients, [](const SignalPreview &preview, const ProcessRef &ref) {
            return preview.process == ref;
        });
    if (!current || m_stage != Stage::Asking)
        return; // an answer to an older question
    m_holding = false;
    m_previews = previews;
    m_places.clear();
    for (std::size_t at = 0; at < m_previews.size(); ++at)
        m_places.emplace(m_previews[at].process.id, at);
    showPreviews();
    if (!std::exchange(m_sendWhenHeld, false))
        return;
    if (!concernsOthers())
        return send();
    m_hidden = false;
    open();
}

void SignalDialog::showPreviews()
{
    if (!m_previews.empty()) {
        auto rows = m_model->rows();
        for (std::size_t at = 0; at < rows.size(); ++at) {
            updateRecipient(rows[at], m_sample, m_previews[at].user);
            rows[at].outcome =
                m_signal ? previewText(*m_signal, m_previews[at], *m_sample->snapshot) : QString();
        }
        m_model->setRows(rows);
    }
    showSignals();
    showStage();
}

void SignalDialog::showSignals()
{
    if (m_signals->isHidden())
        return;
    const bool known = !m_previews.empty() && m_previews.front().reading;
    const auto rows = signalRows(known ? *m_previews.front().reading : SignalReading(), false);
    m_signals->setColumnHidden(signalEffectColumn,
                               !known || m_recipients.size() != 1); // what it would do to the one
    if (m_signalsModel->rows().empty())
        m_signalsModel->resetRows(rows);
    else
        m_signalsModel->setRows(rows);
}

QString SignalDialog::notHeldText() const
{
    const auto waiting = std::ranges::count_if(m_previews, &SignalPreview::waits);
    return waiting == 0 ? QString()
                        : QLatin1Char(' ') + tr("%1 of %2 cannot be held.")
                                                 .arg(countText(static_cast<std::uint64_t>(waiting)),
                                                      countText(m_previews.size()));
}

bool SignalDialog::haltsTree() const
{
    return (m_signal == SIGKILL || m_signal == SIGSTOP) &&
           static_cast<Scope>(m_scopes->currentData().toInt()) == Scope::Tree;
}

QString SignalDialog::who() const
{
    return m_recipients.size() == 1 ? refText(m_recipients.front())
                                    : tr("%1 processes").arg(countText(m_recipients.size()));
}

void SignalDialog::showStage()
{
    const bool asking = m_stage == Stage::Asking;
    const bool known = !m_previews.empty();
    const bool anybody =
        std::ranges::any_of(m_previews, [this](const SignalPreview &preview) { return isReached(preview); });
    const auto verb = m_signal ? signalVerb(*m_signal) : tr("Send");
    const auto request = m_signal ? signalRequest(*m_signal, who()) : QString();
    if (m_stage != Stage::Reporting)
        m_heading->setText(m_signal ? tr("%1?").arg(request) + notHeldText()
                                    : tr("Which signal for %1?").arg(who()));
    m_meaning->setText(m_signal ? tr("%1, %2: %3")
                                      .arg(displayText(signalName(*m_signal)))
                                      .arg(*m_signal)
                                      .arg(wordOf(signalMeaning(*m_signal)))
                                : tr("Choose one from the table."));
    const bool locked = needsHelper() && m_helper && m_helperObstacle.isEmpty();
    m_send->setIcon(locked ? QIcon(QStringLiteral(":/icons/lock.svg")) : QIcon());
    m_send->setText(m_recipients.size() == 1 || !m_signal ? verb : request);
    m_send->setVisible(m_stage != Stage::Reporting);
    m_send->setEnabled(asking && m_signal && anybody && !m_settling);
    m_choices->setEnabled(asking && !m_grown);
    m_signals->setEnabled(asking && !m_grown);
    m_newcomers->setVisible(haltsTree() && m_stage != Stage::Reporting);
    m_newcomers->setEnabled(asking);
    m_cancel->setText(m_stage == Stage::Reporting || m_sent ? tr("Close") : tr("Cancel"));
    m_kill->setVisible(!m_rest.empty());
    if (m_stage == Stage::Sending)
        m_note->setText(progressText());
    else if (asking && known && m_signal && !anybody)
        m_note->setText(tr("No process is left that it would reach"));
    else if (asking && !m_grown)
        m_note->setText(withoutHelperText());

    QStringList warnings;
    if (m_signal && m_stage != Stage::Reporting) {
        if (std::ranges::any_of(m_previews, &SignalPreview::waits))
            warnings +=
                tr("▲ The limit of open files (ulimit -n) is too low to hold all at once: the signal is "
                   "sent in batches, to each as soon as others have ended or were waited for.");
        if (!m_unprotected.isEmpty())
            warnings += tr("▲ Nothing continues them if Forklore is killed while they are stopped: %1.")
                            .arg(m_unprotected);
        for (const auto &consequence : consequences(*m_sample->snapshot, m_recipients, *m_signal, getpid()))
            warnings += QStringLiteral("▲ %1.").arg(displayText(consequence.sentence));
    }
    m_warning->setText(warnings.join(QLatin1Char('\n')));
    m_warning->setVisible(!warnings.isEmpty());
    if (isVisible())
        growToFit(*this);
}

bool SignalDialog::isReached(const SignalPreview &preview) const
{
    return preview.held && effectOn(preview.process) != SignalEffect::Zombie;
}

bool SignalDialog::concernsOthers() const
{
    return needsHelper() || !consequences(*m_sample->snapshot, m_recipients, *m_signal, getpid()).empty();
}

void SignalDialog::reject()
{
    if (!m_pending.empty()) {
        const auto records = recordsSoFar();
        m_pending.clear();
        m_helperContext.reset(); // what was not handed to the helper yet is not done
        emit performed(records);
        return QDialog::reject();
    }
    if (m_stage != Stage::Sending || std::exchange(m_closing, true))
        return QDialog::reject();
    constexpr std::chrono::milliseconds patience(500); // it answers sooner, if at all
    m_sender.cancel();
    QTimer::singleShot(patience, this, &QDialog::reject);
}

void SignalDialog::sendAtOnce()
{
    m_hidden = true;
    m_sendWhenHeld = true;
}

std::optional<SignalEffect> SignalDialog::effectOn(const ProcessRef &process) const
{
    const auto place = m_places.find(process.id);
    if (!m_signal || place == m_places.end() || !m_previews[place->second].reading)
        return std::nullopt;
    return predict(*m_signal, *m_previews[place->second].reading).effect;
}

void SignalDialog::send()
{
    m_stage = Stage::Sending;
    m_sent = false;
    m_progress.reset();
    m_unwatched.clear();
    SignalOrder order{*m_signal, m_recipients, haltsTree(), m_newcomers->isChecked()};
    const bool waits = std::ranges::any_of(m_recipients, [&](const ProcessRef &process) {
        const auto effect = effectOn(process).value_or(SignalEffect::Ends);
        return effect == SignalEffect::Ends || effect == SignalEffect::EndsWithCore ||
               effect == SignalEffect::RunsHandler || effect == SignalEffect::Stops;
    });
    if (!waits) // nothing is to be expected of it
        order.patience = std::chrono::milliseconds(100);
    m_lastOrder = order;
    m_helperAsked = false;
    m_sender.send(order);
    showStage();
}

void SignalDialog::handleNewcomers(const std::vector<ProcessRef> &newcomers, bool areStopped)
{
    const auto count = static_cast<std::uint64_t>(newcomers.size());
    auto all = m_recipients;
    all.insert(all.begin(), newcomers.rbegin(), newcomers.rend()); // children first
    m_stage = Stage::Asking;
    m_grown = true;
    m_settling = true;
    QTimer::singleShot(QApplication::doubleClickInterval(), this, [this] {
        m_settling = false;
        showStage();
    });
    choose(std::move(all));
    const auto started = count == 1 ? tr("1 more was started meanwhile.")
                                    : tr("%1 more were started meanwhile.").arg(countText(count));
    m_note->setText(started + QLatin1Char(' ') +
                    (areStopped ? tr("All others stay stopped until you decide.")
                                : tr("All go on until you decide: this window needs some of them.")));
}

bool SignalDialog::needsHelper() const
{
    return !m_sample->system.viewer.isRoot() &&
           std::ranges::any_of(m_previews, [](const SignalPreview &preview) {
               return !preview.permitted && preview.permitted.error().kind == ErrorKind::Denied;
           });
}

} // namespace forklore

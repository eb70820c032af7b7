// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignalDialog: says who gets a signal and what it will do, sends it on a second step, and tells what became
// of it. Whoever stands in its table gets the signal, and nobody else, whatever the tree shows meanwhile: the
// table changes when the user chooses to whom, and is asked about again.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/operation/recipients.h"
#include "ui/details/section_table.h"
#include "ui/live/helper/helper.h"
#include "ui/live/signal_sender.h"
#include "ui/models/operations_model.h"
#include "ui/models/recipients_model.h"
#include "ui/models/sections/signals_model.h"

namespace forklore {

class SignalDialog : public QDialog {
    Q_OBJECT

public:
    /// @param chosen as they were at the click
    /// @param signal nothing: it is chosen from the table of all
    SignalDialog(const Control &control, std::vector<ProcessId> chosen, std::optional<int> signal,
                 Scope scope, const SamplePtr &sample, QWidget *parent = nullptr);

    /// Who is asked where one's own rights do not reach; it outlives the dialog. Null: nobody.
    void setHelper(Helper *helper)
    {
        m_helper = helper;
        m_helperObstacle = helper ? helper->obstacle() : QString();
    }
    /// The processes go on while the dialog is looked at; the list of who gets the signal stays.
    void applySample(const SamplePtr &sample);
    /// Without being shown, for what needs no second step; it is shown after all where somebody else is
    /// concerned, the administrator would be asked, or it does not go as asked for.
    void sendAtOnce();
    /// At any time. What is on its way is cancelled where nothing was sent yet; else what became of it until
    /// now is noted.
    void reject() override;

    /// @param signal nothing: none is chosen
    void setSignal(std::optional<int> signal);
    void setScope(Scope scope);

signals:
    void performed(const std::vector<forklore::OperationRecord> &records);
    /// All went as asked for: it closes, and this is said elsewhere.
    void succeeded(const QString &summary);

private:
    enum class Stage { Asking, Sending, Reporting };
    /// How many of all the signal was sent to.
    struct Progress {
        std::size_t count = 0;
        std::size_t total = 0;
    };

    void layOut();
    [[nodiscard]] QWidget *makeChoices();
    void choose(std::vector<ProcessRef> recipients);
    void chooseByScope();
    /// No higher than its rows.
    void fitTable();
    void handlePreviews(const std::vector<SignalPreview> &previews);
    void handleNewcomers(const std::vector<ProcessRef> &newcomers, bool areStopped);
    void handleOutcomes(const std::vector<SignalOutcome> &outcomes);
    /// Notes what became of it.
    [[nodiscard]] std::vector<OperationRecord> recordsOf(const std::vector<SignalOutcome> &outcomes) const;
    /// As recordsOf(), while the helper still answers.
    [[nodiscard]] std::vector<OperationRecord> recordsSoFar() const;
    void report(const std::vector<SignalOutcome> &outcomes);
    /// @return whether it was asked: there are some that refused, and it can be
    bool askHelper(const std::vector<SignalOutcome> &outcomes);
    void handleAnswer(std::size_t at, const Result<Outcome> &answer);
    [[nodiscard]] bool needsHelper() const;
    /// Why the helper cannot be asked for those that only root may signal, and what to do; empty: it can.
    [[nodiscard]] QString withoutHelperText() const;
    [[nodiscard]] QString byHand() const;
    /// What is waited for while it is sent.
    [[nodiscard]] QString progressText() const;
    [[nodiscard]] bool concernsOthers() const;
    [[nodiscard]] bool isReached(const SignalPreview &preview) const;
    void askForPreviews();
    void showStage();
    void showPreviews();
    void showSignals();
    void send();
    void killRest();
    /// What was foreseen; nothing: nothing could be.
    [[nodiscard]] std::optional<SignalEffect> effectOn(const ProcessRef &process) const;
    /// Whether all are stopped first.
    [[nodiscard]] bool haltsTree() const;
    [[nodiscard]] QString who() const;
    /// " 504 of 1 501 cannot be held."; empty: all are.
    [[nodiscard]] QString notHeldText() const;

    SignalSender m_sender;
    SamplePtr m_sample;
    std::vector<ProcessId> m_chosen;
    std::optional<int> m_signal;
    std::vector<ProcessRef> m_recipients;
    std::vector<SignalPreview> m_previews;
    std::unordered_map<ProcessId, std::size_t> m_places; ///< of the prospects
    Helper *m_helper = nullptr;
    QString m_helperObstacle;              ///< at the click
    std::vector<Delivery> m_deliveries;    ///< while the helper is asked for some of them
    std::vector<SignalOutcome> m_outcomes; ///< meanwhile: what became of it without the helper
    std::vector<std::size_t>
        m_pending; ///< of the deliveries, those that the helper has not answered, in order
    std::unique_ptr<QObject> m_helperContext; ///< without it none is done that was not handed over yet
    QString m_unprotected;                    ///< why nothing continues those that were stopped
    QString m_unwatched; ///< why it is not known what they have started while they were stopped
    std::optional<Progress> m_progress; ///< while sending: since all have stopped
    bool m_helperAsked = false;
    SignalOrder m_lastOrder;
    std::vector<ProcessRef> m_rest; ///< still there after a signal that was to end them
    Stage m_stage = Stage::Asking;
    bool m_holding = false;  ///< the worker reads what the processes do about signals
    bool m_grown = false;    ///< some were started meanwhile: nothing but that is asked
    bool m_settling = false; ///< a click that was meant for what stood there before is not taken
    bool m_sendWhenHeld = false;
    bool m_sent = false;    ///< while sending: what becomes of it is waited for
    bool m_closing = false; ///< while sending: as soon as it is known what was done
    bool m_hidden = false;  ///< sent without being shown

    QLabel *m_heading;
    QLabel *m_meaning;
    QComboBox *m_scopes;
    QComboBox *m_order;
    QWidget *m_choices;
    QLineEdit *m_search;
    SignalsModel *m_signalsModel;
    SectionTable *m_signals;
    RecipientsModel *m_model;
    SectionTable *m_table;
    QLabel *m_warning;
    QCheckBox *m_newcomers;
    QLabel *m_note;
    QPushButton *m_kill;
    QPushButton *m_cancel;
    QPushButton *m_send;
};

} // namespace forklore

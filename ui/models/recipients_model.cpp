// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recipients_model.h"

#include <csignal>

#include "core/operation/consequences.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

QString capitalized(const std::string &message)
{
    const auto text = displayText(message);
    return text.left(1).toUpper() + text.mid(1);
}

constexpr auto notKnown = "?"_L1;

QString userText(Uid user, const Sample &sample)
{
    const auto known = sample.users.find(user);
    return known == sample.users.end() ? QString::number(user) : known->second;
}

/// The start is a part of the identity: it is known of a process that no sample has seen yet.
QString sinceOf(const ProcessId &id, const Sample &sample)
{
    const auto &boot = sample.system.bootTime;
    if (id.start == ProcessId::unknownStart || !boot)
        return notKnown;
    return startedText(*boot + sample.system.startOf(id.start), sample.snapshot->takenAt);
}

bool isToEnd(int signal)
{
    const auto action = defaultAction(signal);
    return action == DefaultAction::Terminate || action == DefaultAction::CoreDump;
}

QString whyStillThere(const SignalOutcome &outcome, std::optional<SignalEffect> foreseen)
{
    if (outcome.state == State::Stopped || foreseen == SignalEffect::AwaitsContinue)
        return u": stopped, it takes the signal when it is continued"_s;
    if (foreseen == SignalEffect::AwaitsThaw)
        return u": frozen, it takes the signal when it is thawed"_s;
    if (outcome.state == State::DiskSleep)
        return u": in uninterruptible sleep, it takes the signal when that is over"_s;
    if (foreseen == SignalEffect::RunsHandler)
        return u": it has a handler for the signal"_s;
    if (foreseen == SignalEffect::Ignored)
        return u": it ignores the signal"_s;
    if (foreseen == SignalEffect::StaysPending || foreseen == SignalEffect::AlreadyPending)
        return u": it blocks the signal, which stays pending"_s;
    return {};
}

} // namespace

RecipientsModel *makeRecipientsModel(QObject *parent)
{
    std::vector<RowColumn<RecipientRow>> columns = {
        {.title = u"Process"_s,
         .tip = u"Its name"_s,
         .width = 130,
         .text = [](const RecipientRow &row) { return nameLine(row.process.comm); },
         .key = [](const RecipientRow &row) { return QVariant(row.place); }},
        {.title = u"PID"_s,
         .tip = u"Its process id"_s,
         .align = Qt::AlignRight,
         .width = 64,
         .text = [](const RecipientRow &row) { return QString::number(row.process.id.pid); },
         .key = [](const RecipientRow &row) { return QVariant(row.process.id.pid); }},
        {.title = u"User"_s,
         .tip = u"Effective user"_s,
         .width = 80,
         .text = [](const RecipientRow &row) { return row.user; }},
        {.title = u"Since"_s,
         .tip = u"When it started"_s,
         .align = Qt::AlignRight,
         .width = 62,
         .text = [](const RecipientRow &row) { return row.since; }},
        {.title = u"Outcome"_s,
         .tip = u"What the signal would do to it at this moment; afterwards what has happened"_s,
         .width = 300,
         .text = [](const RecipientRow &row) { return row.outcome; },
         .reason = [](const RecipientRow &row) { return row.outcome; }},
    };
    const auto key = [](const RecipientRow &row) -> std::int64_t { return row.place; };
    return new RecipientsModel(std::move(columns), key, parent);
}

RecipientRow recipientRow(int place, const ProcessRef &process, const SamplePtr &sample)
{
    RecipientRow row{place, process, notKnown, sinceOf(process.id, *sample), u"…"_s};
    updateRecipient(row, sample);
    return row;
}

void updateRecipient(RecipientRow &row, const SamplePtr &sample, std::optional<Uid> user)
{
    const auto *known = sample->snapshot->find(row.process.id);
    if (known && known->credentials)
        user = known->credentials->uid.effective;
    if (user)
        row.user = userText(*user, *sample);
}

QString previewText(int signal, const SignalPreview &preview, const Snapshot &snapshot)
{
    if (!preview.held)
        return preview.held.error().kind == ErrorKind::Gone
                   ? u"Has ended since it was chosen: nothing is sent"_s
                   : capitalized(preview.held.error().message);
    if (!preview.reading)
        return u"Not known: "_s + displayText(preview.reading.error().message);
    const auto sentence =
        displayText(outlook(signal, *preview.reading, snapshot, preview.process.id).sentence);
    const bool denied = !preview.permitted && preview.permitted.error().kind == ErrorKind::Denied;
    return (denied ? u"As administrator: "_s + sentence.left(1).toLower() + sentence.mid(1) : sentence) +
           (preview.waits ? u"; in a later batch"_s : QString());
}

namespace {

QString outcomeText(int signal, const SignalOutcome &outcome, std::optional<SignalEffect> foreseen)
{
    if (!outcome.delivery.sent) {
        const auto &why = outcome.delivery.sent.error();
        return why.kind == ErrorKind::Gone ? u"Had ended before"_s
                                           : u"Refused: "_s + displayText(why.message);
    }
    if (foreseen == SignalEffect::Zombie)
        return outcome.reaped ? u"Nothing: it had ended already"_s
                              : u"Nothing: it had ended already, and waits for its parent"_s;
    if (outcome.ended && *outcome.ended)
        return capitalized(text(**outcome.ended));
    if (outcome.ended)
        return u"Has ended; "_s + displayText(outcome.ended->error().message);
    if (isToEnd(signal) && wentAsAsked(signal, outcome, foreseen))
        return u"Sent; it has a handler"_s;
    if (isToEnd(signal))
        return u"Still there"_s + whyStillThere(outcome, foreseen);
    if (outcome.state == State::Stopped)
        return u"Stopped"_s;
    if (foreseen == SignalEffect::AwaitsThaw)
        return u"Sent; frozen, it takes the signal when it is thawed"_s;
    return defaultAction(signal) == DefaultAction::Stop ? u"Goes on"_s : u"Sent; it goes on"_s;
}

} // namespace

QString signalOutcomeText(int signal, const SignalOutcome &outcome, std::optional<SignalEffect> foreseen)
{
    const auto sentence = outcomeText(signal, outcome, foreseen);
    return outcome.notStopped && outcome.delivery.sent
               ? u"%1. Before that it %2: what it started meanwhile may go on"_s.arg(
                     sentence, displayText(text(*outcome.notStopped)))
               : sentence;
}

bool wentAsAsked(int signal, const SignalOutcome &outcome, std::optional<SignalEffect> foreseen)
{
    if (!outcome.delivery.sent)
        return outcome.delivery.sent.error().kind == ErrorKind::Gone;
    if (foreseen == SignalEffect::Zombie || outcome.notStopped)
        return false;
    const bool request = signal == SIGTERM || signal == SIGINT || signal == SIGQUIT;
    if (isToEnd(signal) && (request || foreseen != SignalEffect::RunsHandler))
        return outcome.ended.has_value();
    return defaultAction(signal) != DefaultAction::Stop || outcome.state == State::Stopped;
}

bool isLeft(int signal, const SignalOutcome &outcome, std::optional<SignalEffect> foreseen)
{
    return isToEnd(signal) && signal != SIGKILL && outcome.delivery.sent && !outcome.ended &&
           !wentAsAsked(signal, outcome, foreseen);
}

namespace {

/// Empty: the signal has no verb of its own.
QString ownVerb(int signal)
{
    switch (signal) {
    case SIGTERM:
        return u"Terminate"_s;
    case SIGKILL:
        return u"Kill"_s;
    case SIGINT:
        return u"Interrupt"_s;
    case SIGHUP:
        return u"Hang up"_s;
    case SIGSTOP:
        return u"Stop"_s;
    case SIGCONT:
        return u"Continue"_s;
    case SIGQUIT:
        return u"Quit"_s;
    default:
        return {};
    }
}

} // namespace

QString signalVerb(int signal)
{
    const auto verb = ownVerb(signal);
    return verb.isEmpty() ? u"Send "_s + displayText(signalName(signal)) : verb;
}

QString signalRequest(int signal, const QString &recipients)
{
    return (ownVerb(signal).isEmpty() ? u"%1 to %2"_s : u"%1 %2"_s).arg(signalVerb(signal), recipients);
}

} // namespace forklore

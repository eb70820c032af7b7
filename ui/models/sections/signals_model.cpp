// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sections/signals_model.h"

#include <QStringList>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

QString dispositionText(const SignalRow &row)
{
    if (!row.dispositionTold)
        return u"?"_s;
    return row.caught ? u"caught"_s : row.ignored ? u"ignored"_s : u"–"_s;
}

QString notTold()
{
    return u"Unknown: its line in status is missing or malformed"_s;
}

QString dispositionReason(const SignalRow &row)
{
    if (!row.dispositionTold)
        return notTold();
    if (row.caught)
        return u"The process has a handler for it"_s;
    if (row.ignored)
        return u"The process wants it ignored"_s;
    return u"The process left it as it is by default: %1"_s.arg(wordOf(text(defaultAction(row.number))));
}

QString blockedText(const SignalRow &row)
{
    if (!row.blockedTold)
        return u"?"_s;
    return row.blockedByAll ? u"blocked"_s : row.blockedBySome ? u"by some threads"_s : QString();
}

QString blockedReason(const SignalRow &row)
{
    if (!row.blockedTold)
        return notTold();
    if (row.blockedByAll)
        return u"Every thread blocks it: it waits until one lets it through"_s;
    return row.blockedBySome ? u"Some threads block it: another one takes it"_s : QString();
}

QString pendingText(const SignalRow &row)
{
    QStringList whom;
    if (!row.pendingTold)
        return u"?"_s;
    if (row.pendingForProcess)
        whom += u"process"_s;
    if (row.pendingForMain)
        whom += u"main thread"_s;
    if (row.pendingForThread)
        whom += u"another thread"_s;
    return whom.join(u", "_s);
}

QString pendingReason(const SignalRow &row)
{
    if (!row.pendingTold)
        return notTold();
    const auto whom = pendingText(row);
    return whom.isEmpty() ? QString() : u"It was sent and has not been taken yet: %1"_s.arg(whom);
}

QString meaning(const SignalRow &row)
{
    return wordOf(signalMeaning(row.number));
}

/// "3 caught", "none pending".
QString counted(const std::optional<SignalSet> &set, const QString &what)
{
    if (!set)
        return u"? "_s + what;
    const auto count = set->members().size();
    return (count == 0 ? u"none"_s : countText(count)) + u' ' + what;
}

} // namespace

std::vector<SignalRow> signalRows(const SignalReading &reading, bool onlySet)
{
    std::vector<SignalRow> rows;
    for (int number = 1; number <= signalCount; ++number) {
        const auto in = [&](const std::optional<SignalSet> &set) { return set && set->contains(number); };
        SignalRow row{number,
                      in(reading.main.caught),
                      in(reading.main.ignored),
                      in(reading.blockedByAll),
                      in(reading.blockedBySome) || in(reading.blockedByAll),
                      in(reading.main.pending),
                      in(reading.pendingElsewhere),
                      in(reading.main.sharedPending),
                      predict(number, reading),
                      reading.main.caught && reading.main.ignored,
                      reading.blockedByAll && reading.blockedBySome,
                      reading.main.pending && reading.main.sharedPending && reading.pendingElsewhere};
        if (!onlySet || row.isSet())
            rows.push_back(std::move(row));
    }
    return rows;
}

QString signalsSummary(const SignalReading &reading)
{
    std::optional<SignalSet> pending = SignalSet();
    for (const auto &set : {reading.main.pending, reading.main.sharedPending, reading.pendingElsewhere})
        pending = pending && set ? std::optional(SignalSet{pending->bits | set->bits}) : std::nullopt;
    QStringList parts = {counted(reading.main.caught, u"caught"_s),
                         counted(reading.main.ignored, u"ignored"_s),
                         counted(reading.blockedByAll, u"blocked"_s), counted(pending, u"pending"_s)};
    if (!reading.complete)
        parts += u"the first %1 threads alone were asked"_s.arg(reading.threads);
    else if (reading.threads > 1)
        parts += u"%1 threads"_s.arg(reading.threads);
    return parts.join(u" · "_s);
}

SignalsModel *makeSignalsModel(QObject *parent)
{
    std::vector<RowColumn<SignalRow>> columns = {
        {.title = u"#"_s,
         .tip = u"Number on this machine"_s,
         .align = Qt::AlignRight,
         .width = 36,
         .dim = true,
         .text = [](const SignalRow &row) { return QString::number(row.number); },
         .key = [](const SignalRow &row) { return QVariant(row.number); },
         .reason = meaning},
        {.title = u"Signal"_s,
         .tip = u"Name; the tool tip of a row says what it means to a process"_s,
         .width = 112,
         .text = [](const SignalRow &row) { return displayText(signalName(row.number)); },
         .key = [](const SignalRow &row) { return QVariant(row.number); },
         .reason = meaning},
        {.title = u"By default"_s,
         .tip = u"What it does to a process that says nothing about it, signal(7)"_s,
         .width = 124,
         .text = [](const SignalRow &row) { return wordOf(text(defaultAction(row.number))); },
         .reason = meaning},
        {.title = u"Process"_s,
         .tip = u"What the process does about it: caught by a handler, ignored, or left as by default"_s,
         .width = 68,
         .text = dispositionText,
         .reason = dispositionReason},
        {.title = u"Blocked"_s,
         .tip = u"Whether its threads keep it waiting"_s,
         .width = 110,
         .text = blockedText,
         .reason = blockedReason},
        {.title = u"Pending"_s,
         .tip = u"Sent, but not taken yet: for the process as a whole or for one thread"_s,
         .width = 90,
         .text = pendingText,
         .reason = pendingReason},
        {.title = u"If sent now"_s,
         .tip = u"What would happen if it were sent to the process at this moment"_s,
         .width = 210,
         .text = [](const SignalRow &row) { return displayText(row.ifSent.sentence); }},
    };
    const auto key = [](const SignalRow &row) -> std::int64_t { return row.number; };
    auto *model = new SignalsModel(std::move(columns), key, parent);
    constexpr int nameColumn = 1;
    model->setEmphasis(nameColumn, [](const SignalRow &row) { return row.isSet(); });
    return model;
}

} // namespace forklore

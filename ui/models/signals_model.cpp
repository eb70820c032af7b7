// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/signals_model.h"

#include <QStringList>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

QString dispositionText(const SignalRow &row)
{
    return row.caught ? u"caught"_s : row.ignored ? u"ignored"_s : u"–"_s;
}

QString dispositionReason(const SignalRow &row)
{
    if (row.caught)
        return u"The process has a handler for it"_s;
    if (row.ignored)
        return u"The process wants it ignored"_s;
    return u"The process left it as it is by default: %1"_s.arg(wordOf(text(defaultAction(row.number))));
}

QString blockedText(const SignalRow &row)
{
    return row.blockedByAll ? u"blocked"_s : row.blockedBySome ? u"by some threads"_s : QString();
}

QString blockedReason(const SignalRow &row)
{
    if (row.blockedByAll)
        return u"Every thread blocks it: it waits until one lets it through"_s;
    return row.blockedBySome ? u"Some threads block it: another one takes it"_s : QString();
}

QString pendingText(const SignalRow &row)
{
    QStringList whom;
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
    const auto whom = pendingText(row);
    return whom.isEmpty() ? QString() : u"It was sent and has not been taken yet: %1"_s.arg(whom);
}

QString meaning(const SignalRow &row)
{
    return wordOf(signalMeaning(row.number));
}

/// "3 caught", "none pending".
QString counted(std::uint64_t bits, const QString &what)
{
    const auto count = SignalSet{bits}.members().size();
    return (count == 0 ? u"none"_s : countText(count)) + u' ' + what;
}

} // namespace

std::vector<SignalRow> signalRows(const SignalReading &reading, bool onlySet)
{
    std::vector<SignalRow> rows;
    for (int number = 1; number <= signalCount; ++number) {
        const auto in = [&](const SignalSet &set) { return set.contains(number); };
        SignalRow row{number,
                      in(reading.main.caught),
                      in(reading.main.ignored),
                      in(reading.blockedByAll),
                      in(reading.blockedBySome) || in(reading.blockedByAll),
                      in(reading.main.pending),
                      in(reading.pendingElsewhere),
                      in(reading.main.sharedPending),
                      predict(number, reading)};
        if (!onlySet || row.isSet())
            rows.push_back(std::move(row));
    }
    return rows;
}

QString signalsSummary(const SignalReading &reading)
{
    const auto pending =
        reading.main.pending.bits | reading.main.sharedPending.bits | reading.pendingElsewhere.bits;
    QStringList parts = {counted(reading.main.caught.bits, u"caught"_s),
                         counted(reading.main.ignored.bits, u"ignored"_s),
                         counted(reading.blockedByAll.bits, u"blocked"_s), counted(pending, u"pending"_s)};
    if (!reading.complete)
        parts += u"the first %1 threads alone were asked"_s.arg(reading.threads);
    else if (reading.threads > 1)
        parts += u"%1 threads"_s.arg(reading.threads);
    return parts.join(u" · "_s);
}

SignalsModel *makeSignalsModel(QObject *parent)
{
    const auto left = Qt::AlignLeft;
    std::vector<RowColumn<SignalRow>> columns = {
        {u"#"_s, u"Number on this machine"_s, Qt::AlignRight, 36, true,
         [](const SignalRow &row) { return QString::number(row.number); },
         [](const SignalRow &row) { return QVariant(row.number); }, meaning},
        {u"Signal"_s, u"Name; the tool tip of a row says what it tells a process"_s, left, 112, false,
         [](const SignalRow &row) { return lineOf(signalName(row.number)); },
         [](const SignalRow &row) { return QVariant(row.number); }, meaning},
        {u"By default"_s, u"What it does to a process that says nothing about it, signal(7)"_s, left, 124,
         false, [](const SignalRow &row) { return wordOf(text(defaultAction(row.number))); }, nullptr,
         meaning},
        {u"Process"_s,
         u"What the process does about it: caught by a handler, ignored, or left as by default"_s, left, 68,
         false, dispositionText, nullptr, dispositionReason},
        {u"Blocked"_s, u"Whether its threads keep it waiting"_s, left, 110, false, blockedText, nullptr,
         blockedReason},
        {u"Pending"_s, u"Sent, but not taken yet: for the process as a whole or for one thread"_s, left, 90,
         false, pendingText, nullptr, pendingReason},
        {u"If sent now"_s, u"What would happen if it were sent to the process at this moment"_s, left, 210,
         false, [](const SignalRow &row) { return lineOf(row.ifSent.sentence); }, nullptr, nullptr},
    };
    const auto key = [](const SignalRow &row) -> std::int64_t { return row.number; };
    auto *model = new SignalsModel(std::move(columns), key, parent);
    constexpr int nameColumn = 1;
    model->setEmphasis(nameColumn, [](const SignalRow &row) { return row.isSet(); });
    return model;
}

} // namespace forklore

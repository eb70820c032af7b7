// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/playmates_model.h"

#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

PlaymatesModel *makePlaymatesModel(QObject *parent)
{
    const auto left = Qt::AlignLeft;
    std::vector<RowColumn<Playmate>> columns = {
        {u"PID"_s, u"Process id; a click goes to it"_s, Qt::AlignRight, 70, false,
         [](const Playmate &mate) { return QString::number(mate.id.pid); },
         [](const Playmate &mate) { return QVariant(mate.id.pid); }, nullptr,
         [](const Playmate &) { return true; }},
        {u"Name"_s, u"As it was named"_s, left, 110, false,
         [](const Playmate &mate) { return lineOf(mate.name); }},
        {u"What it does"_s, u"Until it is told to end"_s, left, 130, true,
         [](const Playmate &mate) { return lineOf(text(mate.behaviour)); }},
        {u"Status"_s, u"How it ended; blank while it lives"_s, left, 110, false,
         [](const Playmate &mate) { return mate.end ? lineOf(text(*mate.end)) : QString(); }, nullptr,
         nullptr, nullptr, [](const Playmate &mate) { return mate.end && mate.end->isFailure(); }},
    };
    return new PlaymatesModel(
        std::move(columns), [](const Playmate &mate) { return static_cast<std::int64_t>(mate.number); },
        parent);
}

} // namespace forklore

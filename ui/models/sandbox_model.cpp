// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sandbox_model.h"

#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

SandboxProcessesModel *makeSandboxProcessesModel(QObject *parent)
{
    const auto left = Qt::AlignLeft;
    std::vector<RowColumn<SandboxProcess>> columns = {
        {u"PID"_s, u"Process id; a click goes to it"_s, Qt::AlignRight, 70, false,
         [](const SandboxProcess &mate) { return QString::number(mate.id.pid); },
         [](const SandboxProcess &mate) { return QVariant(mate.id.pid); }, nullptr,
         [](const SandboxProcess &) { return true; }},
        {u"Name"_s, u"As it was named"_s, left, 110, false,
         [](const SandboxProcess &mate) { return lineOf(mate.name); }},
        {u"What it does"_s, u"Until it is told to end"_s, left, 130, true,
         [](const SandboxProcess &mate) { return lineOf(text(mate.behaviour)); }},
        {u"Status"_s, u"How it ended; blank while it lives"_s, left, 110, false,
         [](const SandboxProcess &mate) { return mate.end ? lineOf(text(*mate.end)) : QString(); }, nullptr,
         nullptr, nullptr, [](const SandboxProcess &mate) { return mate.end && mate.end->isFailure(); }},
    };
    return new SandboxProcessesModel(
        std::move(columns), [](const SandboxProcess &mate) { return static_cast<std::int64_t>(mate.number); },
        parent);
}

} // namespace forklore

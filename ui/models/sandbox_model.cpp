// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sandbox_model.h"

#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

SandboxProcessesModel *makeSandboxProcessesModel(QObject *parent)
{
    std::vector<RowColumn<SandboxProcess>> columns = {
        {.title = u"PID"_s,
         .tip = u"Process id; a click goes to it"_s,
         .align = Qt::AlignRight,
         .width = 70,
         .text = [](const SandboxProcess &mate) { return QString::number(mate.id.pid); },
         .key = [](const SandboxProcess &mate) { return QVariant(mate.id.pid); },
         .link = [](const SandboxProcess &) { return true; }},
        {.title = u"Name"_s,
         .tip = u"As it was named"_s,
         .width = 110,
         .text = [](const SandboxProcess &mate) { return displayText(mate.name); }},
        {.title = u"What it does"_s,
         .tip = u"Until it is asked to end"_s,
         .width = 130,
         .dim = true,
         .text = [](const SandboxProcess &mate) { return displayText(text(mate.behaviour)); }},
        {.title = u"Status"_s,
         .tip = u"How it ended; blank while it lives"_s,
         .width = 110,
         .text =
             [](const SandboxProcess &mate) { return mate.end ? displayText(text(*mate.end)) : QString(); },
         .wrong = [](const SandboxProcess &mate) { return mate.end && mate.end->isFailure(); }},
    };
    return new SandboxProcessesModel(
        std::move(columns), [](const SandboxProcess &mate) { return static_cast<std::int64_t>(mate.number); },
        parent);
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/state_text.h"

#include "core/process/signals.h"
#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

/// How a zombie ended, short enough for a column.
QString endText(const ExitStatus &status)
{
    if (status.kind == ExitStatus::Kind::Exited)
        return u"exited %1"_s.arg(status.value);
    return QString::fromStdString(signalName(status.value));
}

} // namespace

QString stateText(const Process &process)
{
    if (!process.stat)
        return u"?"_s;
    if (process.stat->leaderEnded())
        return u"leader ended"_s;
    auto state = wordOf(text(process.stat->state));
    if (process.exitStatus && *process.exitStatus)
        state += u" · "_s + endText(**process.exitStatus);
    return state;
}

} // namespace forklore

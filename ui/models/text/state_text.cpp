// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/state_text.h"

#include "core/process/event.h"
#include "core/process/signals.h"
#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

QString endWord(const ExitStatus &status)
{
    if (status.kind == ExitStatus::Kind::Exited)
        return u"exited %1"_s.arg(status.value);
    return QString::fromStdString(signalName(status.value));
}

QString endText(const Process &process)
{
    if (!process.hasEnded && !process.isZombie())
        return {};
    const auto status = process.exitStatus.value_or(failure(ErrorKind::Unsupported, "not known"));
    return displayText(text(Exited{status, process.lifetime, {}}));
}

QString stateText(const Process &process)
{
    if (process.hasEnded)
        return process.exitStatus && *process.exitStatus ? endWord(**process.exitStatus) : u"ended"_s;
    if (!process.stat)
        return u"?"_s;
    if (process.stat->leaderEnded())
        return u"leader ended"_s;
    if (process.frozen && !process.isZombie())
        return u"frozen"_s;
    auto state = wordOf(text(process.stat->state));
    if (process.exitStatus && *process.exitStatus) {
        const auto &status = **process.exitStatus;
        const bool isCode = status.kind == ExitStatus::Kind::Exited;
        state += u" · "_s + (isCode ? QString::number(status.value) : endWord(status)); // a narrow column
    }
    return state;
}

QString stateText(const Process &process, const std::optional<Freeze> &freeze)
{
    return freeze && !process.hasEnded && !process.isZombie() ? u"frozen"_s : stateText(process);
}

} // namespace forklore

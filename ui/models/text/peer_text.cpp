// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/peer_text.h"

#include <algorithm>

#include <QStringList>

#include "ui/models/text/bytes.h"
#include "ui/models/text/name_line.h"

namespace forklore {

using namespace Qt::StringLiterals;

QString refText(const ProcessRef &ref)
{
    return u"%1 %2"_s.arg(nameLine(ref.comm), QString::number(ref.id.pid));
}

QString processRefText(const ProcessRef &ref)
{
    return ref.comm.empty() ? u"? %1"_s.arg(ref.id.pid) : refText(ref);
}

QString holderText(const Holder &holder)
{
    const auto what = holder.role.empty() ? u"fd %1"_s.arg(holder.number) : wordOf(holder.role);
    return refText(holder.process) + u" · "_s + what;
}

QString otherEndText(const OtherEnd &end, const ProcessId &self)
{
    if (end.holders.empty() && end.elsewhere)
        return u"elsewhere"_s;
    if (end.holders.empty())
        return end.incomplete.empty() ? u"nobody"_s : u"not visible"_s;
    // Somebody else tells more than the process itself.
    auto first =
        std::ranges::find_if(end.holders, [&](const Holder &holder) { return holder.process.id != self; });
    const bool itself = first == end.holders.end();
    if (itself)
        first = end.holders.begin();
    const auto text = itself ? u"itself · fd %1"_s.arg(first->number) : holderText(*first);
    const auto more = end.holders.size() - 1;
    return more == 0 ? text : u"%1, and %2 more"_s.arg(text, QString::number(more));
}

QString otherEndTip(const OtherEnd &end)
{
    constexpr std::size_t maxLines = 20;
    QStringList lines;
    for (std::size_t i = 0; i < std::min(end.holders.size(), maxLines); ++i) {
        const auto &holder = end.holders[i];
        const auto socket = holder.socket.empty() ? QString() : u" · "_s + displayText(holder.socket);
        lines += holderText(holder) + socket;
    }
    if (end.holders.size() > maxLines)
        lines += u"and %1 more"_s.arg(end.holders.size() - maxLines);
    if (end.holders.empty() && end.incomplete.empty())
        lines += u"The other end was closed, or has not been opened yet."_s;
    if (!end.incomplete.empty()) {
        const auto reason = displayText(end.incomplete);
        lines += reason.left(1).toUpper() + reason.mid(1) + u'.';
    }
    return lines.join(u'\n');
}

std::vector<ProcessRef> processesAt(const OtherEnd &end, const ProcessId &self)
{
    std::vector<ProcessRef> processes;
    for (const auto &holder : end.holders) {
        if (holder.process.id != self &&
            std::ranges::find(processes, holder.process.id, &ProcessRef::id) == processes.end())
            processes.push_back(holder.process);
    }
    return processes;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sections/holders_model.h"

#include <algorithm>
#include <array>
#include <set>

#include "ui/models/text/bytes.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::string_view, 3> roles = {"exe", "cwd", "root"};

/// What was asked for before what is below it; then by process, places before descriptors.
std::int64_t keyOf(const HolderRow &row)
{
    constexpr int unheldBit = 61;
    if (row.unheld)
        return (std::int64_t{1} << unheldBit) + static_cast<std::int64_t>(row.place);
    constexpr int belowBit = 60;
    constexpr int pidBit = 32; // a pid has 22 bits at most
    const auto place = std::ranges::find(roles, row.holder.role) - roles.begin();
    const auto last = row.holder.role.empty() ? static_cast<std::int64_t>(roles.size()) + row.holder.number
                                              : static_cast<std::int64_t>(place);
    return (static_cast<std::int64_t>(row.below) << belowBit) +
           (static_cast<std::int64_t>(row.holder.process.id.pid) << pidBit) + last;
}

QString numberText(const HolderRow &row)
{
    if (row.unheld)
        return {};
    return row.holder.role.empty() ? QString::number(row.holder.number) : wordOf(row.holder.role);
}

QString unheldText(const UnheldSocket &unheld)
{
    const auto &socket = unheld.socket;
    QStringList parts;
    for (const auto &part : {socket.family, socket.type, socket.state, socket.local}) {
        if (!part.empty())
            parts += displayText(part);
    }
    if (!socket.remote.empty())
        parts += u"→ "_s + displayText(socket.remote);
    if (unheld.count > 1)
        parts += u"× "_s + countText(unheld.count);
    return parts.join(u' ') + u": "_s + displayText(unheld.why);
}

QString whatText(const HolderRow &row)
{
    if (row.unheld)
        return unheldText(*row.unheld);
    const auto target = displayText(row.holder.target);
    return row.holder.socket.empty() ? target : displayText(row.holder.socket) + u"  "_s + target;
}

std::size_t processesIn(const std::vector<Holder> &holders)
{
    std::set<ProcessId> processes;
    for (const auto &holder : holders)
        processes.insert(holder.process.id);
    return processes.size();
}

QString plural(std::size_t count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(countText(count));
}

} // namespace

HoldersModel *makeHoldersModel(QObject *parent)
{
    const auto right = Qt::AlignRight;
    std::vector<RowColumn<HolderRow>> columns = {
        {.title = u"Process"_s,
         .tip = u"Its name"_s,
         .width = 150,
         .text =
             [](const HolderRow &row) {
                 return row.unheld ? u"(none seen)"_s : nameLine(row.holder.process.comm);
             },
         .reason = [](const HolderRow &row) { return row.unheld ? displayText(row.unheld->why) : QString(); },
         .link = [](const HolderRow &row) { return !row.unheld; }},
        {.title = u"PID"_s,
         .tip = u"Its process id"_s,
         .align = right,
         .width = 70,
         .text =
             [](const HolderRow &row) {
                 return row.unheld ? QString() : QString::number(row.holder.process.id.pid);
             },
         .key = [](const HolderRow &row) { return QVariant(row.holder.process.id.pid); }},
        {.title = u"FD"_s,
         .tip =
             u"Descriptor number; exe: it runs this program, cwd: it works in there, root: it sees nothing above"_s,
         .align = right,
         .width = 50,
         .text = numberText,
         .key =
             [](const HolderRow &row) { return QVariant(row.holder.role.empty() ? row.holder.number : -1); }},
        {.title = u"Kind"_s,
         .tip = u"What kind of file it is"_s,
         .width = 84,
         .text =
             [](const HolderRow &row) {
                 return wordOf(name(row.unheld ? DescriptorKind::Socket : row.holder.kind));
             }},
        {.title = u"Access"_s,
         .tip = u"How it was opened: r, w, rw, or path"_s,
         .width = 60,
         .text =
             [](const HolderRow &row) {
                 if (row.unheld)
                     return QString();
                 return row.holder.access ? wordOf(name(*row.holder.access)) : u"?"_s;
             }},
        {.title = u"What"_s,
         .tip = u"A socket's addresses; where the link in /proc/PID/fd points"_s,
         .width = 420,
         .text = whatText},
    };
    return new HoldersModel(std::move(columns), keyOf, parent);
}

std::vector<HolderRow> holderRows(const WhoHas &held)
{
    std::vector<HolderRow> rows;
    rows.reserve(held.holders.size() + held.below.size());
    for (const auto &holder : held.holders)
        rows.push_back({holder, false});
    for (const auto &holder : held.below)
        rows.push_back({holder, true});
    for (std::size_t place = 0; place < held.unheld.size(); ++place)
        rows.push_back({{}, false, held.unheld[place], place});
    std::ranges::sort(rows, {}, keyOf);
    return rows;
}

QString holdersNote(const WhoHas &held)
{
    QString note;
    if (held.holders.empty() && !held.unheld.empty())
        note = u"In use, but no process is seen to have it open"_s;
    else if (held.holders.empty())
        note = held.below.empty() ? u"Nobody has it open"_s : u"Nobody has it open itself"_s;
    else
        note = plural(processesIn(held.holders), u"1 process has it open"_s, u"%1 processes have it open"_s);
    if (!held.below.empty())
        note += plural(processesIn(held.below), u"; 1 process has files below it open"_s,
                       u"; %1 processes have files below it open"_s);
    return held.incomplete.empty() ? note : note + u" · "_s + displayText(held.incomplete);
}

} // namespace forklore

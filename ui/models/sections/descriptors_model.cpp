// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sections/descriptors_model.h"

#include <algorithm>

#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

/// Why a value is missing; nothing where it is there.
template <class T>
QString reasonOf(const Result<T> &result)
{
    return result ? QString() : displayText(result.error().message);
}

QString targetText(const Descriptor &descriptor)
{
    return descriptor.target ? displayText(*descriptor.target) : u"?"_s;
}

/// A position means something in a file only: elsewhere the kernel says 0.
bool hasPosition(const Descriptor &descriptor)
{
    return descriptor.kind == DescriptorKind::File || descriptor.kind == DescriptorKind::Directory ||
           descriptor.kind == DescriptorKind::MemFd || descriptor.kind == DescriptorKind::Device;
}

QString offsetText(const Descriptor &descriptor)
{
    if (!descriptor.offset)
        return u"?"_s;
    return hasPosition(descriptor) ? countText(*descriptor.offset) : QString();
}

QString flagsText(const Descriptor &descriptor)
{
    if (!descriptor.flags)
        return u"?"_s;
    QStringList names;
    for (const auto flag : flagNames(*descriptor.flags))
        names += wordOf(flag.substr(2)); // without O_
    return names.join(u' ');
}

/// Family, type, state and the two ends of a socket.
QString connectionText(const Descriptor &descriptor)
{
    if (!descriptor.socket)
        return {};
    if (!*descriptor.socket)
        return u"?"_s;
    const auto &socket = **descriptor.socket;
    QStringList parts;
    for (const auto &part : {socket.family, socket.type, socket.state, socket.local}) {
        if (!part.empty())
            parts += displayText(part);
    }
    if (socket.addressError)
        parts += u"?"_s;
    return parts.join(u' ') + (socket.remote.empty() ? QString() : u" → "_s + displayText(socket.remote));
}

QString connectionReason(const Descriptor &descriptor)
{
    const auto &socket = descriptor.socket;
    if (socket && *socket && (*socket)->addressError)
        return displayText((*socket)->addressError->message);
    return socket ? reasonOf(*socket) : QString();
}

} // namespace

DescriptorsModel *makeDescriptorsModel(QObject *parent)
{
    const auto right = Qt::AlignRight;
    std::vector<RowColumn<DescriptorRow>> columns = {
        {.title = u"FD"_s,
         .tip = u"Descriptor number"_s,
         .align = right,
         .width = 50,
         .text = [](const DescriptorRow &row) { return QString::number(row.descriptor.number); },
         .key = [](const DescriptorRow &row) { return QVariant(row.descriptor.number); }},
        {.title = u"Kind"_s,
         .tip = u"What kind of file it is"_s,
         .width = 84,
         .text = [](const DescriptorRow &row) { return wordOf(name(row.descriptor.kind)); }},
        {.title = u"Access"_s,
         .tip = u"How it was opened: r, w, rw, or path (O_PATH)"_s,
         .width = 60,
         .text =
             [](const DescriptorRow &row) {
                 return row.descriptor.access ? wordOf(name(*row.descriptor.access)) : u"?"_s;
             },
         .reason = [](const DescriptorRow &row) { return reasonOf(row.descriptor.access); }},
        {.title = u"Target"_s,
         .tip = u"Where the link in /proc/PID/fd points"_s,
         .width = 230,
         .text = [](const DescriptorRow &row) { return targetText(row.descriptor); },
         .reason = [](const DescriptorRow &row) { return reasonOf(row.descriptor.target); }},
        {.title = u"Other end"_s,
         .tip = u"Who holds the other end of a pipe, a socket or a terminal"_s,
         .width = 190,
         .text =
             [](const DescriptorRow &row) {
                 return row.otherEnd ? otherEndText(*row.otherEnd, row.self) : QString();
             },
         .reason =
             [](const DescriptorRow &row) { return row.otherEnd ? otherEndTip(*row.otherEnd) : QString(); },
         .link =
             [](const DescriptorRow &row) {
                 return row.otherEnd && !processesAt(*row.otherEnd, row.self).empty();
             }},
        {.title = u"Connection"_s,
         .tip = u"A socket's family, type, state, local and remote address"_s,
         .width = 210,
         .text = [](const DescriptorRow &row) { return connectionText(row.descriptor); },
         .reason = [](const DescriptorRow &row) { return connectionReason(row.descriptor); }},
        {.title = u"Position"_s,
         .tip = u"File offset in bytes"_s,
         .align = right,
         .width = 76,
         .text = [](const DescriptorRow &row) { return offsetText(row.descriptor); },
         .key =
             [](const DescriptorRow &row) {
                 return row.descriptor.offset ? QVariant(static_cast<qulonglong>(*row.descriptor.offset))
                                              : QVariant();
             },
         .reason = [](const DescriptorRow &row) { return reasonOf(row.descriptor.offset); }},
        {.title = u"Flags"_s,
         .tip = u"Status flags of open(2), without O_"_s,
         .width = 90,
         .dim = true,
         .text = [](const DescriptorRow &row) { return flagsText(row.descriptor); },
         .reason = [](const DescriptorRow &row) { return reasonOf(row.descriptor.flags); }},
    };
    return new DescriptorsModel(
        std::move(columns), [](const DescriptorRow &row) -> std::int64_t { return row.descriptor.number; },
        parent);
}

std::vector<DescriptorRow> descriptorRows(const Descriptors &descriptors, const Peers &peers,
                                          const ProcessId &self)
{
    std::vector<DescriptorRow> rows;
    rows.reserve(descriptors.size());
    for (const auto &descriptor : descriptors) {
        const auto end = std::ranges::lower_bound(peers, descriptor.number, {}, &OtherEnd::number);
        // The number may stand for another file by now.
        const bool same =
            end != peers.end() && end->number == descriptor.number && end->kind == descriptor.kind;
        rows.push_back({descriptor, same ? std::optional(*end) : std::nullopt, self});
    }
    return rows;
}

} // namespace forklore

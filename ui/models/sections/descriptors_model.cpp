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
    return result ? QString() : lineOf(result.error().message);
}

QString targetText(const Descriptor &descriptor)
{
    return descriptor.target ? lineOf(*descriptor.target) : u"?"_s;
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
            parts += lineOf(part);
    }
    if (socket.addressError)
        parts += u"?"_s;
    return parts.join(u' ') + (socket.remote.empty() ? QString() : u" → "_s + lineOf(socket.remote));
}

QString connectionReason(const Descriptor &descriptor)
{
    const auto &socket = descriptor.socket;
    if (socket && *socket && (*socket)->addressError)
        return lineOf((*socket)->addressError->message);
    return socket ? reasonOf(*socket) : QString();
}

} // namespace

DescriptorsModel *makeDescriptorsModel(QObject *parent)
{
    const auto right = Qt::AlignRight;
    const auto left = Qt::AlignLeft;
    std::vector<RowColumn<DescriptorRow>> columns = {
        {u"FD"_s, u"Descriptor number"_s, right, 50, false,
         [](const DescriptorRow &row) { return QString::number(row.descriptor.number); },
         [](const DescriptorRow &row) { return QVariant(row.descriptor.number); }, nullptr},
        {u"Kind"_s, u"What kind of file it is"_s, left, 84, false,
         [](const DescriptorRow &row) { return wordOf(name(row.descriptor.kind)); }, nullptr, nullptr},
        {u"Access"_s, u"How it was opened: r, w, rw, or path (O_PATH)"_s, left, 60, false,
         [](const DescriptorRow &row) {
             return row.descriptor.access ? wordOf(name(*row.descriptor.access)) : u"?"_s;
         },
         nullptr, [](const DescriptorRow &row) { return reasonOf(row.descriptor.access); }},
        {u"Target"_s, u"Where the link in /proc/PID/fd points"_s, left, 230, false,
         [](const DescriptorRow &row) { return targetText(row.descriptor); }, nullptr,
         [](const DescriptorRow &row) { return reasonOf(row.descriptor.target); }},
        {u"Other end"_s, u"Who holds the other end of a pipe, a socket or a terminal"_s, left, 190, false,
         [](const DescriptorRow &row) {
             return row.otherEnd ? otherEndText(*row.otherEnd, row.self) : QString();
         },
         nullptr,
         [](const DescriptorRow &row) { return row.otherEnd ? otherEndTip(*row.otherEnd) : QString(); },
         [](const DescriptorRow &row) {
             return row.otherEnd && !processesAt(*row.otherEnd, row.self).empty();
         }},
        {u"Connection"_s, u"A socket's family, type, state, local and remote address"_s, left, 210, false,
         [](const DescriptorRow &row) { return connectionText(row.descriptor); }, nullptr,
         [](const DescriptorRow &row) { return connectionReason(row.descriptor); }},
        {u"Position"_s, u"File offset in bytes"_s, right, 76, false,
         [](const DescriptorRow &row) { return offsetText(row.descriptor); },
         [](const DescriptorRow &row) {
             return row.descriptor.offset ? QVariant(static_cast<qulonglong>(*row.descriptor.offset))
                                          : QVariant();
         },
         [](const DescriptorRow &row) { return reasonOf(row.descriptor.offset); }},
        {u"Flags"_s, u"Status flags of open(2), without O_"_s, left, 90, true,
         [](const DescriptorRow &row) { return flagsText(row.descriptor); }, nullptr,
         [](const DescriptorRow &row) { return reasonOf(row.descriptor.flags); }},
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

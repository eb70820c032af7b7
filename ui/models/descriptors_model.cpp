// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/descriptors_model.h"

#include "ui/models/text/bytes.h"
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
    return parts.join(u' ') + (socket.remote.empty() ? QString() : u" → "_s + lineOf(socket.remote));
}

} // namespace

DescriptorsModel *makeDescriptorsModel(QObject *parent)
{
    const auto right = Qt::AlignRight;
    const auto left = Qt::AlignLeft;
    std::vector<RowColumn<Descriptor>> columns = {
        {u"FD"_s, u"Descriptor number"_s, right, 50, false,
         [](const Descriptor &row) { return QString::number(row.number); },
         [](const Descriptor &row) { return QVariant(row.number); }, nullptr},
        {u"Kind"_s, u"What kind of file it is"_s, left, 84, false,
         [](const Descriptor &row) { return wordOf(name(row.kind)); }, nullptr, nullptr},
        {u"Access"_s, u"How it was opened: r, w, rw, or path (O_PATH)"_s, left, 60, false,
         [](const Descriptor &row) { return row.access ? wordOf(name(*row.access)) : u"?"_s; }, nullptr,
         [](const Descriptor &row) { return reasonOf(row.access); }},
        {u"Target"_s, u"Where the link in /proc/PID/fd points"_s, left, 260, false, targetText, nullptr,
         [](const Descriptor &row) { return reasonOf(row.target); }},
        {u"Connection"_s, u"A socket's family, type, state, local and remote address"_s, left, 400, false,
         connectionText, nullptr,
         [](const Descriptor &row) { return row.socket ? reasonOf(*row.socket) : QString(); }},
        {u"Position"_s, u"File offset in bytes"_s, right, 84, false, offsetText,
         [](const Descriptor &row) {
             return row.offset ? QVariant(static_cast<qulonglong>(*row.offset)) : QVariant();
         },
         [](const Descriptor &row) { return reasonOf(row.offset); }},
        {u"Flags"_s, u"Status flags of open(2), without O_"_s, left, 120, true, flagsText, nullptr,
         [](const Descriptor &row) { return reasonOf(row.flags); }},
    };
    return new DescriptorsModel(
        std::move(columns), [](const Descriptor &row) -> std::int64_t { return row.number; }, parent);
}

} // namespace forklore

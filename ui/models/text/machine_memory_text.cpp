// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/machine_memory_text.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("MachineMemory", text);
}

QString figureText(const MemoryState::Figure &figure)
{
    return figure ? bytesText(*figure) : tr("unknown (%1)").arg(displayText(figure.error().message));
}

/// What a kernel does not have needs no line.
bool isWorthALine(const MemoryState::Figure &figure)
{
    return figure ? *figure > 0 : figure.error().kind != ErrorKind::Unsupported;
}

QString swapText(const MemoryState &memory)
{
    const auto used = memory.swapUsed();
    const auto compressed = memory.swapInMemory();
    if (!isWorthALine(used))
        return {};
    if (!used)
        return tr("Swap: %1").arg(figureText(used));
    if (!compressed)
        return tr("Swap: %1; how much of it is kept compressed in memory is unknown (%2)")
            .arg(bytesText(*used), displayText(compressed.error().message));
    if (*compressed == 0)
        return tr("Swap: %1, moved to disk").arg(bytesText(*used));
    const auto onDisk = *used - std::min(*used, *compressed);
    return tr("Swap: %1, of which %2 were moved to disk and %3 are kept in memory, compressed (zram, zswap)")
        .arg(bytesText(*used), bytesText(onDisk), bytesText(std::min(*used, *compressed)));
}

QString hugePagesText(const MemoryState &memory)
{
    if (!isWorthALine(memory.hugePages))
        return {};
    return tr("Huge pages: %1 set aside, %2 of it unused; part of what is used, and of no process's RSS")
        .arg(figureText(memory.hugePages), figureText(memory.hugePagesFree));
}

QString zfsText(const MemoryState &memory)
{
    if (!memory.zfs)
        return tr("ZFS cache: %1").arg(tr("unknown (%1)").arg(displayText(memory.zfs.error().message)));
    const auto &cache = *memory.zfs;
    return cache ? tr("ZFS cache: %1, part of the cache down to %2")
                       .arg(bytesText(cache->size), bytesText(cache->minSize))
                 : QString();
}

} // namespace

QString machineMemoryText(const MemoryState &memory)
{
    QStringList lines = {
        tr("Used: %1, by programs and the kernel").arg(figureText(memory.used())),
        tr("Shared memory and tmpfs: %1, part of what is used").arg(figureText(memory.shared)),
        tr("Cache: %1, which can be given back").arg(figureText(memory.cache())),
        tr("Free: %1").arg(figureText(memory.free)),
        memory.available || isWorthALine(memory.available)
            ? tr("Available to programs, as the kernel estimates: %1").arg(figureText(memory.available))
            : QString(),
        swapText(memory),
        hugePagesText(memory),
        zfsText(memory),
    };
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace forklore

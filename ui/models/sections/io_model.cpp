// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sections/io_model.h"

#include <array>

#include "core/process/missing_line.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

struct Counter {
    const char *title;
    const char *name; ///< in /proc/PID/io
    const char *meaning;
    std::optional<std::uint64_t> IoCounters::*value;
    bool isBytes = false;
};

constexpr std::array<Counter, 7> counters = {{
    {.title = "Read from storage",
     .name = "read_bytes",
     .meaning = "Bytes fetched from disks and the like; what the page cache holds already is not among them",
     .value = &IoCounters::readBytes,
     .isBytes = true},
    {.title = "Written to storage",
     .name = "write_bytes",
     .meaning = "Bytes on their way to disks and the like, counted when the page cache takes them",
     .value = &IoCounters::writeBytes,
     .isBytes = true},
    {.title = "Never written",
     .name = "cancelled_write_bytes",
     .meaning =
         "Bytes written that need not reach storage any more: the process cut or deleted the file before",
     .value = &IoCounters::cancelledWriteBytes,
     .isBytes = true},
    {.title = "Read",
     .name = "rchar",
     .meaning = "Bytes that read(2) and the like gave, from whatever: files, cached or not, pipes, terminals",
     .value = &IoCounters::readCharacters,
     .isBytes = true},
    {.title = "Written",
     .name = "wchar",
     .meaning = "Bytes that write(2) and the like took, to whatever: files, pipes, terminals",
     .value = &IoCounters::writeCharacters,
     .isBytes = true},
    {.title = "Read calls",
     .name = "syscr",
     .meaning = "How often read(2) and the like were called",
     .value = &IoCounters::readCalls},
    {.title = "Write calls",
     .name = "syscw",
     .meaning = "How often write(2) and the like were called",
     .value = &IoCounters::writeCalls},
}};

const Counter &about(const IoRow &row)
{
    return counters.at(static_cast<std::size_t>(row.counter));
}

QString valueText(const IoRow &row)
{
    if (!row.value)
        return u"?"_s;
    return about(row).isBytes ? bytesText(*row.value) : countText(*row.value);
}

QString valueTip(const IoRow &row)
{
    if (!row.value)
        return displayText(missingLine("io", about(row).name).message);
    return about(row).isBytes ? countText(*row.value) + u" bytes"_s : QString();
}

QString perSecondText(const IoRow &row)
{
    if (!row.perSecond)
        return {};
    return about(row).isBytes ? throughputText(*row.perSecond) : rateText(*row.perSecond);
}

QString rateReason(const IoRow &row)
{
    if (!row.value)
        return valueTip(row);
    return row.perSecond ? QString() : u"Known from the second reading on: a rate is the difference of two"_s;
}

} // namespace

IoModel *makeIoModel(QObject *parent)
{
    const auto right = Qt::AlignRight;
    std::vector<RowColumn<IoRow>> columns = {
        {.title = u"Counter"_s,
         .tip = u"What is counted, over all threads, since the process began"_s,
         .width = 140,
         .text = [](const IoRow &row) { return wordOf(about(row).title); }},
        {.title = u"Total"_s,
         .tip = u"Since the process began; the tool tip has it exact"_s,
         .align = right,
         .width = 90,
         .text = valueText,
         .key = [](const IoRow &row) { return QVariant(row.value ? static_cast<double>(*row.value) : -1.0); },
         .reason = valueTip},
        {.title = u"Per second"_s,
         .tip = u"Between the last two readings"_s,
         .align = right,
         .width = 90,
         .text = perSecondText,
         .key = [](const IoRow &row) { return QVariant(row.perSecond.value_or(-1)); },
         .reason = rateReason},
        {.title = u"Name"_s,
         .tip = u"As in /proc/PID/io"_s,
         .width = 160,
         .dim = true,
         .text = [](const IoRow &row) { return wordOf(about(row).name); }},
        {.title = u"What it counts"_s,
         .tip = u"What is counted, and what is not"_s,
         .width = 260,
         .dim = true,
         .text = [](const IoRow &row) { return wordOf(about(row).meaning); }},
    };
    return new IoModel(
        std::move(columns), [](const IoRow &row) -> std::int64_t { return row.counter; }, parent);
}

std::vector<IoRow> ioRows(const IoReading &now, const std::optional<IoReading> &before)
{
    const std::chrono::duration<double> elapsed = before ? now.at - before->at : std::chrono::nanoseconds();
    std::vector<IoRow> rows;
    for (const auto &counter : counters) {
        IoRow row{static_cast<int>(rows.size()), now.counters.*counter.value, {}};
        const auto then = before ? before->counters.*counter.value : std::nullopt;
        if (elapsed.count() > 0 && row.value && then && *row.value >= *then)
            row.perSecond = static_cast<double>(*row.value - *then) / elapsed.count();
        rows.push_back(row);
    }
    return rows;
}

} // namespace forklore

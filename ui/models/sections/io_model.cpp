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
    bool bytes;
};

constexpr std::array<Counter, 7> counters = {{
    {"Read from storage", "read_bytes",
     "Bytes fetched from disks and the like; what the page cache holds already is not among them",
     &IoCounters::readBytes, true},
    {"Written to storage", "write_bytes",
     "Bytes on their way to disks and the like, counted when the page cache takes them",
     &IoCounters::writeBytes, true},
    {"Never written", "cancelled_write_bytes",
     "Bytes written that need not reach storage any more: the process cut or deleted the file before",
     &IoCounters::cancelledWriteBytes, true},
    {"Read", "rchar",
     "Bytes that read(2) and the like gave, from whatever: files, cached or not, pipes, terminals",
     &IoCounters::readCharacters, true},
    {"Written", "wchar", "Bytes that write(2) and the like took, to whatever: files, pipes, terminals",
     &IoCounters::writeCharacters, true},
    {"Read calls", "syscr", "How often read(2) and the like were called", &IoCounters::readCalls, false},
    {"Write calls", "syscw", "How often write(2) and the like were called", &IoCounters::writeCalls, false},
}};

const Counter &about(const IoRow &row)
{
    return counters.at(static_cast<std::size_t>(row.counter));
}

QString valueText(const IoRow &row)
{
    if (!row.value)
        return u"?"_s;
    return about(row).bytes ? bytesText(*row.value) : countText(*row.value);
}

QString valueTip(const IoRow &row)
{
    if (!row.value)
        return lineOf(missingLine("io", about(row).name).message);
    return about(row).bytes ? countText(*row.value) + u" bytes"_s : QString();
}

QString perSecondText(const IoRow &row)
{
    if (!row.perSecond)
        return {};
    return about(row).bytes ? throughputText(*row.perSecond) : rateText(*row.perSecond);
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
    const auto left = Qt::AlignLeft;
    std::vector<RowColumn<IoRow>> columns = {
        {u"Counter"_s, u"What is counted, over all threads, since the process began"_s, left, 140, false,
         [](const IoRow &row) { return wordOf(about(row).title); }, nullptr, nullptr},
        {u"Total"_s, u"Since the process began; the tool tip has it exact"_s, right, 90, false, valueText,
         [](const IoRow &row) { return QVariant(row.value ? static_cast<double>(*row.value) : -1.0); },
         valueTip},
        {u"Per second"_s, u"Between the last two readings"_s, right, 90, false, perSecondText,
         [](const IoRow &row) { return QVariant(row.perSecond.value_or(-1)); }, rateReason},
        {u"Name"_s, u"As in /proc/PID/io"_s, left, 160, true,
         [](const IoRow &row) { return wordOf(about(row).name); }, nullptr, nullptr},
        {u"What it counts"_s, u"What is counted, and what is not"_s, left, 260, true,
         [](const IoRow &row) { return wordOf(about(row).meaning); }, nullptr, nullptr},
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

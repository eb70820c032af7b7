// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/machine_stat.h"

#include <array>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

// In the order of the columns. The two that may follow, guest times, are within user and nice already.
constexpr std::array columns = {&CpuTicks::user,           &CpuTicks::nice,   &CpuTicks::system,
                                &CpuTicks::idle,           &CpuTicks::ioWait, &CpuTicks::interrupts,
                                &CpuTicks::softInterrupts, &CpuTicks::steal};
constexpr std::size_t columnsOfOld = 4;

std::optional<CpuTicks> parseTicks(TextCursor line)
{
    CpuTicks ticks;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const auto word = line.word();
        if (word.empty() && column >= columnsOfOld)
            break;
        const auto number = TextCursor::toNumber<std::uint64_t>(word);
        if (!number)
            return std::nullopt;
        ticks.*columns.at(column) = *number;
    }
    return ticks;
}

Failure malformed(std::string_view what)
{
    return failure(ErrorKind::Malformed, "stat: no good " + std::string(what) + " line");
}

} // namespace

Result<ProcessorCounts> parseMachineStat(std::string_view text)
{
    constexpr std::string_view processor = "cpu";
    ProcessorCounts counts;
    std::optional<CpuTicks> total;
    std::optional<std::uint64_t> forks;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto key = line.until(' ');
        if (key == "processes") {
            forks = line.number<std::uint64_t>();
        } else if (key == processor) {
            total = parseTicks(line);
        } else if (key.starts_with(processor)) {
            const auto number = TextCursor::toNumber<unsigned>(key.substr(processor.size()));
            const auto ticks = parseTicks(line);
            if (!number || !ticks)
                return malformed(key);
            counts.cores.emplace_back(*number, *ticks);
        }
    }
    if (!total)
        return malformed(processor);
    if (!forks)
        return malformed("processes");
    counts.total = *total;
    counts.forks = *forks;
    return counts;
}

Result<ProcessorCounts> readMachineStat(const Directory &root)
{
    return root.read("stat").and_then([](const std::string &text) { return parseMachineStat(text); });
}

} // namespace forklore

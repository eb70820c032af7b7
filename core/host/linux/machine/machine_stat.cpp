// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/machine_stat.h"

#include <array>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

// In the order of the columns. The two that may follow, guest times, are within user and nice already.
constexpr std::array firstColumns = {&CpuTicks::user, &CpuTicks::nice, &CpuTicks::system, &CpuTicks::idle};
constexpr std::array laterColumns = {&CpuTicks::ioWait, &CpuTicks::interrupts, &CpuTicks::softInterrupts,
                                     &CpuTicks::steal};

/// A column that is odd spoils the line: all shares are of the whole.
std::optional<CpuTicks> parseTicks(TextCursor line)
{
    CpuTicks ticks;
    for (const auto column : firstColumns) {
        const auto number = line.number<std::uint64_t>();
        if (!number)
            return std::nullopt;
        ticks.*column = *number;
    }
    for (const auto column : laterColumns) {
        const auto word = line.word();
        if (word.empty())
            break;
        ticks.*column = TextCursor::toNumber<std::uint64_t>(word);
        if (!(ticks.*column))
            return std::nullopt;
    }
    return ticks;
}

Failure machineStatFailure(std::string_view what)
{
    return failure(ErrorKind::Malformed, "stat: no good " + std::string(what) + " line");
}

} // namespace

ProcessorCounts parseMachineStat(std::string_view text)
{
    constexpr std::string_view processor = "cpu";
    constexpr std::string_view forks = "processes";
    ProcessorCounts counts{machineStatFailure(processor), {}, machineStatFailure(forks)};
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto key = line.until(' ');
        if (key == forks) {
            if (const auto number = line.number<std::uint64_t>())
                counts.forks = *number;
        } else if (key == processor) {
            if (const auto ticks = parseTicks(line))
                counts.total = *ticks;
        } else if (key.starts_with(processor)) {
            const auto number = TextCursor::toNumber<unsigned>(key.substr(processor.size()));
            const auto ticks = parseTicks(line);
            if (number && ticks)
                counts.cores.emplace_back(*number, *ticks);
        }
    }
    return counts;
}

Result<ProcessorCounts> readMachineStat(const Directory &root)
{
    return root.read("stat").map(parseMachineStat);
}

} // namespace forklore

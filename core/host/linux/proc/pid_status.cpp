// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_status.h"

#include <algorithm>
#include <array>

#include "core/base/text_cursor.h"
#include "core/process/missing_line.h"

namespace forklore {
namespace {

// Each reader sets what the text after "Key:\t" tells; no value where that is not what it should be.
using Reader = void (*)(TextCursor, PidStatus &);

template <class T>
std::optional<FourIds<T>> fourIds(TextCursor cursor)
{
    std::array<std::optional<T>, 4> ids;
    for (auto &id : ids)
        id = cursor.number<T>();
    if (!ids[0] || !ids[1] || !ids[2] || !ids[3])
        return std::nullopt;
    return FourIds<T>{*ids[0], *ids[1], *ids[2], *ids[3]};
}

template <std::optional<SignalSet> Signals::*set>
void readSignals(TextCursor cursor, PidStatus &status)
{
    const auto bits = cursor.number<std::uint64_t>(16);
    status.dispositions.*set = bits ? std::optional(SignalSet{*bits}) : std::nullopt;
}

std::optional<std::uint64_t> kilobytes(TextCursor cursor)
{
    const auto number = cursor.number<std::uint64_t>();
    return number && *number <= UINT64_MAX / 1024 ? std::optional(*number * 1024) : std::nullopt;
}

template <std::optional<std::uint64_t> PidStatus::*field>
void readKilobytes(TextCursor cursor, PidStatus &status)
{
    status.*field = kilobytes(cursor);
}

template <std::optional<std::uint64_t> MemoryCounts::*field>
void readMemory(TextCursor cursor, PidStatus &status)
{
    status.memory.*field = kilobytes(cursor);
}

void readQueue(TextCursor cursor, PidStatus &status)
{
    TextCursor queued(cursor.until('/')); // "3/96529": queued and the limit
    status.queuedSignals = queued.number<std::uint64_t>();
}

/// All the numbers of a line; nothing where one of its words is none.
template <class T>
std::optional<std::vector<T>> numbers(TextCursor cursor)
{
    std::vector<T> all;
    for (auto word = cursor.word(); !word.empty(); word = cursor.word()) {
        const auto number = TextCursor::toNumber<T>(word);
        if (!number)
            return std::nullopt;
        all.push_back(*number);
    }
    return all;
}

void readNamespacePids(TextCursor cursor, PidStatus &status)
{
    status.namespacePids = numbers<Pid>(cursor);
    if (status.namespacePids && status.namespacePids->empty())
        status.namespacePids.reset(); // it has a pid in one of them at least
}

void readState(TextCursor cursor, PidStatus &status)
{
    const auto letter = cursor.word();
    status.state = letter.size() == 1 ? std::optional(static_cast<State>(letter.front())) : std::nullopt;
}

template <std::optional<CapabilitySet> CapabilityLines::*set>
void readCapabilities(TextCursor cursor, PidStatus &status)
{
    const auto bits = cursor.number<std::uint64_t>(16);
    status.capabilities.*set = bits ? std::optional(CapabilitySet{*bits}) : std::nullopt;
}

void readNoNewPrivileges(TextCursor cursor, PidStatus &status)
{
    const auto word = cursor.word();
    status.noNewPrivileges = word == "0" || word == "1" ? std::optional(word == "1") : std::nullopt;
}

struct StatusLine {
    std::string_view key;
    Reader read;
};

constexpr std::array<StatusLine, 32> statusLines = {{
    {"Uid", [](TextCursor cursor, PidStatus &status) { status.uid = fourIds<Uid>(cursor); }},
    {"Gid", [](TextCursor cursor, PidStatus &status) { status.gid = fourIds<Gid>(cursor); }},
    {"NSpid", readNamespacePids},
    {"SigQ", readQueue},
    {"SigPnd", readSignals<&Signals::pending>},
    {"ShdPnd", readSignals<&Signals::sharedPending>},
    {"SigBlk", readSignals<&Signals::blocked>},
    {"SigIgn", readSignals<&Signals::ignored>},
    {"SigCgt", readSignals<&Signals::caught>},
    {"VmLck", readKilobytes<&PidStatus::lockedBytes>},
    {"VmData", readKilobytes<&PidStatus::dataBytes>},
    {"VmStk", readKilobytes<&PidStatus::stackBytes>},
    {"VmSize", readMemory<&MemoryCounts::virtualBytes>},
    {"VmRSS", readMemory<&MemoryCounts::resident>},
    {"RssAnon", readMemory<&MemoryCounts::residentAnonymous>},
    {"RssFile", readMemory<&MemoryCounts::residentFile>},
    {"RssShmem", readMemory<&MemoryCounts::residentShared>},
    {"VmHWM", readMemory<&MemoryCounts::peakResident>},
    {"VmPeak", readMemory<&MemoryCounts::peakVirtual>},
    {"VmSwap", readMemory<&MemoryCounts::swap>},
    {"VmPTE", readMemory<&MemoryCounts::pageTables>},
    {"HugetlbPages", readMemory<&MemoryCounts::hugePages>},
    {"State", readState},
    {"TracerPid", [](TextCursor cursor, PidStatus &status) { status.tracer = cursor.number<Pid>(); }},
    {"Groups", [](TextCursor cursor, PidStatus &status) { status.groups = numbers<Gid>(cursor); }},
    {"CapInh", readCapabilities<&CapabilityLines::inheritable>},
    {"CapPrm", readCapabilities<&CapabilityLines::permitted>},
    {"CapEff", readCapabilities<&CapabilityLines::effective>},
    {"CapBnd", readCapabilities<&CapabilityLines::bounding>},
    {"CapAmb", readCapabilities<&CapabilityLines::ambient>},
    {"NoNewPrivs", readNoNewPrivileges},
    {"Seccomp", [](TextCursor cursor, PidStatus &status) { status.seccomp = cursor.number<unsigned>(); }},
}};

} // namespace

Result<Credentials> PidStatus::credentials() const
{
    if (!uid)
        return Failure(missingStatusLine("Uid"));
    return Credentials{*uid, gid};
}

Error missingStatusLine(std::string_view key, std::string_view since)
{
    return missingLine("status", key, since);
}

Result<PidStatus> parsePidStatus(std::string_view text)
{
    PidStatus status;
    bool isAnyKnown = false;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n')); // a newline in Name is escaped here
        const auto known = std::ranges::find(statusLines, line.until(':'), &StatusLine::key);
        if (known == statusLines.end())
            continue;
        known->read(line, status);
        isAnyKnown = true;
    }
    if (!isAnyKnown)
        return failure(ErrorKind::Malformed, "status: none of the lines of proc_pid_status(5)");
    return status;
}

Result<PidStatus> readPidStatus(const Directory &directory, const char *name)
{
    // To its end: thousands of supplementary groups stand before the lines on memory and signals.
    return directory.read(name).and_then([](const std::string &text) { return parsePidStatus(text); });
}

} // namespace forklore

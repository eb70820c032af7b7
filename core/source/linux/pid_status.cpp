// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/pid_status.h"

#include <algorithm>
#include <array>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

// Each reader takes the text after "Key:\t" and says whether it was what it should be.
using Reader = bool (*)(TextCursor, PidStatus &);

template <class T>
bool take(TextCursor &cursor, T &target, int base = 10)
{
    const auto value = cursor.number<T>(base);
    if (value)
        target = *value;
    return value.has_value();
}

template <class T>
bool takeFour(TextCursor &cursor, FourIds<T> &ids)
{
    return take(cursor, ids.real) && take(cursor, ids.effective) && take(cursor, ids.saved) &&
           take(cursor, ids.filesystem);
}

template <SignalSet Signals::*set>
bool readSignals(TextCursor cursor, PidStatus &status)
{
    return take(cursor, (status.dispositions.*set).bits, 16);
}

bool takeKilobytes(TextCursor &cursor, std::optional<std::uint64_t> &bytes)
{
    std::uint64_t kilobytes = 0;
    if (!take(cursor, kilobytes) || kilobytes > UINT64_MAX / 1024)
        return false;
    bytes = kilobytes * 1024;
    return true;
}

template <std::optional<std::uint64_t> PidStatus::*field>
bool readKilobytes(TextCursor cursor, PidStatus &status)
{
    return takeKilobytes(cursor, status.*field);
}

template <std::optional<std::uint64_t> MemoryCounts::*field>
bool readMemory(TextCursor cursor, PidStatus &status)
{
    return takeKilobytes(cursor, status.memory.*field);
}

bool readQueue(TextCursor cursor, PidStatus &status)
{
    std::uint64_t queued = 0; // "3/96529": queued and the limit
    TextCursor first(cursor.until('/'));
    if (!take(first, queued))
        return false;
    status.queuedSignals = queued;
    return true;
}

bool readNamespacePids(TextCursor cursor, PidStatus &status)
{
    for (auto word = cursor.word(); !word.empty(); word = cursor.word()) {
        const auto pid = TextCursor::toNumber<Pid>(word);
        if (!pid)
            return false;
        status.namespacePids.push_back(*pid);
    }
    return true;
}

bool readState(TextCursor cursor, PidStatus &status)
{
    const auto letter = cursor.word();
    if (letter.size() != 1)
        return false;
    status.state = static_cast<State>(letter.front());
    return true;
}

bool readTracer(TextCursor cursor, PidStatus &status)
{
    Pid tracer = 0;
    if (!take(cursor, tracer))
        return false;
    status.tracer = tracer == 0 ? std::nullopt : std::optional(tracer);
    return true;
}

bool readGroups(TextCursor cursor, PidStatus &status)
{
    status.groups.clear();
    for (auto word = cursor.word(); !word.empty(); word = cursor.word()) {
        const auto group = TextCursor::toNumber<Gid>(word);
        if (!group)
            return false;
        status.groups.push_back(*group);
    }
    return true;
}

template <std::optional<CapabilitySet> CapabilityLines::*set>
bool readCapabilities(TextCursor cursor, PidStatus &status)
{
    CapabilitySet found;
    if (!take(cursor, found.bits, 16))
        return false;
    status.capabilities.*set = found;
    return true;
}

bool readNoNewPrivileges(TextCursor cursor, PidStatus &status)
{
    const auto word = cursor.word();
    if (word != "0" && word != "1")
        return false;
    status.noNewPrivileges = word == "1";
    return true;
}

bool readSeccomp(TextCursor cursor, PidStatus &status)
{
    unsigned mode = 0;
    if (!take(cursor, mode))
        return false;
    status.seccomp = mode;
    return true;
}

struct Line {
    std::string_view key;
    Reader read;
};

constexpr std::array<Line, 32> lines = {{

    {"Uid", [](TextCursor cursor, PidStatus &status) { return takeFour(cursor, status.credentials.uid); }},
    {"Gid", [](TextCursor cursor, PidStatus &status) { return takeFour(cursor, status.credentials.gid); }},
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
    {"TracerPid", readTracer},
    {"Groups", readGroups},
    {"CapInh", readCapabilities<&CapabilityLines::inheritable>},
    {"CapPrm", readCapabilities<&CapabilityLines::permitted>},
    {"CapEff", readCapabilities<&CapabilityLines::effective>},
    {"CapBnd", readCapabilities<&CapabilityLines::bounding>},
    {"CapAmb", readCapabilities<&CapabilityLines::ambient>},
    {"NoNewPrivs", readNoNewPrivileges},
    {"Seccomp", readSeccomp},
}};

} // namespace

Result<PidStatus> parsePidStatus(std::string_view text)
{
    PidStatus status;
    bool uid = false;
    bool gid = false;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n')); // a newline in Name is escaped here
        const auto key = line.until(':');
        const auto known = std::ranges::find(lines, key, &Line::key);
        if (known == lines.end())
            continue;
        if (!known->read(line, status))
            return failure(ErrorKind::Malformed,
                           "status: " + std::string(key) + " is not what proc(5) promises");
        uid = uid || key == "Uid";
        gid = gid || key == "Gid";
    }
    if (!uid || !gid)
        return failure(ErrorKind::Malformed, "status: no Uid and Gid lines");
    return status;
}

Result<PidStatus> readPidStatus(const Directory &directory, const char *name)
{
    // To its end: thousands of supplementary groups stand before the lines on memory and signals.
    return directory.read(name).and_then([](const std::string &text) { return parsePidStatus(text); });
}

} // namespace forklore

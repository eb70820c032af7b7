// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_stat.h"

#include <algorithm>

#include <unistd.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

/// Reads fields in order. One that is missing, or is no such number, has no value; those behind it have.
class Fields {
public:
    explicit Fields(std::string_view text) : m_cursor(text) {}

    template <class T>
    Fields &read(std::optional<T> &target)
    {
        target = m_cursor.number<T>();
        return *this;
    }

    Fields &skip(int count)
    {
        while (count-- > 0)
            m_cursor.word();
        return *this;
    }

    std::string_view word() { return m_cursor.word(); }

private:
    TextCursor m_cursor;
};

Failure statFailure(std::string_view why)
{
    return failure(ErrorKind::Malformed, "stat: " + std::string(why));
}

} // namespace

Result<Stat> parsePidStat(std::string_view text)
{
    // comm may hold blanks, parentheses and newlines, so only the last ')' of the whole text ends it.
    const auto open = text.find('(');
    const auto close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open || open < 2 ||
        text[open - 1] != ' ')
        return statFailure("no command name in parentheses");

    Stat stat;
    const auto pid = TextCursor::toNumber<Pid>(text.substr(0, open - 1));
    if (!pid || *pid <= 0)
        return statFailure("no process id");
    stat.pid = *pid;
    stat.comm = text.substr(open + 1, close - open - 1);

    Fields fields(text.substr(close + 1));
    const auto state = fields.word();
    if (state.size() != 1)
        return statFailure("no state letter");
    stat.state = static_cast<State>(state.front());

    std::optional<Pid> ppid;
    std::optional<std::int32_t> tty; // signed in the kernel's text
    std::optional<Pid> foreground;
    std::optional<StartTicks> start;
    fields.read(ppid).read(stat.pgid).read(stat.sid).read(tty).read(foreground).read(stat.flags);
    fields.read(stat.minorFaults)
        .skip(1)
        .read(stat.majorFaults)
        .skip(1)
        .read(stat.userTicks)
        .read(stat.systemTicks)
        .skip(3)
        .read(stat.nice)
        .read(stat.threads);
    fields.skip(1).read(start).read(stat.virtualBytes).read(stat.residentPages);
    fields.skip(13).read(stat.exitSignal).read(stat.processor).read(stat.realtimePriority);
    fields.skip(7).read(stat.argumentsStart).read(stat.argumentsEnd).skip(2).read(stat.exitCode);
    if (!ppid || *ppid < 0)
        return statFailure("no parent");
    if (!start)
        return statFailure("no start time: the process cannot be identified");
    stat.ppid = *ppid;
    stat.start = *start;
    if (tty)
        stat.ttyDevice = static_cast<std::uint32_t>(*tty);
    if (foreground)
        stat.ttyForegroundGroup = std::max(*foreground, 0); // -1: there is none
    if (stat.nice && (*stat.nice < -20 || *stat.nice > 19))
        stat.nice.reset();
    return stat;
}

Result<Stat> readPidStat(const Directory &directory, const char *name)
{
    return directory.readRecord(name).and_then([](const std::string &text) { return parsePidStat(text); });
}

Result<ExitStatus> readExitStatus(const Directory &directory, const char *userNamespace, const Stat &stat)
{
    if (!stat.exitCode)
        return Failure(missingStatField("exit_code"));
    const bool capturedByRoot = !directory.isOnProc() && geteuid() == 0;
    if (*stat.exitCode != 0 || capturedByRoot || directory.readLink(userNamespace))
        return ExitStatus::fromWaitStatus(*stat.exitCode);
    return failure(ErrorKind::Denied, "the kernel shows how a zombie ended only to its own user and to root");
}

} // namespace forklore

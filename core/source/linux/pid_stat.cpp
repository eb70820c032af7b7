// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/pid_stat.h"

#include <unistd.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

/// Takes fields in order; the first that is not what it should be spoils the rest.
class Fields {
public:
    explicit Fields(std::string_view text) : m_cursor(text) {}

    template <class T>
    Fields &take(T &target)
    {
        if (const auto value = m_cursor.number<T>())
            target = *value;
        else
            m_good = false;
        return *this;
    }

    Fields &skip(int count)
    {
        while (count-- > 0)
            m_good = !m_cursor.word().empty() && m_good;
        return *this;
    }

    std::string_view word() { return m_cursor.word(); }
    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] bool atEnd() const
    {
        return m_cursor.rest().find_first_not_of(" \n") == std::string_view::npos;
    }

private:
    TextCursor m_cursor;
    bool m_good = true;
};

Failure malformed(std::string_view why)
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
        return malformed("no command name in parentheses");

    Stat stat;
    const auto pid = TextCursor::toNumber<Pid>(text.substr(0, open - 1));
    if (!pid || *pid <= 0)
        return malformed("no process id");
    stat.pid = *pid;
    stat.comm = text.substr(open + 1, close - open - 1);

    Fields fields(text.substr(close + 1));
    const auto state = fields.word();
    if (state.size() != 1)
        return malformed("no state letter");
    stat.state = static_cast<State>(state.front());

    std::int32_t tty = 0;
    Pid foreground = -1;
    fields.take(stat.ppid).take(stat.pgid).take(stat.sid).take(tty).take(foreground).take(stat.flags);
    fields.skip(4).take(stat.userTicks).take(stat.systemTicks).skip(3).take(stat.nice).take(stat.threads);
    fields.skip(1).take(stat.start).take(stat.virtualBytes).take(stat.residentPages);
    if (!fields.good() || stat.nice < -20 || stat.nice > 19)
        return malformed("fewer or other fields than proc_pid_stat(5) promises");
    stat.ttyDevice = static_cast<std::uint32_t>(tty);
    if (foreground > 0)
        stat.ttyForegroundGroup = foreground;
    if (fields.atEnd())
        return stat;

    fields.skip(13).take(stat.exitSignal).take(stat.processor).take(stat.realtimePriority).skip(4);
    if (fields.good() && fields.atEnd()) // before Linux 3.3 the 44th is the last
        return stat;
    fields.skip(3).take(stat.argumentsStart).take(stat.argumentsEnd).skip(2).take(stat.exitCode);
    if (!fields.good())
        return malformed("the fields after the 24th are not those of proc_pid_stat(5)");
    return stat;
}

Result<Stat> readPidStat(const Directory &directory, const char *name)
{
    return directory.readRecord(name).and_then([](const std::string &text) { return parsePidStat(text); });
}

Result<ExitStatus> readExitStatus(const Directory &directory, const char *userNamespace, const Stat &stat)
{
    const bool capturedByRoot = !directory.isOnProc() && geteuid() == 0;
    if (stat.exitCode != 0 || capturedByRoot || directory.readLink(userNamespace))
        return ExitStatus::fromWaitStatus(stat.exitCode);
    return failure(ErrorKind::Denied, "the kernel tells how a zombie ended only to its own user and to root");
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// forklore-guard: continues processes that a Forklore has stopped and that ended, or was killed, before it
// continued them itself. It is told of each by a line "PID START" on standard input, and "done" when all of
// them are settled; when the input ends before that, they get SIGCONT, each by its identity. It has no rights
// but those of the user who runs Forklore. Signals that ask it to end are blocked by who starts it: only the
// end of the input ends it.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include <unistd.h>

#include "core/host/linux/control/stop_journal.h"
#include "core/host/linux/control/target.h"

using namespace forklore;

namespace {

/// The input up to its end. @return who is to be continued then
std::vector<ProcessId> listen()
{
    std::vector<ProcessId> stopped;
    std::string bytes;
    char piece[4096];
    for (;;) {
        const auto count = read(STDIN_FILENO, piece, sizeof piece);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return stopped;
        bytes.append(piece, static_cast<std::size_t>(count));
        std::size_t at = 0;
        for (auto end = bytes.find('\n'); end != std::string::npos; end = bytes.find('\n', at)) {
            const auto line = std::string_view(bytes).substr(at, end - at);
            at = end + 1;
            if (line == "done")
                stopped.clear();
            else if (const auto id = parseIdentityLine(line))
                stopped.push_back(*id);
        }
        bytes.erase(0, at);
    }
}

/// @return those that could not be
std::vector<ProcessId> continueAll(const std::vector<ProcessId> &stopped)
{
    std::vector<ProcessId> refused;
    for (const auto &id : stopped) {
        const auto sent =
            Target::open(id).and_then([](const Target &target) { return target.send(SIGCONT); });
        if (!sent && sent.error().kind != ErrorKind::Gone)
            refused.push_back(id);
    }
    return refused;
}

/// What could not be undone stays in the journal, and is said at the next start.
void closeJournal(const StopJournal &journal, const std::vector<ProcessId> &refused)
{
    auto record = journal.read();
    if (refused.empty() || !record)
        return journal.remove();
    record->processes = refused;
    static_cast<void>(journal.write(*record));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("forklore-guard: is started by Forklore, with the path of its journal\n", stderr);
        return 2;
    }
    if (chdir("/") != 0) // else it keeps a file system busy, no more
        std::fputs("forklore-guard: stays in its directory\n", stderr);
    const auto stopped = listen();
    if (stopped.empty())
        return 0;
    const auto refused = continueAll(stopped);
    if (*argv[1] != '\0')
        closeJournal(StopJournal(argv[1]), refused);
    return 0;
}

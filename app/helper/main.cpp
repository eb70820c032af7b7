// SPDX-License-Identifier: GPL-3.0-or-later
//
// forklore-helper: does what the user's own rights do not reach, as root, when pkexec has asked for the
// password; and reads what the kernel hides from other users. It takes requests from a socket that only one
// Forklore holds, one a line, and answers each with a line. There is a closed list of them, each names a
// process by pid and start time, and both are compared here again. It knows no paths, starts no programs, and
// ends when the connection does, when an answer is not read, or when nobody has used it for some minutes.
#include <cstdlib>

#include <unistd.h>

#include <fmt/format.h>

#include "app/helper/connection.h"
#include "app/helper/read_apart.h"
#include "core/base/clocks.h"
#include "core/base/file.h"
#include "core/base/text_cursor.h"
#include "core/codec/operation_document.h"
#include "core/host/linux/control/perform.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/operation/idle_time.h"

using namespace forklore;

namespace {

enum Status : int { done = 0, refused = 1 };

/// The user for whom pkexec started this program, or why nothing at all is done.
Result<uid_t> user(int arguments)
{
    const auto *who = std::getenv("PKEXEC_UID"); // NOLINT(concurrency-mt-unsafe)
    if (arguments != 1)
        return failure(ErrorKind::Unsupported, "takes no arguments");
    if (geteuid() != 0)
        return failure(ErrorKind::Denied, "is started by pkexec, as root");
    const auto uid = who == nullptr ? std::nullopt : TextCursor::toNumber<uid_t>(who);
    if (!uid)
        return failure(ErrorKind::Denied, "is started by pkexec, which says for whom");
    return *uid;
}

bool isKernelThread(const ProcessId &id)
{
    const auto proc = Directory::open("/proc");
    const auto stat = proc.and_then(
        [&](const Directory &open) { return readPidStat(open, fmt::format("{}/stat", id.pid).c_str()); });
    return stat && stat->id() == id && stat->isKernelThread();
}

Result<Outcome> answerTo(const Operation &request)
{
    if (std::holds_alternative<ReadProtected>(request.action))
        return readApart(request);
    const auto pid = request.process.pid;
    if (pid == 1)
        return failure(ErrorKind::Unsupported, "nothing is done to process 1");
    if (pid == getpid())
        return failure(ErrorKind::Unsupported, "nothing is done to the helper itself");
    if (isKernelThread(request.process))
        return failure(ErrorKind::Unsupported,
                       fmt::format("nothing is done to process {}: it is a thread of the kernel", pid));
    return perform(request);
}

int serve(Connection &connection)
{
    IdleTime idle(bootClock());
    if (!connection.writeLine(helloLine())) // nothing is asked before the password was given
        return refused;
    for (;;) {
        const auto line = connection.readLine(idle.left(bootClock()));
        if (!line && line.error().kind == ErrorKind::Gone)
            return done;
        const auto request = line.and_then([](const std::string &text) { return parseOperation(text); });
        if (request)
            idle.note(*request, bootClock());
        if (!connection.writeLine(answerLine(request.and_then(answerTo))) || !line)
            return refused;
    }
}

} // namespace

int main(int argc, char **)
{
    auto connection = user(argc).and_then([](uid_t who) { return Connection::create(STDIN_FILENO, who); });
    if (connection)
        return serve(*connection);
    fmt::print(stderr, "forklore-helper: {}\n", connection.error().message);
    return refused;
}

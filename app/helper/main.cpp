// SPDX-License-Identifier: GPL-3.0-or-later
//
// forklore-helper: does what the person's own rights do not reach, as root, when pkexec has asked for the
// password; and reads what the kernel hides from other users. It takes deeds from a pipe, one a line, and
// answers each with a line. There is a closed list of them, each names a process by pid and start time, and
// both are compared here again. It knows no paths, starts no programs, and ends when the pipe does or nobody
// has asked for some minutes.
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/control/deed.h"

using namespace forklore;

namespace {

enum Status : int { done = 0, refused = 1 };

constexpr int idle = 5 * 60 * 1000; // ms: then the password is asked for anew

/// Why nothing at all will be done; nothing: all is as it should be.
std::optional<std::string> objection(int arguments)
{
    struct stat input = {};
    const auto *who = std::getenv("PKEXEC_UID"); // NOLINT(concurrency-mt-unsafe)
    if (arguments != 1)
        return "takes no arguments";
    if (geteuid() != 0)
        return "is started by pkexec, as root";
    if (who == nullptr || !TextCursor::toNumber<uid_t>(who))
        return "is started by pkexec, which says for whom";
    if (fstat(STDIN_FILENO, &input) != 0 || (!S_ISFIFO(input.st_mode) && !S_ISSOCK(input.st_mode)))
        return "listens to Forklore through a pipe, and to nothing else";
    return std::nullopt;
}

Result<std::string> answerTo(std::string_view line)
{
    return parseDeed(line).and_then([](const Deed &deed) -> Result<std::string> {
        const bool onlyReads = std::holds_alternative<ReadHidden>(deed.action);
        if (deed.process.pid == 1 && !onlyReads)
            return failure(ErrorKind::Unsupported, "nothing is done to process 1");
        if (deed.process.pid == getpid())
            return failure(ErrorKind::Unsupported, "nothing is done to the helper itself");
        return perform(deed);
    });
}

bool say(const std::string &text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto count = write(STDOUT_FILENO, text.data() + at, text.size() - at);
        if (count < 0 && errno != EINTR)
            return false;
        at += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    return true;
}

/// The bytes that came; empty at the end, or when nobody asked for long.
std::string listen()
{
    pollfd input{STDIN_FILENO, POLLIN, 0};
    std::string bytes(longestDeedLine, '\0');
    while (poll(&input, 1, idle) > 0) {
        const auto count = read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return bytes;
    }
    return {};
}

int serve()
{
    if (!say(answerLine(std::string("ready")) + '\n')) // nothing is asked before the password was given
        return refused;
    std::string heard;
    for (auto bytes = listen(); !bytes.empty(); bytes = listen()) {
        heard += bytes;
        for (auto end = heard.find('\n'); end != std::string::npos; end = heard.find('\n')) {
            if (!say(answerLine(answerTo(std::string_view(heard).substr(0, end))) + '\n'))
                return refused;
            heard.erase(0, end + 1);
        }
        if (heard.size() > longestDeedLine) {
            say(answerLine(failure(ErrorKind::Malformed, "a deed is not that long")) + '\n');
            return refused;
        }
    }
    return done;
}

} // namespace

int main(int argc, char **)
{
    if (const auto why = objection(argc)) {
        fmt::print(stderr, "forklore-helper: {}\n", *why);
        return refused;
    }
    return serve();
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/helper/read_apart.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/clocks.h"
#include "core/base/file.h"
#include "core/codec/operation_document.h"
#include "core/host/linux/control/perform.h"

namespace forklore {
namespace {

/// A memory map of many gigabytes and a table of 100 000 files take their time; all else comes at once.
std::chrono::milliseconds patienceFor(const Operation &request)
{
    const auto *read = std::get_if<ReadProtected>(&request.action);
    const bool isLong =
        read != nullptr && (read->section == Section::Mappings || read->section == Section::Descriptors);
    return isLong ? std::chrono::milliseconds(10'000) : std::chrono::milliseconds(2'500);
}

[[noreturn]] void readInto(int pipe, const Operation &request)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(STDIN_FILENO); // the connection is the parent's
    const auto answer = answerLine(perform(request));
    for (std::size_t at = 0; at < answer.size();) {
        const auto count = write(pipe, answer.data() + at, answer.size() - at);
        if (count < 0 && errno != EINTR)
            _exit(1);
        at += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    _exit(0);
}

/// Reaps those that have ended. @return whether one is left, which still sleeps in the kernel
bool isReaderLeft()
{
    pid_t reaped = 0;
    do
        reaped = waitpid(-1, nullptr, WNOHANG);
    while (reaped > 0);
    return reaped == 0;
}

/// The line of the reader.
Result<std::string> collect(int pipe, Pid pid, std::chrono::milliseconds patience)
{
    const auto end = bootClock() + patience;
    std::string answer;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - bootClock());
        if (left.count() <= 0)
            return failure(
                ErrorKind::Io,
                fmt::format("process {} has not answered within {} s: its memory map is locked, or a "
                            "file system does not answer",
                            pid, std::chrono::duration<double>(patience).count()));
        pollfd input{pipe, POLLIN, 0};
        if (poll(&input, 1, static_cast<int>(left.count())) <= 0)
            continue;
        std::array<char, 65536> bytes{};
        const auto count = read(pipe, bytes.data(), bytes.size());
        if (count == 0)
            return answer;
        if (count < 0 && errno != EINTR)
            return failureOf(errno, "the answer");
        answer.append(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    }
}

} // namespace

Result<Outcome> readApart(const Operation &request)
{
    if (isReaderLeft())
        return failure(ErrorKind::Io, "an earlier read has not ended yet: the memory map of its process is "
                                      "locked, or a file system does not answer");
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return failureOf(errno, "a pipe for the answer");
    const FileDescriptor output(ends[0]);
    FileDescriptor input(ends[1]);
    const auto reader = fork(); // this program has one thread
    if (reader < 0)
        return failureOf(errno, "a process that reads");
    if (reader == 0)
        readInto(input.get(), request);
    input = FileDescriptor();
    const auto answer = collect(output.get(), request.process.pid, patienceFor(request));
    kill(reader, SIGKILL); // not reaped yet, so the number is still its own
    if (answer)
        waitpid(reader, nullptr, 0); // it has said all, and ends at once
    return answer.and_then([](const std::string &line) { return parseAnswer(line); });
}

} // namespace forklore

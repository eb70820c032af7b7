// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/live/stage/stage.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace forklore::staging {

void Report::add(std::string_view name, std::string_view value)
{
    m_facts.append(" ").append(name).append("=").append(value);
}

void Report::print() const
{
    const auto line = "ready " + std::to_string(getpid()) + m_facts + '\n';
    std::size_t written = 0;
    while (written < line.size())
        written += static_cast<std::size_t>(
            must(write(STDOUT_FILENO, line.data() + written, line.size() - written), "write the report"));
}

Vectors &vectors()
{
    static Vectors vectors;
    return vectors;
}

void fail(const std::string &why)
{
    std::fprintf(stderr, "forklore-subject: %s\n", why.c_str());
    _exit(1);
}

long must(long result, const char *what)
{
    if (result < 0)
        fail(std::string(what) + ": " + std::strerror(errno));
    return result;
}

void awaitEnd()
{
    for (;;) {
        pollfd line{STDIN_FILENO, 0, 0}; // a hangup is told without being asked for
        if (poll(&line, 1, -1) > 0)
            return;
    }
}

pid_t forkChild(const std::function<void()> &body)
{
    const auto parent = getpid();
    const auto child = static_cast<pid_t>(must(fork(), "fork"));
    if (child != 0)
        return child;
    must(prctl(PR_SET_PDEATHSIG, SIGKILL), "PR_SET_PDEATHSIG");
    if (getppid() != parent)
        _exit(1);
    body();
    awaitEnd();
    _exit(0);
}

pid_t stageChild(const std::function<void()> &body)
{
    int told[2];
    must(pipe2(told, O_CLOEXEC), "pipe");
    const auto child = forkChild([&] {
        body();
        must(write(told[1], "!", 1), "tell the parent");
        close(told[0]);
        close(told[1]);
    });
    close(told[1]);
    char mark = 0;
    if (must(read(told[0], &mark, 1), "wait for the child") != 1)
        fail("a child ended before it stood");
    close(told[0]);
    return child;
}

std::string hex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4];
        text += digits[static_cast<unsigned char>(byte) & 15u];
    }
    return text;
}

std::string bytesOfHex(std::string_view digits)
{
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
        unsigned value = 0;
        std::from_chars(digits.data() + at, digits.data() + at + 2, value, 16);
        bytes += static_cast<char>(value);
    }
    return bytes;
}

long long number(const std::string &word)
{
    long long value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size())
        fail(word + " is no number");
    return value;
}

} // namespace forklore::staging

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/words.h"

#include <cerrno>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "app/cli/output/text.h"

namespace forklore::cli {

int complain(std::string_view what, const Error &why)
{
    fmt::print(stderr, "forklore-cli: {}: {}\n", what, printable(why.message));
    switch (why.kind) {
    case ErrorKind::Gone:
        return noSuchProcess;
    case ErrorKind::Denied:
        return permissionDenied;
    default:
        return failed;
    }
}

int complainOfUsage(const std::string &why)
{
    complain("wrong usage", {ErrorKind::Malformed, why});
    return wrongUsage;
}

bool wantsColor(const Options &options)
{
    if (options.color != "auto")
        return options.color == "always";
    return isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
}

std::size_t terminalColumns()
{
    winsize size{};
    if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

int print(std::string_view text)
{
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (written && std::fflush(stdout) == 0)
        return done;
    const auto reason = failureOf(errno, "could not be written");
    complain("standard output", reason.value());
    return failed;
}

} // namespace forklore::cli

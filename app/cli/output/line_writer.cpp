// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/line_writer.h"

#include <cerrno>
#include <climits>
#include <csignal>

#include <poll.h>
#include <unistd.h>

namespace forklore::cli {
namespace {

/// As many lines as a pipe takes at once; the beginning of one that is longer.
std::string_view firstPiece(std::string_view lines)
{
    const auto piece = lines.substr(0, PIPE_BUF);
    const auto end = piece.rfind('\n');
    return end == std::string_view::npos ? piece : piece.substr(0, end + 1);
}

} // namespace

LineWriter::LineWriter(int signals) : m_signals(signals)
{
    std::signal(SIGPIPE, SIG_IGN);
}

Result<void> LineWriter::write(std::string_view lines)
{
    bool isWithinALine = false;
    while (!lines.empty() && !m_isGivenUp) {
        m_isGivenUp = !waitForReader(isWithinALine);
        if (m_isGivenUp)
            return {};
        const auto piece = firstPiece(lines);
        const auto written = ::write(STDOUT_FILENO, piece.data(), piece.size());
        if (written < 0) {
            const int error = errno;
            if (error == EAGAIN || error == EINTR)
                continue;
            if (error == EPIPE && isToEnd()) // Ctrl-C has ended the reader as well
                return {};
            return failureOf(error, "could not be written");
        }
        isWithinALine = written > 0 && piece[static_cast<std::size_t>(written) - 1] != '\n';
        lines.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

bool LineWriter::isToEnd() const
{
    pollfd asked{m_signals, POLLIN, 0};
    return poll(&asked, 1, 0) > 0;
}

bool LineWriter::waitForReader(bool isWithinALine) const
{
    const int patience = isWithinALine ? 5000 : 1000; // ms: a cut line is worse than one that is missing
    pollfd waits[] = {{STDOUT_FILENO, POLLOUT, 0}, {m_signals, POLLIN, 0}};
    poll(waits, 2, -1);
    return waits[0].revents != 0 || waits[1].revents == 0 || poll(waits, 1, patience) > 0;
}

} // namespace forklore::cli

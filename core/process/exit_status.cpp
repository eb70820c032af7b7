// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/exit_status.h"

#include <sys/wait.h>

#include <fmt/format.h>

#include "core/process/signals.h"

namespace forklore {

ExitStatus ExitStatus::fromWaitStatus(std::int32_t status)
{
    if (WIFSIGNALED(status))
        return {Kind::Signaled, WTERMSIG(status), WCOREDUMP(status) != 0};
    return {Kind::Exited, WEXITSTATUS(status), false};
}

std::string text(const ExitStatus &status)
{
    if (status.kind == ExitStatus::Kind::Exited)
        return fmt::format("exited {}", status.value);
    return fmt::format("killed by {}{}", signalName(status.value), status.core ? ", core dumped" : "");
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// What holds a process up: TracerPid of /proc/PID/status, and /proc/PID/wchan.
#include "core/process/condition.h"

#include "core/source/linux/inspector.h"
#include "core/source/linux/pid_status.h"
#include "core/source/linux/process_files.h"

namespace forklore {
namespace {

/// Reads "0" for a process that runs or may run, and just so without the right to see more.
Result<std::string> readWaitChannel(const ProcessFiles &files)
{
    const auto text = files.directory().read("wchan");
    if (!text)
        return Failure(text.error());
    if (!text->empty() && *text != "0")
        return *text;
    const auto state = files.stat().state;
    if (state == State::Running || state == State::Zombie)
        return std::string();
    return failure(ErrorKind::Denied, "wchan: the kernel hides where this process waits");
}

} // namespace

Result<Condition> Inspector::condition(const ProcessId &id) const
{
    const auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    const auto tracer =
        readPidStatus(files->directory()).and_then([](const PidStatus &status) -> Result<Pid> {
            if (!status.tracer)
                return failure(ErrorKind::Malformed, "status: no TracerPid line");
            return *status.tracer;
        });
    return Condition{tracer, readWaitChannel(*files)};
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The closer look at one process that diagnostics on it need.
#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/proc/pid_autogroup.h"
#include "core/host/linux/proc/pid_cgroup.h"
#include "core/host/linux/proc/pid_status.h"
#include "core/host/linux/proc/pid_task.h"
#include "core/host/linux/sampling/process_files.h"

namespace forklore {

Result<CloserLook> LinuxInspector::closerLook(const ProcessId &id, const Snapshot &processes) const
{
    const auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    CloserLook look;
    const auto status = readPidStatus(files->directory());
    look.credentials = status.and_then([](const PidStatus &known) { return known.credentials(); });
    look.namespacePids =
        status.and_then([](const PidStatus &known) { return statusValue(known.namespacePids, "NSpid"); });
    look.condition = Condition{
        status.and_then([](const PidStatus &known) { return statusValue(known.tracer, "TracerPid"); }),
        readWaitChannel(files->directory(), files->stat().pid, files->stat().state),
        m_freezers.freezeOf(files->directory(), files->stat())};
    look.limits = limits(id, processes);
    look.autogroup = readPidAutogroup(m_root, files->directory());
    if (const auto groups = readPidCgroup(files->directory()))
        look.systemdUnit = systemdUnit(*groups);
    if (const auto known = names(id)) {
        look.argv0 = known->argv0;
        look.executable = known->executable;
        look.title = known->title;
    }
    return look;
}

} // namespace forklore

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The closer look at one process that remarks on it need.
#include "core/source/linux/inspector.h"
#include "core/source/linux/pid_cgroup.h"
#include "core/source/linux/pid_status.h"
#include "core/source/linux/process_files.h"

namespace forklore {
namespace {

/// The kernel writes 0 for a process that waits in nothing, and for a reader without the right to know. The
/// link of its user namespace takes the same right.
Result<std::string> readWaitChannel(const ProcessFiles &files)
{
    const auto text = files.directory().read("wchan");
    if (!text)
        return Failure(text.error());
    if (!text->empty() && *text != "0")
        return text->substr(0, text->find('\n'));
    const auto right = files.directory().readLink("ns/user");
    return right || files.stat().state == State::Running ? Result<std::string>() : Failure(right.error());
}

} // namespace

Result<CloserLook> Inspector::closerLook(const ProcessId &id, const Snapshot &processes) const
{
    const auto files = ProcessFiles::open(m_root, id);
    if (!files)
        return Failure(files.error());
    CloserLook look;
    const auto status = readPidStatus(files->directory());
    look.credentials = status.map([](const PidStatus &known) { return known.credentials; });
    look.namespacePids = status.map([](const PidStatus &known) { return known.namespacePids; });
    look.condition = Condition{status.map([](const PidStatus &known) { return known.tracer.value_or(0); }),
                               readWaitChannel(*files)};
    look.limits = limits(id, processes);
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

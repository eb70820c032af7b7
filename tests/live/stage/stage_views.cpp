// SPDX-License-Identifier: GPL-3.0-or-later
//
// Situations of the reader: what core says when another user looks, or through a /proc that hides processes.
#include "tests/live/stage/stage.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sampling/linux_source.h"

namespace forklore::staging {
namespace {

template <class T>
std::string answer(const Result<T> &result)
{
    return result ? "ok" : std::string(name(result.error().kind));
}

std::string titleAnswer(const Result<Title> &title)
{
    return title && *title == Title::Unknown ? "unknown" : answer(title);
}

std::string exitAnswer(const Process &process)
{
    if (!process.exitStatus)
        return "none";
    if (!*process.exitStatus)
        return answer(*process.exitStatus);
    const auto &status = **process.exitStatus;
    return (status.kind == ExitStatus::Kind::Exited ? "exited:" : "signaled:") + std::to_string(status.value);
}

void addSections(Report &report, const Inspector &inspector, const ProcessId &id, const Snapshot &processes)
{
    report.add("identity", answer(inspector.identity(id)));
    report.add("arguments", answer(inspector.arguments(id)));
    report.add("environment", answer(inspector.environment(id)));
    report.add("descriptors", answer(inspector.descriptors(id)));
    const auto limits = inspector.limits(id, processes);
    report.add("limits", answer(limits));
    if (limits) {
        const auto &files = limits->at(static_cast<std::size_t>(Resource::OpenFiles)).usage;
        report.add("files", files && *files ? std::to_string(**files) : files ? answer(*files) : "none");
    }
    const auto threads = inspector.threads(id);
    report.add("threads", answer(threads));
    if (threads)
        report.add("wait-channel", answer(threads->all.front().waitChannel));
    report.add("io", answer(inspector.io(id)));
    report.add("memory-counts", answer(inspector.memoryCounts(id)));
    report.add("mappings", answer(inspector.mappings(id)));
    const auto memory = inspector.memory(id);
    report.add("memory", answer(memory));
    if (memory)
        report.add("memory-pages", answer(memory->pages));
    const auto names = inspector.names(id);
    report.add("names", answer(names));
    if (names) {
        report.add("argv0", answer(names->argv0));
        report.add("exe", answer(names->executable));
        report.add("title", titleAnswer(names->title));
    }
}

} // namespace

/// What this user sees of a process, fact by fact: "ok" or the kind of the error.
void stageInspect(Report &report, const Words &words)
{
    const auto pid = static_cast<Pid>(number(words.at(0)));
    const auto inspector = LinuxInspector::create();
    if (!inspector)
        fail(inspector.error().message);
    const auto source = LinuxSource::create();
    if (!source)
        fail(source.error().message);
    const auto snapshot = (*source)->sample(SampleRequest::everything(), nullptr);
    if (!snapshot)
        fail(snapshot.error().message);

    const auto id = inspector->idOf(pid);
    report.add("id", answer(id));
    if (const auto *process = snapshot->withPid(pid)) {
        report.add("stat", answer(process->stat));
        report.add("credentials", answer(process->credentials));
        report.add("command-line", answer(process->commandLine));
        const auto &count = *process->descriptorCount;
        report.add("descriptor-count", count ? std::to_string(*count) : answer(count));
        report.add("exit", exitAnswer(*process));
    }
    if (id)
        addSections(report, *inspector, *id, *snapshot);
}

/// As stageInspect, by the root of a user namespace of its own: uid 0, and no more rights over others than
/// before.
void stageInspectInNamespace(Report &report, const Words &words)
{
    const auto map = "0 " + std::to_string(geteuid()) + " 1";
    if (unshare(CLONE_NEWUSER) == 0) {
        std::ofstream("/proc/self/uid_map") << map;
        report.add("permitted", geteuid() == 0);
    } else {
        report.add("permitted", 0);
    }
    stageInspect(report, words);
}

/// hidepid MODE UID: a private /proc with that option, seen by that user. Says "permitted=0" where it may not
/// be mounted.
void stageHidepid(Report &report, const Words &words)
{
    const auto options = "hidepid=" + words.at(0);
    const auto user = static_cast<uid_t>(number(words.at(1)));
    if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("proc", "/proc", "proc", 0, options.c_str()) != 0) {
        report.add("permitted", 0);
        report.add("errno", errno);
        return;
    }
    must(setgroups(0, nullptr), "setgroups");
    must(setgid(user), "setgid");
    must(setuid(user), "setuid");
    report.add("permitted", 1);

    const auto source = LinuxSource::create();
    if (!source)
        fail(source.error().message);
    const auto snapshot = (*source)->sample(SampleRequest::everything(), nullptr);
    if (!snapshot)
        fail(snapshot.error().message);
    long denied = 0;
    long foreign = 0;
    for (const auto &process : snapshot->processes) {
        denied += !process.stat && process.stat.error().kind == ErrorKind::Denied;
        foreign += process.credentials && process.credentials->uid.real != user;
    }
    report.add("others-hidden", snapshot->othersHidden);
    report.add("processes", static_cast<long long>(snapshot->processes.size()));
    report.add("denied", denied);
    report.add("foreign", foreign);
    report.add("own", snapshot->withPid(getpid()) != nullptr);
    const auto inspector = LinuxInspector::create();
    report.add("init", inspector ? answer(inspector->idOf(1)) : answer(inspector));
}

} // namespace forklore::staging

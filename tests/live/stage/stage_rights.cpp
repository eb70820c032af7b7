// SPDX-License-Identifier: GPL-3.0-or-later
//
// Situations of rights and place: a child that gave some up, or moved to namespaces of its own.
#include "tests/live/stage/stage.h"

#include <array>
#include <cstdint>

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/host/linux/inspect/linux_inspector.h"

namespace forklore::staging {
namespace {

/// A filter that lets every system call through.
void filterSystemCalls()
{
    sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    const sock_fprog program{1, &allow};
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS");
    must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), "SECCOMP_MODE_FILTER");
}

struct CapabilityWords {
    std::array<__user_cap_data_struct, 2> words{};

    [[nodiscard]] std::uint32_t bit(int capability) const { return 1u << (capability % 32); }
    [[nodiscard]] __user_cap_data_struct &of(int capability)
    {
        return words.at(static_cast<std::size_t>(capability / 32));
    }
};

/// From the effective and permitted set, and where it may from the bounding set.
void dropCapability(int capability)
{
    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    CapabilityWords set;
    must(syscall(SYS_capget, &header, set.words.data()), "capget");
    set.of(capability).effective &= ~set.bit(capability);
    set.of(capability).permitted &= ~set.bit(capability);
    set.of(capability).inheritable &= ~set.bit(capability);
    must(syscall(SYS_capset, &header, set.words.data()), "capset");
}

} // namespace

/// rights WHAT WORD: one of no-new-privs, filter, drop CAPABILITY, groups GID GID …
void stageRights(Report &report, const Words &words)
{
    report.add("child", stageChild([&] {
                   if (words.at(0) == "no-new-privs")
                       must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS");
                   else if (words[0] == "filter")
                       filterSystemCalls();
                   else if (words[0] == "drop")
                       dropCapability(static_cast<int>(number(words.at(1))));
                   else if (words[0] == "groups") {
                       std::vector<gid_t> groups;
                       for (std::size_t i = 1; i < words.size(); ++i)
                           groups.push_back(static_cast<gid_t>(number(words[i])));
                       must(setgroups(groups.size(), groups.data()), "setgroups");
                   }
               }));
}

/// A child that may read, write and end, and no more.
void stageStrict(Report &report, const Words &)
{
    report.add("child", forkChild([] {
                   must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT), "SECCOMP_MODE_STRICT");
                   char word = 0;
                   while (syscall(SYS_read, STDIN_FILENO, &word, 1) > 0) {
                   }
                   syscall(SYS_exit, 0);
               }));
}

/// A child in a host name namespace of its own. Says "permitted=0" where that may not be.
void stageUnshared(Report &report, const Words &)
{
    const int alone = geteuid() == 0 ? CLONE_NEWUTS : CLONE_NEWUSER | CLONE_NEWUTS;
    if (unshare(alone) != 0) {
        report.add("permitted", 0);
        return;
    }
    report.add("permitted", 1);
    report.add("child", stageChild([] {}));
}

/// place gone | place chroot: a child whose working directory was removed; one that calls a directory "/".
void stagePlace(Report &report, const Words &words)
{
    for (const auto *directory : {"gone", "kept (deleted)", "root"})
        must(mkdir(directory, 0755), "mkdir");
    report.add("child", stageChild([&] {
                   if (words.at(0) == "gone") {
                       must(chdir("gone"), "chdir");
                       must(rmdir("../gone"), "rmdir");
                   } else if (words[0] == "kept") {
                       must(chdir("kept (deleted)"), "chdir");
                   } else {
                       must(chroot("root"), "chroot");
                       must(chdir("/"), "chdir");
                   }
               }));
}

/// What this user sees of a process's place and rights: "ok" or the kind of the error. A list in which no
/// entry can be read counts as its first entry does.
void stageInspectPlace(Report &report, const Words &words)
{
    const auto answer = [](const auto &result) {
        return result ? std::string("ok") : std::string(name(result.error().kind));
    };
    const auto inspector = LinuxInspector::create();
    if (!inspector)
        fail(inspector.error().message);
    const auto id = inspector->idOf(static_cast<Pid>(number(words.at(0))));
    if (!id)
        fail(id.error().message);
    report.add("rights", answer(inspector->rights(*id)));
    report.add("signals", answer(inspector->signalReading(*id, {})));
    const auto location = inspector->location(*id);
    if (!location)
        fail(location.error().message);
    report.add("cwd", answer(location->directory));
    report.add("root", answer(location->root));
    report.add("exe", answer(location->executable));
    report.add("cgroups", answer(location->controlGroups));
    const auto &spaces = location->namespaces;
    report.add("namespaces", spaces && !spaces->empty() ? answer(spaces->front().inode) : answer(spaces));
}

} // namespace forklore::staging

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Situations that diagnostics are made on: daemons, jobs of a terminal, tracers, full tables.
#include "tests/live/stage/stage.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace forklore::staging {
namespace {

char stateOf(pid_t pid)
{
    std::ostringstream content;
    content << std::ifstream("/proc/" + std::to_string(pid) + "/stat").rdbuf();
    const auto text = content.str();
    const auto name = text.rfind(") ");
    return name == std::string::npos ? '?' : text[name + 2];
}

void awaitState(pid_t pid, char state)
{
    while (stateOf(pid) != state) // no event tells of it
        sched_yield();
}

} // namespace

/// A process that detached itself in the old way: fork, setsid, fork again.
void stageDaemon(Report &report, const Words &)
{
    int told[2];
    must(pipe2(told, O_CLOEXEC), "pipe");
    const auto middle = static_cast<pid_t>(must(fork(), "fork"));
    if (middle == 0) {
        must(setsid(), "setsid");
        const auto daemon = static_cast<pid_t>(must(fork(), "fork"));
        if (daemon == 0) {
            awaitEnd();
            _exit(0);
        }
        must(write(told[1], &daemon, sizeof daemon), "tell the subject");
        _exit(0);
    }
    pid_t daemon = 0;
    if (must(read(told[0], &daemon, sizeof daemon), "wait for the daemon") != sizeof daemon)
        fail("the middle process ended too soon");
    close(told[0]);
    close(told[1]);
    must(waitpid(middle, nullptr, 0), "waitpid");
    report.add("middle", middle);
    report.add("child", daemon);
}

/// The leader of a session on a terminal with two jobs, the first of them in the foreground.
void stageJobs(Report &report, const Words &)
{
    const auto master = static_cast<int>(must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt"));
    must(grantpt(master), "grantpt");
    must(unlockpt(master), "unlockpt");
    std::array<char, 64> slave{};
    if (ptsname_r(master, slave.data(), slave.size()) != 0)
        fail("ptsname");
    int told[2];
    must(pipe2(told, O_CLOEXEC), "pipe");
    const auto leader = stageChild([&] {
        must(setsid(), "setsid");
        const auto terminal = static_cast<int>(must(open(slave.data(), O_RDWR | O_NOCTTY), "open"));
        must(ioctl(terminal, TIOCSCTTY, 0), "TIOCSCTTY");
        std::array<pid_t, 2> jobs{};
        for (auto &job : jobs)
            job = stageChild([] { must(setpgid(0, 0), "setpgid"); });
        must(tcsetpgrp(terminal, jobs[0]), "tcsetpgrp");
        must(write(told[1], jobs.data(), sizeof jobs), "tell the jobs");
    });
    std::array<pid_t, 2> jobs{};
    must(read(told[0], jobs.data(), sizeof jobs), "wait for the jobs");
    report.add("terminal", slave.data());
    report.add("child", leader);
    report.add("foreground", jobs[0]);
    report.add("background", jobs[1]);
}

/// A child that this process traces; with the word "held" it is halted as well.
void stageTraced(Report &report, const Words &words)
{
    const auto child = stageChild([] {});
    must(ptrace(PTRACE_SEIZE, child, nullptr, nullptr), "PTRACE_SEIZE");
    if (!words.empty() && words[0] == "held") {
        must(ptrace(PTRACE_INTERRUPT, child, nullptr, nullptr), "PTRACE_INTERRUPT");
        must(waitpid(child, nullptr, 0), "waitpid");
    }
    report.add("child", child);
}

/// A child in the middle of vfork(2): it waits without a break until its own child execs or ends.
void stageUninterruptible(Report &report, const Words &)
{
    const auto child = forkChild([] {
        const auto grandchild = syscall(SYS_clone, CLONE_VFORK | SIGCHLD, nullptr, nullptr, nullptr, 0L);
        if (grandchild == 0) {
            awaitEnd();
            _exit(0);
        }
    });
    awaitState(child, 'D');
    report.add("child", child);
}

/// full-table SOFT OPEN: so many descriptors under such a limit.
void stageFullTable(Report &, const Words &words)
{
    rlimit limit{};
    must(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
    limit.rlim_cur = static_cast<rlim_t>(number(words.at(0)));
    must(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
    for (auto open = number(words.at(1)) - 3; open > 0; --open) // beside the three that are there
        must(dup(STDIN_FILENO), "dup");
}

/// Runs itself again out of memory, without a file.
void stageMemoryProgram(Report &, const Words &words)
{
    if (!words.empty())
        return;
    const auto memory = static_cast<int>(must(memfd_create("staged program", MFD_CLOEXEC), "memfd_create"));
    const auto file = static_cast<int>(must(open("/proc/self/exe", O_RDONLY | O_CLOEXEC), "open"));
    struct stat status {};
    must(fstat(file, &status), "fstat");
    for (off_t left = status.st_size; left > 0;)
        left -= must(sendfile(memory, file, nullptr, static_cast<std::size_t>(left)), "sendfile");
    std::array<char *, 4> arguments = {const_cast<char *>("subject"), const_cast<char *>("memory-program"),
                                       const_cast<char *>("now"), nullptr};
    fexecve(memory, arguments.data(), vectors().environment);
    must(-1, "fexecve");
}

/// The first and the second process of a pid namespace. Says "permitted=0" where none may be made.
void stageInitAndChild(Report &report, const Words &)
{
    int told[2];
    must(pipe2(told, O_CLOEXEC), "pipe");
    const bool permitted =
        unshare(CLONE_NEWPID) == 0 || (errno == EPERM && unshare(CLONE_NEWUSER | CLONE_NEWPID) == 0);
    report.add("permitted", permitted);
    if (!permitted)
        return;
    // Neither sees its parent's pid, as forkChild() would compare it: their end is the life line alone.
    const auto init = static_cast<pid_t>(must(fork(), "fork"));
    if (init == 0) {
        must(fork(), "fork");
        must(write(told[1], "!", 1), "tell the subject");
        awaitEnd();
        _exit(0);
    }
    std::array<char, 1> mark{};
    for (int process = 0; process < 2; ++process)
        must(read(told[0], mark.data(), 1), "wait for the processes");
    report.add("child", init);
}

/// Gives up root's rights for those of another user, but not for good.
void stageOtherUser(Report &, const Words &words)
{
    must(seteuid(static_cast<uid_t>(number(words.at(0)))), "seteuid");
    must(prctl(PR_SET_DUMPABLE, 1), "PR_SET_DUMPABLE");
}

} // namespace forklore::staging

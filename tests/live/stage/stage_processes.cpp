// SPDX-License-Identifier: GPL-3.0-or-later
//
// Situations of kinship and life: names, zombies, orphans, sessions, terminals.
#include "tests/live/stage/stage.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace forklore::staging {
namespace {

/// Returns when the child is a zombie, which it stays: nobody takes its status.
void awaitZombie(Report &report, pid_t child)
{
    siginfo_t info{};
    must(waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), "waitid");
    report.add("child", child);
    report.add("status", info.si_status);
    report.add("how", info.si_code == CLD_EXITED   ? "exited"
                      : info.si_code == CLD_DUMPED ? "dumped"
                                                   : "killed");
}

/// Middle process forks a grandchild and ends: the grandchild has another parent when this returns.
pid_t orphanOf(pid_t &middle)
{
    int told[2];
    must(pipe2(told, O_CLOEXEC), "pipe");
    middle = static_cast<pid_t>(must(fork(), "fork"));
    if (middle == 0) {
        const auto grandchild = static_cast<pid_t>(must(fork(), "fork"));
        if (grandchild == 0) {
            awaitEnd(); // of its own: nobody above it is told when the subject dies
            _exit(0);
        }
        must(write(told[1], &grandchild, sizeof grandchild), "tell the subject");
        _exit(0);
    }
    pid_t grandchild = 0;
    if (must(read(told[0], &grandchild, sizeof grandchild), "wait for the grandchild") != sizeof grandchild)
        fail("the middle process ended too soon");
    close(told[0]);
    close(told[1]);
    must(waitpid(middle, nullptr, 0), "waitpid");
    return grandchild;
}

pid_t s_leader = 0;
int s_lastStatus = 0;

void *outliveLeader(void *)
{
    const auto path = "/proc/self/task/" + std::to_string(s_leader) + "/stat";
    std::string text;
    while (text.find(") Z ") == std::string::npos) { // no event tells of it
        sched_yield();
        std::ostringstream content;
        content << std::ifstream(path).rdbuf();
        text = content.str();
    }
    Report report;
    report.add("thread", static_cast<long long>(syscall(SYS_gettid)));
    report.print();
    awaitEnd();
    _exit(s_lastStatus);
}

void endLeader(int status)
{
    s_leader = getpid();
    pthread_t thread{};
    if (pthread_create(&thread, nullptr, outliveLeader, nullptr) != 0)
        fail("pthread_create");
    syscall(SYS_exit, status); // the thread alone, and without unwinding its stack
}

} // namespace

void stagePlain(Report &report, const Words &)
{
    report.add("ppid", getppid());
    report.add("pgid", getpgid(0));
    report.add("sid", getsid(0));
    report.add("uid", getuid());
    report.add("euid", geteuid());
    report.add("gid", getgid());
    report.add("nice", getpriority(PRIO_PROCESS, 0));
}

void stageComm(Report &, const Words &words)
{
    must(prctl(PR_SET_NAME, bytesOfHex(words.at(0)).c_str()), "PR_SET_NAME");
}

void stageZombie(Report &report, const Words &words)
{
    awaitZombie(report, forkChild([&] { _exit(static_cast<int>(number(words.at(0)))); }));
}

void stageZombieUndumpable(Report &report, const Words &words)
{
    awaitZombie(report, forkChild([&] {
                    must(prctl(PR_SET_DUMPABLE, 0), "PR_SET_DUMPABLE");
                    _exit(static_cast<int>(number(words.at(0))));
                }));
}

void stageZombieSignal(Report &report, const Words &words)
{
    awaitZombie(report, forkChild([&] {
                    const auto signal = static_cast<int>(number(words.at(0)));
                    std::signal(signal, SIG_DFL);
                    kill(getpid(), signal);
                }));
}

void stageLeaderEnded(Report &, const Words &)
{
    endLeader(0);
}

void stageLeaderFirst(Report &, const Words &words)
{
    s_lastStatus = static_cast<int>(number(words.at(1)));
    endLeader(static_cast<int>(number(words.at(0))));
}

void stageStopped(Report &report, const Words &)
{
    const auto child = forkChild([] { kill(getpid(), SIGSTOP); });
    int status = 0;
    must(waitpid(child, &status, WUNTRACED), "waitpid");
    if (!WIFSTOPPED(status))
        fail("the child did not stop");
    report.add("child", child);
}

void stageOrphan(Report &report, const Words &)
{
    pid_t middle = 0;
    report.add("child", orphanOf(middle));
    report.add("middle", middle);
}

void stageAdopted(Report &report, const Words &)
{
    must(prctl(PR_SET_CHILD_SUBREAPER, 1), "PR_SET_CHILD_SUBREAPER");
    stageOrphan(report, {});
}

void stageSetsid(Report &report, const Words &)
{
    report.add("child", stageChild([] { must(setsid(), "setsid"); }));
}

void stagePgid(Report &report, const Words &)
{
    report.add("child", stageChild([] { must(setpgid(0, 0), "setpgid"); }));
}

void stagePty(Report &report, const Words &)
{
    const auto master = static_cast<int>(must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt"));
    must(grantpt(master), "grantpt");
    must(unlockpt(master), "unlockpt");
    std::array<char, 64> slave{};
    if (ptsname_r(master, slave.data(), slave.size()) != 0)
        fail("ptsname");
    report.add("terminal", slave.data());
    report.add("child", stageChild([&] {
                   must(setsid(), "setsid");
                   const auto terminal =
                       static_cast<int>(must(open(slave.data(), O_RDWR | O_NOCTTY), "open"));
                   must(ioctl(terminal, TIOCSCTTY, 0), "TIOCSCTTY");
               }));
}

/// A child in a process group of its own that starts one child after the other without end; of many the
/// oldest is ended.
void stageGrowing(Report &report, const Words &)
{
    constexpr std::size_t most = 300; // that live
    const auto child = forkChild([] {
        must(setpgid(0, 0), "setpgid");
        std::array<pid_t, most> children{};
        for (std::size_t i = 0;; i = (i + 1) % most) {
            pollfd timelineStrip{STDIN_FILENO, POLLIN, 0};
            if (poll(&timelineStrip, 1, 0) != 0)
                _exit(0);
            if (children.at(i) > 0) {
                kill(children.at(i), SIGKILL);
                waitpid(children.at(i), nullptr, 0);
            }
            children.at(i) = fork(); // it outlives its parent: only a signal, or the test's end, ends it
            if (children.at(i) == 0) {
                awaitEnd();
                _exit(0);
            }
        }
    });
    report.add("child", child);
}

/// A child with the pid that the word names, which must be free. Says why when that is not allowed.
void stageClone(Report &report, const Words &words)
{
    auto wanted = static_cast<pid_t>(number(words.at(0)));
    clone_args arguments{};
    arguments.exit_signal = SIGCHLD;
    arguments.set_tid = reinterpret_cast<std::uint64_t>(&wanted);
    arguments.set_tid_size = 1;
    const auto child = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (child == 0) {
        awaitEnd(); // the thread that forked is this one: its death cannot be missed
        _exit(0);
    }
    report.add("child", child < 0 ? 0 : child);
    report.add("errno", child < 0 ? errno : 0);
}

} // namespace forklore::staging

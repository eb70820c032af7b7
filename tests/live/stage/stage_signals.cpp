// SPDX-License-Identifier: GPL-3.0-or-later
//
// Situations of signals: a child that ignores, blocks, catches or waits for some, with threads or without.
#include "tests/live/stage/stage.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace forklore::staging {
namespace {

constexpr int lastSignal = 64;
constexpr int unblocking = 64; // the C library's number for the last one: its handler lifts all blocks

std::array<volatile sig_atomic_t, lastSignal + 1> s_count;

/// "WORD-SIGNAL-COUNT" becomes the name of the process, whichever thread runs: the test sees it from outside.
void sayInName(const char *word, int signal, int count)
{
    std::array<char, 16> text{};
    std::size_t at = 0;
    while (*word != '\0')
        text[at++] = *word++;
    for (const auto number : {signal, count}) {
        text[at++] = '-';
        if (number > 9)
            text[at++] = static_cast<char>('0' + number / 10);
        text[at++] = static_cast<char>('0' + number % 10);
    }
    const auto before = errno;
    const int file = open("/proc/self/comm", O_WRONLY | O_CLOEXEC);
    [[maybe_unused]] const auto written = write(file, text.data(), at);
    close(file);
    errno = before;
}

void handle(int signal, siginfo_t *, void *context)
{
    const auto count = s_count.at(static_cast<std::size_t>(signal)) + 1;
    s_count.at(static_cast<std::size_t>(signal)) = count;
    if (signal == unblocking)
        sigemptyset(&static_cast<ucontext_t *>(context)->uc_sigmask);
    else
        sayInName("caught", signal, count);
}

void catchSignal(int signal)
{
    struct sigaction action {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigaction(signal, &action, nullptr);
}

sigset_t setOf(int signal)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    return set;
}

void mask(int how, int signal)
{
    const auto set = setOf(signal);
    pthread_sigmask(how, &set, nullptr);
}

/// Waits for the signal in sigwaitinfo(2), again and again, and tells when it got it.
[[noreturn]] void fetch(int signal)
{
    const auto set = setOf(signal);
    for (int count = 1;; ++count) {
        while (sigwaitinfo(&set, nullptr) != signal) {
        }
        sayInName("fetched", signal, count);
    }
}

void *park(void *)
{
    awaitEnd();
    _exit(0);
}

void *fetchInThread(void *signal)
{
    fetch(*static_cast<int *>(signal));
}

void startThread(void *(*body)(void *), void *argument)
{
    pthread_t thread{};
    if (pthread_create(&thread, nullptr, body, argument) != 0)
        fail("pthread_create");
}

struct Step {
    std::string_view word;
    void (*take)(int signal);
};

/// One after the other, in the order of the words; a thread inherits the mask that stands when it starts.
constexpr std::array<Step, 6> steps = {{
    {"ignore", [](int signal) { std::signal(signal, SIG_IGN); }},
    {"catch", catchSignal},
    {"block", [](int signal) { mask(SIG_BLOCK, signal); }},
    {"unblock", [](int signal) { mask(SIG_UNBLOCK, signal); }},
    {"thread", [](int) { startThread(park, nullptr); }},
    {"thread-fetches",
     [](int signal) {
         static int fetched;
         fetched = signal;
         startThread(fetchInThread, &fetched);
     }},
}};

/// What the main thread does once it has told that it stands; by itself it awaits the end.
constexpr std::array<Step, 7> lastSteps = {{
    {"stop", [](int) { kill(getpid(), SIGSTOP); }},
    {"fetch", [](int signal) { fetch(signal); }},
    {"exit", [](int code) { _exit(code); }},
    {"end-leader", [](int) { syscall(SYS_exit, 0); }},
    {"trace",
     [](int) {
         ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
         kill(getpid(), SIGSTOP);
     }},
    {"own-session",
     [](int) {
         setpgid(0, getpgid(getppid())); // the leader of a group may not
         must(setsid(), "setsid");
     }},
    {"sleep-deeply",
     [](int) {
         if (vfork() == 0) { // until the child ends its parent cannot be disturbed
             prctl(PR_SET_PDEATHSIG, SIGKILL);
             for (;;)
                 pause();
         }
     }},
}};

/// Knows nothing of what this program inherited: every signal as by default, none blocked, but for two that
/// tell the test that the process lives, and lift its blocks.
void startAfresh()
{
    for (int signal = 1; signal <= lastSignal; ++signal)
        std::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
    catchSignal(unblocking - 1);
    catchSignal(unblocking);
    setpgid(0, 0);
}

template <std::size_t size>
bool take(const std::array<Step, size> &table, const std::string &word, int signal)
{
    for (const auto &step : table) {
        if (step.word == word) {
            step.take(signal);
            return true;
        }
    }
    return false;
}

/// The steps up to the first last one, which then follows when it was told that all stands.
void followSteps(const Words &words, int told)
{
    startAfresh();
    std::size_t at = 0;
    const auto signal = [&] { return static_cast<int>(number(words.at(at + 1))); };
    while (at + 1 < words.size() && take(steps, words[at], signal()))
        at += 2;
    must(write(told, "!", 1), "tell the parent");
    if (at + 1 < words.size() && !take(lastSteps, words[at], signal()))
        fail("there is no step " + words[at]);
}

pid_t standing(const std::function<pid_t(const std::function<void()> &)> &start, const Words &words)
{
    int told[2];
    must(pipe2(told, O_CLOEXEC), "pipe");
    const auto child = start([&] { followSteps(words, told[1]); });
    close(told[1]);
    char mark = 0;
    if (must(read(told[0], &mark, 1), "wait for the child") != 1)
        fail("a child ended before it stood");
    close(told[0]);
    return child;
}

} // namespace

/// signals STEP NUMBER STEP NUMBER …: a child that takes the steps one by one.
void stageSignals(Report &report, const Words &words)
{
    const auto child = standing(forkChild, words);
    report.add("child", child);
    if (words.size() < 2 || words[words.size() - 2] != "trace")
        return;
    int status = 0;
    must(waitpid(child, &status, 0), "waitpid");
    must(ptrace(PTRACE_CONT, child, nullptr, nullptr), "PTRACE_CONT");
}

/// As stageSignals, the child being the init of a pid namespace. Says "permitted=0" where that may not be.
void stageInnerInit(Report &report, const Words &words)
{
    const int alone = geteuid() == 0 ? CLONE_NEWPID : CLONE_NEWUSER | CLONE_NEWPID;
    if (unshare(alone) != 0) {
        report.add("permitted", 0);
        return;
    }
    report.add("permitted", 1);
    report.add("child", standing(
                            [](const std::function<void()> &body) {
                                const auto child = static_cast<pid_t>(must(fork(), "fork"));
                                if (child != 0)
                                    return child;
                                must(prctl(PR_SET_PDEATHSIG, SIGKILL), "PR_SET_PDEATHSIG");
                                body();
                                awaitEnd();
                                _exit(0);
                            },
                            words));
}

} // namespace forklore::staging

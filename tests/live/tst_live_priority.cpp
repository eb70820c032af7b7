// SPDX-License-Identifier: GPL-3.0-or-later
//
// Priorities of real processes, read back through the kernel's own calls for each thread.
#include <QTest>

#include <functional>

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/host/linux/control/priority.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

std::vector<int> threadsOf(Pid pid)
{
    return Directory::open("/proc/" + std::to_string(pid) + "/task")->numbersIn(".").value();
}

Result<Target> targetOf(Pid pid)
{
    return inspectorOfMachine()
        .and_then([&](const Inspector &inspector) { return inspector.idOf(pid); })
        .and_then(&Target::open);
}

/// What somebody without any right to override finds: 0 when it was as expected.
int asOrdinaryUser(const std::function<bool()> &isAsExpected)
{
    constexpr uid_t nobody = 65534;
    const auto child = fork();
    if (child == 0) {
        const rlimit none{0, 0};
        setrlimit(RLIMIT_NICE, &none);
        setrlimit(RLIMIT_RTPRIO, &none);
        if (geteuid() == 0 && (setgid(nobody) != 0 || setuid(nobody) != 0))
            _exit(2);
        _exit(isAsExpected() ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool isDenied(const Result<PriorityReading> &result, std::string_view word)
{
    return !result && result.error().kind == ErrorKind::Denied &&
           result.error().message.find(word) != std::string::npos;
}

} // namespace

class LivePriority : public QObject {
    Q_OBJECT

private slots:
    void init();
    void itIsReadAsTheKernelHasIt();
    void allThreadsAreReniced();
    void thePolicyIsSet();
    void theIoPriorityIsSet();
    void theProcessorsAreSet();
    void threadsThatDifferAreToldOf();
    void whoIsGoneIsGone();
    void noProcessorIsNoSet();
    void aUserCannotGoBack();
    void aUserIsRefusedTheRealTime();
    void anothersProcessIsRefused();

private:
    std::unique_ptr<Subject> m_subject;
    Result<Target> m_target = failure(ErrorKind::Gone, "none");
};

void LivePriority::init()
{
    m_subject = std::make_unique<Subject>(QStringList{"signals", "thread", "0", "thread", "0"});
    QVERIFY2(m_subject->stands(), m_subject->complaint());
    m_target = targetOf(m_subject->child());
    QVERIFY2(m_target, why(m_target));
    QCOMPARE(threadsOf(m_subject->child()).size(), std::size_t(3));
}

void LivePriority::itIsReadAsTheKernelHasIt()
{
    const auto now = readPriority(*m_target);
    QVERIFY2(now, why(now));
    QCOMPARE(now->threads, std::size_t(3));
    QVERIFY(!now->differs);
    QCOMPARE(now->main.nice, getpriority(PRIO_PROCESS, static_cast<id_t>(m_subject->child())));
    QCOMPARE(now->main.nice, witness::statFields(m_subject->child()).value(16).toInt());
    cpu_set_t set;
    QCOMPARE(sched_getaffinity(m_subject->child(), sizeof set, &set), 0);
    QCOMPARE(static_cast<int>(now->main.processors.size()), CPU_COUNT(&set));
    rlimit limit{};
    QCOMPARE(prlimit(m_subject->child(), RLIMIT_NICE, nullptr, &limit), 0);
    QCOMPARE(now->lowestNice, std::optional(20 - static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 40))));
}

void LivePriority::allThreadsAreReniced()
{
    const int nice = std::min(19, getpriority(PRIO_PROCESS, 0) + 7);
    const auto now = setPriority(*m_target, {.nice = nice});
    QVERIFY2(now, why(now));
    QCOMPARE(now->main.nice, nice);
    for (const int thread : threadsOf(m_subject->child()))
        QCOMPARE(getpriority(PRIO_PROCESS, static_cast<id_t>(thread)), nice);
}

void LivePriority::thePolicyIsSet()
{
    for (const auto &[policy, number] :
         {std::pair(SchedulingPolicy::Batch, SCHED_BATCH), std::pair(SchedulingPolicy::Idle, SCHED_IDLE)}) {
        const auto now = setPriority(*m_target, {.scheduling = Scheduling{policy, 0}});
        QVERIFY2(now, why(now));
        QCOMPARE(now->main.scheduling.policy, policy);
        for (const int thread : threadsOf(m_subject->child()))
            QCOMPARE(sched_getscheduler(thread), number);
    }
}

void LivePriority::theIoPriorityIsSet()
{
    const auto now = setPriority(*m_target, {.io = IoPriority{IoClass::BestEffort, 6}});
    QVERIFY2(now, why(now));
    QVERIFY(now->main.io == (IoPriority{IoClass::BestEffort, 6}));
    for (const int thread : threadsOf(m_subject->child()))
        QCOMPARE(static_cast<int>(syscall(SYS_ioprio_get, 1, thread)), 2 << 13 | 6);
    QVERIFY(setPriority(*m_target, {.io = IoPriority{IoClass::Idle, 0}}));
    QCOMPARE(static_cast<int>(syscall(SYS_ioprio_get, 1, m_subject->child())) >> 13, 3);
}

void LivePriority::theProcessorsAreSet()
{
    const auto before = readPriority(*m_target);
    QVERIFY2(before, why(before));
    const std::vector<int> last = {before->main.processors.back()};
    const auto now = setPriority(*m_target, {.processors = last});
    QVERIFY2(now, why(now));
    QVERIFY(now->main.processors == last);
    for (const int thread : threadsOf(m_subject->child())) {
        cpu_set_t set;
        QCOMPARE(sched_getaffinity(thread, sizeof set, &set), 0);
        QCOMPARE(CPU_COUNT(&set), 1);
        QVERIFY(CPU_ISSET(last.front(), &set));
    }
}

void LivePriority::threadsThatDifferAreToldOf()
{
    const int nice = getpriority(PRIO_PROCESS, 0) + 3;
    QCOMPARE(setpriority(PRIO_PROCESS, static_cast<id_t>(threadsOf(m_subject->child()).back()), nice), 0);
    const auto now = readPriority(*m_target);
    QVERIFY2(now, why(now));
    QVERIFY(now->differs);
}

void LivePriority::whoIsGoneIsGone()
{
    const auto target = targetOf(m_subject->pid()); // which the test itself reaps
    QVERIFY2(target, why(target));
    m_subject->end();
    QCOMPARE(kindOf(readPriority(*target)), raw("gone"));
    QCOMPARE(kindOf(setPriority(*target, {.nice = 19})), raw("gone"));
}

void LivePriority::noProcessorIsNoSet()
{
    QCOMPARE(kindOf(setPriority(*m_target, {.processors = std::vector<int>()})), raw("unsupported"));
    QCOMPARE(kindOf(setPriority(*m_target, {.processors = std::vector<int>{5000}})), raw("unsupported"));
}

void LivePriority::aUserCannotGoBack()
{
    QCOMPARE(asOrdinaryUser([] {
                 const auto self = targetOf(getpid());
                 const auto before = self.and_then(readPriority);
                 if (!before)
                     return false;
                 const int nice = before->main.nice;
                 const bool warned = !oneWay(*before, {.nice = nice + 1}).empty();
                 const bool done = setPriority(*self, {.nice = nice + 1}).has_value();
                 const auto back = setPriority(*self, {.nice = nice});
                 return warned && done && isDenied(back, "the nice value") && isDenied(back, "CAP_SYS_NICE");
             }),
             0);
}

void LivePriority::aUserIsRefusedTheRealTime()
{
    QCOMPARE(asOrdinaryUser([] {
                 const auto self = targetOf(getpid());
                 const auto fifo = self.and_then([](const Target &target) {
                     return setPriority(target, {.scheduling = Scheduling{SchedulingPolicy::Fifo, 10}});
                 });
                 const auto io = self.and_then([](const Target &target) {
                     return setPriority(target, {.io = IoPriority{IoClass::RealTime, 0}});
                 });
                 return isDenied(fifo, "the scheduling policy") && isDenied(io, "the I/O priority");
             }),
             0);
}

void LivePriority::anothersProcessIsRefused()
{
    const auto init = inspectorOfMachine()->idOf(1);
    if (!init ||
        (geteuid() != 0 && inspectorOfMachine()->identity(*init)->credentials->uid.real == getuid())) {
        qInfo("no other user's process can be seen here: only a container's root could try");
        return;
    }
    QCOMPARE(asOrdinaryUser([&] {
                 const auto target = Target::open(*init);
                 const auto set = [&](const PriorityChange &change) {
                     return target.and_then([&](const Target &open) { return setPriority(open, change); });
                 };
                 return isDenied(set({.nice = 19}), "another") &&
                        isDenied(set({.processors = std::vector<int>{0}}), "another") &&
                        isDenied(set({.io = IoPriority{IoClass::Idle, 0}}), "another") &&
                        isDenied(set({.scheduling = Scheduling{SchedulingPolicy::Batch, 0}}), "another");
             }),
             0);
}

static const forklore::TestClass<LivePriority> testClass(__FILE__);
#include "tst_live_priority.moc"

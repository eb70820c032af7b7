// SPDX-License-Identifier: GPL-3.0-or-later
//
// More happens at once than a source is asked for, or can keep; and a place where the best source hears
// nothing.
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include <sched.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/live/listeners.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::listeners;

namespace {

/// vfork(2) returns twice: into a frame of its own.
[[gnu::noinline]] Pid forkAndEnd()
{
    const auto pid = vfork();
    if (pid == 0)
        _exit(0);
    return pid;
}

/// How a shell ended that has run a script, as wait(2) tells.
std::pair<Pid, int> runShell(std::string script)
{
    std::string shell = "sh";
    std::string option = "-c";
    char *const arguments[] = {shell.data(), option.data(), script.data(), nullptr};
    Pid pid = 0;
    int status = 0;
    if (posix_spawn(&pid, "/bin/sh", nullptr, nullptr, arguments, environ) != 0 ||
        waitpid(pid, &status, 0) != pid)
        qFatal("a child could not be started");
    return {pid, status};
}

} // namespace

class LiveEventStorm : public QObject {
    Q_OBJECT

private slots:
    void stormIsHeardWhole();
    void lossIsToldAndMadeUpFor();
    void otherNetworkNamespaceIsSaidToBeOne();
};

void LiveEventStorm::stormIsHeardWhole()
{
    if (!hasConnector())
        return;
    constexpr int children = 3000;
    constexpr int codes = 256;
    auto listener = listenerOf(Kind::ProcConnector);
    std::map<Pid, int> started; // with their statuses
    std::set<Pid> middles;      // of double forks: the mothers of grandchildren that nobody here waits for
    std::atomic<bool> isOver = false;
    std::thread storm([&] {
        for (int i = 0; i < children; ++i) {
            const bool isDouble = i % 10 == 9;
            const auto code = std::to_string(i % codes);
            const auto [pid, status] = runShell(isDouble ? "(exit 99) & exit " + code : "exit " + code);
            started[pid] = status;
            if (isDouble)
                middles.insert(pid);
        }
        isOver = true;
    });
    while (!isOver)
        listener.listen();
    storm.join();
    Script last("read word");
    QVERIFY(listener.await(isOf<Forked>(last.pid()))); // and so has been all that was told before it
    // The kernel tells of an end a moment after the parent has been woken: that of the last one may be on its
    // way.
    const auto unheard = [&] {
        return std::ranges::count_if(started,
                                     [&](const auto &child) { return listener.endsOf(child.first).empty(); });
    };
    for (int patience = 0; unheard() > 0 && patience < 50; ++patience)
        listener.listen();

    std::map<Pid, int> births; // of this process's children: others may get the same pids before and after
    std::map<Pid, int> ends;
    std::uint64_t lost = 0;
    bool isCounted = true;
    std::size_t grandchildren = 0;
    for (const auto &event : listener.events()) {
        const auto pid = event.process.id.pid;
        if (std::holds_alternative<Forked>(event.what)) {
            const auto above = parentIn(event);
            QVERIFY2(above, QByteArray::number(pid));
            const auto parent = above->pid;
            births[pid] += parent == getpid() ? 1 : 0;
            grandchildren += middles.contains(parent) ? 1 : 0;
        } else if (const auto *exit = std::get_if<Exited>(&event.what)) {
            const bool isChild = started.contains(pid) && exit->parent && exit->parent->id.pid == getpid();
            ends[pid] += isChild ? 1 : 0;
            if (isChild && exit->status)
                QCOMPARE(told(exit->status), told(ExitStatus::fromWaitStatus(started[pid])));
        } else if (const auto *loss = std::get_if<Lost>(&event.what)) {
            lost += loss->count.value_or(1);
            isCounted = isCounted && loss->count;
        }
    }
    std::uint64_t missing = 0;
    for (const auto &[pid, status] : started) {
        QVERIFY(births[pid] <= 1);
        QVERIFY(ends[pid] <= 1);
        missing += births[pid] == 0 ? 1 : 0;
        missing += ends[pid] == 0 ? 1 : 0;
    }
    missing += middles.size() - grandchildren;
    QVERIFY2(missing <= lost || !isCounted, QByteArray::number(qulonglong(missing)) + " are missing, " +
                                                QByteArray::number(qulonglong(lost)) + " were lost");
    QCOMPARE(started.size(), std::size_t(children));
}

void LiveEventStorm::lossIsToldAndMadeUpFor()
{
    if (!hasConnector())
        return;
    auto listener = listenerOf(Kind::ProcConnector);
    Script before("read word; exit 4");
    QVERIFY(listener.await(isOf<Forked>(before.pid())));
    before.giveWord();
    before.reap();
    // Nobody listens while more happens than fits into the largest buffer that a socket here can have.
    constexpr int most = 70'000;
    for (int i = 0; i < most; ++i) {
        waitpid(forkAndEnd(), nullptr, 0);
    }
    Script after("read word");
    QVERIFY(listener.await([](const Event &event) { return std::holds_alternative<Lost>(event.what); }));
    // Found though its birth may have been lost, and told as inferred then: by its start, as pids come round.
    const auto start = witness::statFields(after.pid()).value(19).toULongLong();
    QVERIFY(listener.await([&](const Event &event) {
        return std::holds_alternative<Forked>(event.what) &&
               event.process.id == ProcessId{after.pid(), start};
    }));
    const auto id = listener.about(before.pid()).front().process.id; // its pid may have come round again
    QCOMPARE(std::ranges::count_if(listener.about(before.pid()),
                                   [&](const Event &event) {
                                       return event.process.id == id &&
                                              std::holds_alternative<Exited>(event.what);
                                   }),
             1);
}

void LiveEventStorm::otherNetworkNamespaceIsSaidToBeOne()
{
    if (geteuid() != 0) {
        qInfo("only root enters another network namespace: the degradation is tested with made-up answers");
        return;
    }
    Kind kind = Kind::ProcConnector;
    std::string why;
    std::string remedy;
    bool entered = false;
    std::thread([&] { // a thread of its own, as there is no way back
        entered = unshare(CLONE_NEWNET) == 0;
        const auto source = openEvents();
        if (!source)
            return;
        kind = (*source)->coverage().kind;
        why = (*source)->coverage().why;
        remedy = (*source)->coverage().remedy;
    })
        .join();
    if (!entered) {
        qInfo("this root may not enter another network namespace");
        return;
    }
    QCOMPARE(kind, Kind::Pidfd);
    QVERIFY2(why.find("network namespace") != std::string::npos, why.c_str());
    QVERIFY(!remedy.empty());
}

static const forklore::TestClass<LiveEventStorm> testClass(__FILE__);
#include "tst_live_event_storm.moc"

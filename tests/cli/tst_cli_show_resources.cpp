// SPDX-License-Identifier: GPL-3.0-or-later
//
// show threads, memory and io: shape and values, from a /proc made for it and from this machine's own.
#include <QTest>

#include <memory>

#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/live/stage/staged.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class CliShowResources : public QObject {
    Q_OBJECT

private slots:
    void init();
    void threads();
    void memory();
    void missingPagesLeaveTheCounts();
    void io();
    void ofAKernelThread();
    void textHasUnits();
    void ofAProcessOfThisMachine();

private:
    QJsonValue section(const char *name, int pid = 50) const
    {
        const auto run = runCommand(m_machine->with({"--json", "show", QString::number(pid), name}));
        if (run.status != 0)
            qWarning("%s", run.text().constData());
        return run.json()["sections"][QLatin1String(name)];
    }

    std::unique_ptr<ProcRoot> m_machine;
};

void CliShowResources::init()
{
    m_machine = std::make_unique<ProcRoot>();
    m_machine->add({.pid = 1, .ppid = 0, .comm = "init", .start = 3});
    m_machine->add({.pid = 50, .ppid = 1, .comm = "demo", .threads = 2});
}

void CliShowResources::threads()
{
    const auto add = [&](int tid, const char *name, char state, const char *channel) {
        const auto directory = "50/task/" + std::to_string(tid);
        m_machine->write(directory + "/stat",
                         std::to_string(tid) + " (" + name + ") " + state +
                             " 1 50 50 0 -1 0 0 0 0 0 100 23 0 0 20 5 2 0 700 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 "
                             "17 3 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
        m_machine->write(directory + "/wchan", channel);
    };
    add(50, "demo", 'S', "futex_wait_queue");
    add(51, "\xff", 'R', "0");
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    const auto thread = [&](int tid, const QJsonValue &comm, const char *state, const QJsonValue &channel) {
        return QJsonObject{{"tid", tid},     {"start_ticks", 700},         {"comm", comm},
                           {"state", state}, {"cpu_seconds", 123 / ticks}, {"last_cpu", 3},
                           {"nice", 5},      {"wait_channel", channel}};
    };
    QCOMPARE(textOf(section("threads")),
             textOf(QJsonArray{thread(50, "demo", "S", "futex_wait_queue"),
                               thread(51, QJsonObject{{"base64", "/w=="}}, "R", {})}));
}

void CliShowResources::memory()
{
    m_machine->write("50/status",
                     "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nVmPeak:\t100 kB\nVmSize:\t90 kB\n"
                     "VmHWM:\t30 kB\nVmRSS:\t20 kB\nVmPTE:\t48 kB\nVmSwap:\t8 kB\nHugetlbPages:\t 4096 kB\n");
    m_machine->write(
        "50/smaps_rollup",
        "1000-7000 ---p 00000000 00:00 0 [rollup]\nRss: 20 kB\nPss: 14 kB\nShared_Clean: 8 kB\n"
        "Shared_Dirty: 0 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: 12 kB\nSwap: 8 kB\nSwapPss: 4 kB\n");
    const QJsonObject expected = {{"rss_bytes", 20480},         {"vsize_bytes", 92160},
                                  {"pss_bytes", 14336},         {"private_bytes", 12288},
                                  {"shared_bytes", 8192},       {"swap_bytes", 8192},
                                  {"peak_rss_bytes", 30720},    {"peak_vsize_bytes", 102400},
                                  {"page_tables_bytes", 49152}, {"hugetlb_bytes", 4194304}};
    QCOMPARE(textOf(section("memory")), textOf(expected));
}

void CliShowResources::missingPagesLeaveTheCounts()
{
    m_machine->write("50/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nVmRSS:\t20 kB\n");
    const auto memory = section("memory"); // this machine has no page figures
    QCOMPARE(memory["rss_bytes"], QJsonValue(20480));
    for (const auto *member : {"pss_bytes", "private_bytes", "shared_bytes"})
        QCOMPARE(errorKind(memory[QLatin1String(member)]), QString("unsupported"));
    for (const auto *member : {"swap_bytes", "peak_rss_bytes"}) // every kernel has these lines
        QCOMPARE(errorKind(memory[QLatin1String(member)]), QString("malformed"));
}

void CliShowResources::io()
{
    m_machine->write("50/io", "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"
                              "cancelled_write_bytes: 7\n");
    const QJsonObject expected = {{"read_bytes", 5},    {"write_bytes", 6},    {"cancelled_write_bytes", 7},
                                  {"read_syscalls", 3}, {"write_syscalls", 4}, {"read_chars", 1},
                                  {"write_chars", 2}};
    QCOMPARE(textOf(section("io")), textOf(expected));
    m_machine->write("50/io", "rchar: many\n");
    QCOMPARE(errorKind(section("io")), QString("malformed"));
}

void CliShowResources::ofAKernelThread()
{
    m_machine->add({.pid = 2, .comm = "kthreadd", .argv = {}, .flags = 0x200000});
    m_machine->write("2/io", "rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: 0\nwrite_bytes: 0\n"
                             "cancelled_write_bytes: 0\n");
    QCOMPARE(errorKind(section("memory", 2)), QString("unsupported"));
    QCOMPARE(section("io", 2)["read_bytes"], QJsonValue(0));
}

void CliShowResources::textHasUnits()
{
    m_machine->write("50/io", "rchar: 2048\nwchar: 2\nsyscr: 3000\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"
                              "cancelled_write_bytes: 7\n");
    const auto run = runCommand(m_machine->with({"show", "50", "io"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QByteArrayList lines;
    for (const auto &line : run.lines())
        lines << line.simplified();
    QVERIFY(lines.contains("read_chars 2.0 KiB"));
    QVERIFY(lines.contains("read_syscalls 3000"));
}

void CliShowResources::ofAProcessOfThisMachine()
{
    const Subject subject({"threads"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto run =
        runCommand({"--json", "show", QString::number(subject.pid()), "threads", "memory", "io"});
    QVERIFY2(run.status == 0, run.text().constData());
    const auto shown = run.json()["sections"];
    QCOMPARE(shown["threads"].toArray().size(), 3);
    QCOMPARE(objectWith(shown["threads"], "tid", subject.fact("busy").toInt())["state"], QJsonValue("R"));
    for (const auto *member : {"rss_bytes", "vsize_bytes", "pss_bytes", "private_bytes", "peak_rss_bytes"})
        QVERIFY2(shown["memory"][QLatin1String(member)].toInteger() > 0, member);
    QVERIFY(shown["io"]["read_chars"].toInteger() > 0);
}

static const forklore::TestClass<CliShowResources> testClass(__FILE__);
#include "tst_cli_show_resources.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Memory of a real process, beside what it mapped itself and what /proc says.
#include <QTest>

#include <algorithm>
#include <map>

#include <unistd.h>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto nobody = "65534";
constexpr auto somebody = "65533";

/// "Key:   12 kB" of a file, in bytes, by key; lines of one key are added up.
std::map<QByteArray, std::uint64_t> kilobytesOf(const QByteArray &text)
{
    std::map<QByteArray, std::uint64_t> values;
    for (const auto &line : text.split('\n')) {
        const auto words = line.simplified().split(' ');
        if (words.size() == 3 && words[2] == "kB")
            values[words[0].chopped(1)] += words[1].toULongLong() * 1024;
    }
    return values;
}

PageFigures pagesByProc(Pid pid)
{
    auto rollup = kilobytesOf(witness::procFile(pid, "smaps_rollup"));
    return {rollup["Rss"], rollup["Pss"], rollup["Private_Clean"] + rollup["Private_Dirty"],
            rollup["Shared_Clean"] + rollup["Shared_Dirty"], rollup["Swap"]};
}

/// But for the PSS, which is rounded down for each mapping.
bool samePages(Result<PageFigures> sum, const PageFigures &rollup)
{
    constexpr std::uint64_t mostMappings = 200;
    if (!sum || sum->proportional > rollup.proportional ||
        *rollup.proportional - *sum->proportional > mostMappings * 1024)
        return false;
    sum->proportional = rollup.proportional;
    return *sum == rollup;
}

const Mapping *mappingAt(const Mappings &mappings, std::uint64_t address)
{
    const auto at = std::ranges::find_if(
        mappings, [&](const Mapping &mapping) { return mapping.start <= address && address < mapping.end; });
    return at == mappings.end() ? nullptr : &*at;
}

} // namespace

class LiveMemory : public QObject {
    Q_OBJECT

private slots:
    void init();
    void privateMemoryIsPrivate();
    void sharedMemoryIsSharedByTwo();
    void figuresAreThoseOfProc();
    void ofALeaderThatEnded();
    void noneOfAZombie();
    void noneOfAKernelThread();
    void closedToOthersButForTheCounts();

private:
    ProcessId idOf(Pid pid) const { return m_inspector->idOf(pid).value(); }

    Result<LinuxInspector> m_inspector = inspectorOfMachine();
};

void LiveMemory::init()
{
    QVERIFY2(m_inspector, why(m_inspector));
}

void LiveMemory::privateMemoryIsPrivate()
{
    const Subject subject({"memory"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto mappings = m_inspector->mappings(idOf(subject.pid()));
    QVERIFY2(mappings, why(mappings));
    const auto address = subject.fact("private").toULongLong();
    const auto size = subject.fact("private-bytes").toULongLong();
    const auto *own = mappingAt(*mappings, address);
    QVERIFY(own);
    QCOMPARE(bytes(own->permissions), QByteArray("rw-p"));
    QVERIFY(own->start <= address && own->end >= address + size); // the kernel may have joined it with others
    // All of it was touched; what is swapped out is not in RAM.
    QVERIFY(*own->pages.resident + *own->pages.swap >= size);
    QVERIFY(*own->pages.unique + *own->pages.swap >= size);
    QVERIFY(*own->pages.proportional + *own->pages.swap >= size);
}

void LiveMemory::sharedMemoryIsSharedByTwo()
{
    const Subject subject({"memory"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto address = subject.fact("shared").toULongLong();
    const auto size = subject.fact("shared-bytes").toULongLong();
    for (const auto pid : {subject.pid(), subject.child()}) {
        const auto mappings = m_inspector->mappings(idOf(pid));
        QVERIFY2(mappings, why(mappings));
        const auto *shared = mappingAt(*mappings, address);
        QVERIFY(shared);
        QCOMPARE(bytes(shared->permissions), QByteArray("rw-s"));
        QCOMPARE(shared->start, address);
        QCOMPARE(shared->end - shared->start, size);
        QCOMPARE(bytes(shared->name), QByteArray("/dev/zero (deleted)"));
        if (shared->pages.swap > 0u) // a machine short of memory
            continue;
        QVERIFY(shared->pages.resident == size / 2); // the half that was touched
        QVERIFY(shared->pages.shared == size / 2);
        QVERIFY(shared->pages.proportional == size / 4);
        QVERIFY(shared->pages.unique == 0U);
    }
}

void LiveMemory::figuresAreThoseOfProc()
{
    const Subject subject({"memory"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto id = idOf(subject.pid());
    // Whether a page of a library is shared changes when other processes come and go: so until all agree.
    Result<Memory> memory;
    bool agreed = false;
    const auto agree = [&] { // once is enough: the macro asks again after it was told
        agreed = agreed || ((memory = m_inspector->memory(id)) && memory->pages &&
                            *memory->pages == pagesByProc(id.pid) &&
                            samePages(m_inspector->mappings(id).map(pagesOf), *memory->pages));
        return agreed;
    };
    QTRY_VERIFY_WITH_TIMEOUT(agree(), 60'000);
    QVERIFY(*memory->pages->unique + *memory->pages->shared == memory->pages->resident);

    auto status = kilobytesOf(witness::procFile(id.pid, "status"));
    const auto &counts = memory->counts;
    QVERIFY2(counts, why(counts));
    QCOMPARE(counts->virtualBytes, std::optional(status["VmSize"]));
    QCOMPARE(counts->resident, std::optional(status["VmRSS"]));
    QCOMPARE(counts->residentAnonymous, std::optional(status["RssAnon"]));
    QCOMPARE(counts->residentFile, std::optional(status["RssFile"]));
    QCOMPARE(counts->residentShared, std::optional(status["RssShmem"]));
    QCOMPARE(counts->peakResident, std::optional(status["VmHWM"]));
    QCOMPARE(counts->peakVirtual, std::optional(status["VmPeak"]));
    QCOMPARE(counts->swap, std::optional(status["VmSwap"]));
    QCOMPARE(counts->pageTables, std::optional(status["VmPTE"]));
    if (status.contains("HugetlbPages")) // a kernel that was built with them
        QCOMPARE(counts->hugePages, std::optional(status["HugetlbPages"]));
    QVERIFY(*counts->resident >= subject.fact("private-bytes").toULongLong() / 2 || *counts->swap > 0);
}

void LiveMemory::ofALeaderThatEnded()
{
    const Subject subject({"leader-ended"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto memory = m_inspector->memory(idOf(subject.pid()));
    QVERIFY2(memory, why(memory));
    QVERIFY2(memory->counts, why(memory->counts));
    QVERIFY(*memory->counts->resident > 0);
    QVERIFY2(memory->pages, why(memory->pages));
    QVERIFY(memory->pages->resident > 0u);
    const auto mappings = m_inspector->mappings(idOf(subject.pid()));
    QVERIFY2(mappings, why(mappings));
    QVERIFY(!mappings->empty());
}

void LiveMemory::noneOfAZombie()
{
    const Subject subject({"zombie", "0"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto id = idOf(subject.child());
    QCOMPARE(kindOf(m_inspector->memory(id)), raw("gone"));
    QCOMPARE(kindOf(m_inspector->mappings(id)), raw("gone"));
}

void LiveMemory::noneOfAKernelThread()
{
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto kernelThread = std::ranges::find_if(
        snapshot->processes, [](const Process &process) { return process.isKernelThread(); });
    if (kernelThread == snapshot->processes.end()) {
        qInfo("there is no kernel thread to be seen here"); // as inside a pid namespace
        return;
    }
    QCOMPARE(kindOf(m_inspector->memory(kernelThread->id)), raw("unsupported"));
    QCOMPARE(kindOf(m_inspector->mappings(kernelThread->id)), raw("unsupported"));
    const auto threads = m_inspector->threads(kernelThread->id);
    QVERIFY2(threads, why(threads));
    const auto counters = m_inspector->io(kernelThread->id);
    QVERIFY(counters || counters.error().kind == ErrorKind::Denied);
}

void LiveMemory::closedToOthersButForTheCounts()
{
    const bool root = geteuid() == 0;
    const Subject subject(root ? QStringList{"drop", somebody, "plain"} : QStringList{"undumpable", "plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = QString::number(subject.pid());
    const Subject view(root ? QStringList{"drop", nobody, "inspect", pid} : QStringList{"inspect", pid});
    QVERIFY2(view.stands(), view.complaint());
    QCOMPARE(view.fact("memory"), QByteArray("ok"));
    QCOMPARE(view.fact("memory-counts"), QByteArray("ok"));
    QCOMPARE(view.fact("memory-pages"), QByteArray("denied"));
    QCOMPARE(view.fact("mappings"), QByteArray("denied"));
}

static const forklore::TestClass<LiveMemory> testClass(__FILE__);
#include "tst_live_memory.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The inspector's sections on threads, memory and I/O, over a /proc written down.
#include <QTest>

#include "core/host/linux/inspect/linux_inspector.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr std::string_view smaps =
    "1000-5000 rw-p 00000000 00:00 0 [heap]\nRss: 16 kB\nPss: 12 kB\nShared_Clean: 4 kB\nShared_Dirty: 0 kB\n"
    "Private_Clean: 0 kB\nPrivate_Dirty: 12 kB\nSwap: 8 kB\nSwapPss: 4 kB\n"
    "6000-7000 r-xp 00000000 00:00 0 /x\nRss: 4 kB\nPss: 1 kB\nShared_Clean: 4 kB\nShared_Dirty: 0 kB\n"
    "Private_Clean: 0 kB\nPrivate_Dirty: 0 kB\nSwap: 0 kB\nSwapPss: 0 kB\n";
constexpr std::string_view rollup =
    "1000-7000 ---p 00000000 00:00 0 [rollup]\nRss: 20 kB\nPss: 14 kB\nShared_Clean: 8 kB\n"
    "Shared_Dirty: 0 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: 12 kB\nSwap: 8 kB\nSwapPss: 4 kB\n";
constexpr std::string_view status =
    "Name:\tx\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nVmPeak:\t100 kB\nVmSize:\t90 kB\nVmHWM:\t30 kB\n"
    "VmRSS:\t20 kB\nRssAnon:\t12 kB\nRssFile:\t8 kB\nRssShmem:\t0 kB\nVmPTE:\t48 kB\nVmSwap:\t8 kB\n";
constexpr std::string_view io = "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"
                                "cancelled_write_bytes: 7\n";

LinuxInspector inspectorOf(const Fixture &fixture)
{
    auto inspector = LinuxInspector::create(fixture.root());
    if (!inspector)
        qFatal("%s", why(inspector));
    return std::move(*inspector);
}

// Of the fixture's machine.
constexpr ProcessId ordinary{130, 700};
constexpr ProcessId kernelThread{37, 20};
constexpr ProcessId zombie{105, 505};
constexpr ProcessId leaderless{108, 508};

} // namespace

class InspectorResourcesTest : public QObject {
    Q_OBJECT

private slots:
    void memory();
    void withoutRollupTheMappingsAreSummed();
    void oneFigureMayBeMissing();
    void aKernelWithoutPageFigures();
    void mappings();
    void memoryOfALeaderless();
    void noMemoryOfWhatHasNoProgram();
    void threads();
    void threadsOfALeaderless();
    void counters();
    void aKernelWithoutIoCounters();
    void countersOfALeaderless();
    void reusedPidIsGone();
};

void InspectorResourcesTest::memory()
{
    Fixture fixture("awkward.txt");
    fixture.write("130/status", status);
    fixture.write("130/smaps", smaps);
    fixture.write("130/smaps_rollup", rollup);
    const auto memory = inspectorOf(fixture).memory(ordinary);
    QVERIFY2(memory, why(memory));
    QVERIFY(memory->counts.value() == (MemoryCounts{90 * 1024, 20 * 1024, 12 * 1024, 8 * 1024, 0, 30 * 1024,
                                                    100 * 1024, 8 * 1024, 48 * 1024}));
    QVERIFY(inspectorOf(fixture).memoryCounts(ordinary).value() == *memory->counts);
    QVERIFY(memory->pages.value() ==
            (PageFigures{20 * 1024, 14 * 1024, 12 * 1024, 8 * 1024, 8 * 1024, std::nullopt}));
}

void InspectorResourcesTest::withoutRollupTheMappingsAreSummed()
{
    Fixture fixture("awkward.txt");
    fixture.write("130/smaps", smaps);
    const auto memory = inspectorOf(fixture).memory(ordinary);
    QVERIFY2(memory, why(memory));
    QVERIFY2(memory->pages, why(memory->pages));
    QVERIFY(memory->pages->resident == 20u * 1024);
    QVERIFY(memory->pages->proportional == 13u * 1024); // rounded down twice
}

void InspectorResourcesTest::oneFigureMayBeMissing()
{
    Fixture fixture("awkward.txt");
    fixture.write("130/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nVmRSS:\t20 kB\n"); // an old kernel
    const auto counts = inspectorOf(fixture).memoryCounts(ordinary);
    QVERIFY2(counts, why(counts));
    QCOMPARE(counts->resident, std::optional<std::uint64_t>(20 * 1024));
    QVERIFY(!counts->residentAnonymous && !counts->swap);
    fixture.write("130/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n");
    QCOMPARE(kindOf(inspectorOf(fixture).memoryCounts(ordinary)), raw("unsupported"));
}

void InspectorResourcesTest::aKernelWithoutPageFigures()
{
    Fixture fixture("awkward.txt");
    fixture.write("130/status", status);
    const auto memory = inspectorOf(fixture).memory(ordinary);
    QVERIFY2(memory, why(memory));
    QVERIFY(memory->counts);
    QCOMPARE(kindOf(memory->pages), raw("unsupported"));
    QCOMPARE(kindOf(inspectorOf(fixture).mappings(ordinary)), raw("unsupported"));
}

void InspectorResourcesTest::mappings()
{
    Fixture fixture("awkward.txt");
    fixture.write("130/smaps", smaps);
    const auto mappings = inspectorOf(fixture).mappings(ordinary);
    QVERIFY2(mappings, why(mappings));
    QCOMPARE(mappings->size(), 2u);
    QCOMPARE(bytes(mappings->front().name), raw("[heap]"));
}

void InspectorResourcesTest::memoryOfALeaderless()
{
    Fixture fixture("awkward.txt");
    fixture.write("108/smaps", "");
    fixture.write("108/task/109/status", status);
    fixture.write("108/task/109/smaps", smaps);
    const auto inspector = inspectorOf(fixture);
    const auto memory = inspector.memory(leaderless);
    QVERIFY2(memory, why(memory));
    QCOMPARE(memory->counts.value().resident, std::optional<std::uint64_t>(20 * 1024));
    QVERIFY(memory->pages.value().resident == 20u * 1024);
    QCOMPARE(inspector.mappings(leaderless).value().size(), 2u);
}

void InspectorResourcesTest::noMemoryOfWhatHasNoProgram()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    QCOMPARE(kindOf(inspector.memory(kernelThread)), raw("unsupported"));
    QCOMPARE(kindOf(inspector.memoryCounts(kernelThread)), raw("unsupported"));
    QCOMPARE(kindOf(inspector.mappings(kernelThread)), raw("unsupported"));
    QCOMPARE(kindOf(inspector.memory(zombie)), raw("gone"));
    QCOMPARE(kindOf(inspector.memoryCounts(zombie)), raw("gone"));
    QCOMPARE(kindOf(inspector.mappings(zombie)), raw("gone"));
}

void InspectorResourcesTest::threads()
{
    Fixture fixture("awkward.txt");
    fixture.write("37/task/37/stat", Directory::open(fixture.root()).value().read("37/stat").value());
    const auto threads = inspectorOf(fixture).threads(kernelThread);
    QVERIFY2(threads, why(threads));
    QCOMPARE(threads->all.size(), 1u);
    QCOMPARE(threads->all.front().stat->state, State::Idle);
    QCOMPARE(threads->sinceBoot, std::chrono::nanoseconds(std::chrono::seconds(1000))); // of that machine
}

void InspectorResourcesTest::threadsOfALeaderless()
{
    Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto threads = inspector.threads(leaderless);
    QVERIFY2(threads, why(threads));
    QCOMPARE(threads->all.size(), 2u);
    QCOMPARE(threads->all.front().stat->state, State::Zombie);
    QCOMPARE(bytes(threads->all.back().stat->comm), raw("survivor"));
    fixture.remove("108/task");
    QCOMPARE(kindOf(inspector.threads(leaderless)), raw("unsupported"));
    fixture.directory("108/task");
    QCOMPARE(kindOf(inspector.threads(leaderless)), raw("gone"));
}

void InspectorResourcesTest::counters()
{
    Fixture fixture("awkward.txt");
    for (const auto *process : {"130", "37", "105"})
        fixture.write(std::string(process) + "/io", io);
    const auto inspector = inspectorOf(fixture);
    for (const auto &id : {ordinary, kernelThread, zombie}) {
        const auto counters = inspector.io(id);
        QVERIFY2(counters, why(counters));
        QVERIFY(*counters == (IoCounters{5, 6, 7, 1, 2, 3, 4}));
    }
}

void InspectorResourcesTest::aKernelWithoutIoCounters()
{
    const Fixture fixture("awkward.txt");
    QCOMPARE(kindOf(inspectorOf(fixture).io(ordinary)), raw("unsupported"));
}

void InspectorResourcesTest::countersOfALeaderless()
{
    Fixture fixture("awkward.txt");
    fixture.write("108/io", io); // of all its threads
    QVERIFY(inspectorOf(fixture).io(leaderless).value().readCalls == 3u);
}

void InspectorResourcesTest::reusedPidIsGone()
{
    Fixture fixture("awkward.txt");
    fixture.write("130/smaps", smaps);
    fixture.write("130/io", io);
    const auto inspector = inspectorOf(fixture);
    const ProcessId earlier{130, 699};
    QCOMPARE(kindOf(inspector.threads(earlier)), raw("gone"));
    QCOMPARE(kindOf(inspector.memory(earlier)), raw("gone"));
    QCOMPARE(kindOf(inspector.memoryCounts(earlier)), raw("gone"));
    QCOMPARE(kindOf(inspector.mappings(earlier)), raw("gone"));
    QCOMPARE(kindOf(inspector.io(earlier)), raw("gone"));
}

static const forklore::TestClass<InspectorResourcesTest> testClass(__FILE__);
#include "tst_inspector_resources.moc"

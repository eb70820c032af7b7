// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <string>

#include <QTest>

#include "core/host/linux/sampling/linux_source.h"
#include "core/process/names/arguments.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<LinuxSource> sourceOf(const Fixture &fixture)
{
    auto source = LinuxSource::create(fixture.root());
    if (!source)
        qFatal("%s", why(source));
    return std::move(*source);
}

Snapshot sampleOf(Source &source, const SampleRequest &request = {}, const Snapshot *previous = nullptr)
{
    auto snapshot = source.sample(request, previous);
    if (!snapshot)
        qFatal("%s", why(snapshot));
    return std::move(*snapshot);
}

const Process &processIn(const Snapshot &snapshot, Pid pid)
{
    const auto *process = snapshot.withPid(pid);
    if (!process)
        qFatal("process %d is not listed", pid);
    return *process;
}

/// Changes a file of an unpacked /proc in place of the kernel.
void replaceIn(Fixture &fixture, const char *path, const char *from, const char *to)
{
    auto text = bytes(Directory::open(fixture.root()).value().read(path).value());
    if (!text.contains(from))
        qFatal("%s does not contain %s", path, from);
    fixture.write(path, view(text.replace(from, to)));
}

} // namespace

class LinuxSourceTest : public QObject {
    Q_OBJECT

private slots:
    void theMachine();
    void allAreListed();
    void whatIsReadAtFirstSight();
    void zombiesTellHowTheyEnded();
    void leaderEnded();
    void malformedStaysListed();
    void foreignStatIsMalformed();
    void vanishedHalfWay();
    void nobodyIsLeft();
    void cpuShares();
    void processorsThatAreOnline();
    void withoutUptimeNoAges();
    void noTimePassed();
    void shrinkingTimesAreNoTime();
    void factsAreCarriedOver();
    void factsAreReadAnewAfterExec();
    void factsAreReadAnewInTurn();
    void onlyTheViewIsRead();
    void reusedPidStartsAnew();
    void hiddenProcesses();
    void machineFilesMayBeMissing();
    void noSuchRoot();
};

void LinuxSourceTest::theMachine()
{
    const Fixture fixture("awkward.txt");
    const auto source = sourceOf(fixture);
    const auto &system = source->system();
    QCOMPARE(bytes(system.hostName.value()), raw("forge"));
    QCOMPARE(bytes(system.bootId.value()), raw("7c0c1a52-63a6-4c8e-9a51-3f3b6a7d2f10"));
    QVERIFY(system.bootTime.value() == WallTime(1700000000s));
    const auto snapshot = sampleOf(*source);
    QVERIFY(snapshot.sinceBoot == 1000s);
    QVERIFY(snapshot.takenAt == WallTime(1700001000s));
    QVERIFY(snapshot.load.value() == (LoadAverage{0.5, 0.25, 0.1}));
    QVERIFY(!snapshot.othersHidden);
}

void LinuxSourceTest::allAreListed()
{
    const Fixture fixture("awkward.txt");
    const auto snapshot = sampleOf(*sourceOf(fixture));
    std::vector<Pid> pids;
    std::ranges::transform(snapshot.processes, std::back_inserter(pids),
                           [](const Process &p) { return p.id.pid; });
    const std::vector<Pid> expected = {1,   2,   37,  100, 101, 102, 103, 104, 105, 106, 107,
                                       108, 110, 111, 112, 113, 120, 130, 140, 141, 150};
    QCOMPARE(pids, expected);
    QCOMPARE(snapshot.vanished, 0u);
    QVERIFY(census(snapshot) == (Census{21, 23, 1, 0, 3}));
}

void LinuxSourceTest::whatIsReadAtFirstSight()
{
    const Fixture fixture("awkward.txt");
    const auto snapshot = sampleOf(*sourceOf(fixture));
    const auto &init = processIn(snapshot, 1);
    QVERIFY(init.id == (ProcessId{1, 3}));
    QCOMPARE(bytes(init.commandLine.value()), raw("/sbin/init\0splash\0"));
    QVERIFY(!init.descriptorCount);
    QVERIFY(!init.exitStatus);
    QVERIFY(!init.cpuShare);
    QCOMPARE(bytes(nameOf(processIn(snapshot, 100))), raw("a) R (b"));
    QCOMPARE(bytes(nameOf(processIn(snapshot, 101))), raw("new\nline"));
    QCOMPARE(bytes(nameOf(processIn(snapshot, 37))), raw("kworker/u8:3-events_freezable_power_"));
    QVERIFY(processIn(snapshot, 37).isKernelThread());
    QCOMPARE(bytes(processIn(snapshot, 37).commandLine.value()), QByteArray());
    QVERIFY(processIn(snapshot, 113).credentials->uid == (FourIds<Uid>{1000, 0, 0, 0}));
    QCOMPARE(processIn(snapshot, 113).stat->ttyForegroundGroup, std::optional<Pid>(113));
    QCOMPARE(kindOf(processIn(snapshot, 112).commandLine), raw("unsupported")); // the capture lacks it
    QVERIFY(titleOf(*processIn(snapshot, 103).stat, *processIn(snapshot, 103).commandLine) ==
            Title::Overflown);
    QVERIFY(titleOf(*processIn(snapshot, 104).stat, *processIn(snapshot, 104).commandLine) ==
            Title::Rewritten);
}

void LinuxSourceTest::zombiesTellHowTheyEnded()
{
    const Fixture fixture("awkward.txt");
    const auto snapshot = sampleOf(*sourceOf(fixture), SampleRequest::everything());
    using Kind = ExitStatus::Kind;
    QVERIFY(processIn(snapshot, 105).exitStatus->value() == (ExitStatus{Kind::Exited, 3, false}));
    QVERIFY(processIn(snapshot, 106).exitStatus->value() == (ExitStatus{Kind::Signaled, 11, true}));
    QVERIFY(processIn(snapshot, 107).exitStatus->value() == (ExitStatus{Kind::Exited, 0, false}));
    QCOMPARE(bytes(processIn(snapshot, 105).commandLine.value()), QByteArray());
    QVERIFY(processIn(snapshot, 105).descriptorCount->value() == 0);
}

void LinuxSourceTest::leaderEnded()
{
    const Fixture fixture("awkward.txt");
    const auto snapshot = sampleOf(*sourceOf(fixture), SampleRequest::everything());
    const auto &process = processIn(snapshot, 108);
    QVERIFY(!process.isZombie());
    QVERIFY(!process.exitStatus);
    QCOMPARE(bytes(process.commandLine.value()), raw("/bin/leaderless\0-x\0"));
    QVERIFY(process.descriptorCount->value() == 1);
}

void LinuxSourceTest::malformedStaysListed()
{
    const Fixture fixture("awkward.txt");
    const auto snapshot = sampleOf(*sourceOf(fixture), SampleRequest::everything());
    const auto &broken = processIn(snapshot, 111);
    QCOMPARE(broken.id.start, ProcessId::unknownStart);
    QCOMPARE(kindOf(broken.stat), raw("malformed"));
    QCOMPARE(kindOf(broken.credentials), raw("malformed"));
    QCOMPARE(kindOf(broken.commandLine), raw("malformed"));
    QCOMPARE(kindOf(*broken.descriptorCount), raw("malformed"));
    QVERIFY(!broken.isZombie() && !broken.isKernelThread());
}

void LinuxSourceTest::foreignStatIsMalformed()
{
    Fixture fixture("awkward.txt");
    replaceIn(fixture, "150/stat", "150 (", "151 (");
    const auto snapshot = sampleOf(*sourceOf(fixture));
    QCOMPARE(kindOf(processIn(snapshot, 150).stat), raw("malformed"));
    QVERIFY(!snapshot.withPid(151));
}

void LinuxSourceTest::vanishedHalfWay()
{
    Fixture fixture("awkward.txt");
    fixture.remove("150/stat"); // between the listing and stat
    fixture.remove("150/status");
    fixture.remove("141/status"); // a capture without the file: the process is there
    const auto snapshot = sampleOf(*sourceOf(fixture));
    QCOMPARE(snapshot.vanished, 1u);
    QCOMPARE(snapshot.processes.size(), 20u);
    QVERIFY(!snapshot.withPid(150));
    QCOMPARE(kindOf(processIn(snapshot, 141).credentials), raw("unsupported"));
}

void LinuxSourceTest::nobodyIsLeft()
{
    Fixture fixture;
    fixture.directory("7");
    const auto snapshot = sampleOf(*sourceOf(fixture));
    QVERIFY(snapshot.processes.empty());
    QCOMPARE(snapshot.vanished, 1u);
}

void LinuxSourceTest::cpuShares()
{
    Fixture fixture("awkward.txt");
    const auto source = sourceOf(fixture);
    const auto first = sampleOf(*source);
    fixture.write("uptime", "1002.00 1900.00\n");
    const auto ticks = static_cast<std::int64_t>(source->system().ticksPerSecond);
    // 130 spends three seconds in two: half of two processors' time more than one.
    replaceIn(fixture, "130/stat", " 1500 275 ",
              (' ' + QByteArray::number(1500 + 2 * ticks) + ' ' + QByteArray::number(275 + ticks) + ' ')
                  .constData());
    const auto second = sampleOf(*source, {}, &first);
    QCOMPARE(processIn(second, 130).cpuShare.value(), 1.5);
    QCOMPARE(processIn(second, 1).cpuShare.value(), 0.0);
    QVERIFY(!processIn(second, 111).cpuShare);
}

/// They may go and come while it runs, and those of a captured /proc are not this machine's.
void LinuxSourceTest::processorsThatAreOnline()
{
    Fixture fixture("awkward.txt");
    const auto stat = [&](int online) {
        QByteArray text = "cpu 1 1 1 1\n";
        for (int processor = 0; processor < online; ++processor)
            text += "cpu" + QByteArray::number(2 * processor) + " 1 1 1 1\n";
        text += "btime 1700000000\nprocesses 1\n";
        fixture.write("stat", view(text));
    };
    stat(77);
    const auto source = sourceOf(fixture);
    QCOMPARE(source->system().processors, 77u);
    stat(76);
    static_cast<void>(sampleOf(*source, {.machine = true}));
    QCOMPARE(source->system().processors, 76u);
    stat(0); // unknown: as before
    static_cast<void>(sampleOf(*source, {.machine = true}));
    QCOMPARE(source->system().processors, 76u);
}

/// A copy without it: this machine's clock tells nothing of how old that machine's processes are.
void LinuxSourceTest::withoutUptimeNoAges()
{
    Fixture fixture("awkward.txt");
    fixture.remove("uptime");
    const auto source = sourceOf(fixture);
    const auto snapshot = sampleOf(*source);
    QVERIFY(!source->system().age(processIn(snapshot, 130).stat->start, snapshot.sinceBoot));

    fixture.write("uptime", "1002.00 1900.00\n");
    QVERIFY(sourceOf(fixture)->system().age(processIn(snapshot, 130).stat->start, 1002s));
}

void LinuxSourceTest::noTimePassed()
{
    const Fixture fixture("awkward.txt");
    const auto source = sourceOf(fixture);
    const auto first = sampleOf(*source);
    QVERIFY(!processIn(sampleOf(*source, {}, &first), 1).cpuShare);
}

void LinuxSourceTest::shrinkingTimesAreNoTime()
{
    Fixture fixture("awkward.txt");
    const auto source = sourceOf(fixture);
    const auto first = sampleOf(*source);
    fixture.write("uptime", "1001.00 1900.00\n");
    replaceIn(fixture, "130/stat", " 1500 275 ", " 1499 275 ");
    QCOMPARE(processIn(sampleOf(*source, {}, &first), 130).cpuShare.value(), 0.0);
}

void LinuxSourceTest::factsAreCarriedOver()
{
    Fixture fixture("awkward.txt");
    const auto source = sourceOf(fixture);
    const auto first = sampleOf(*source, SampleRequest::everything());
    QVERIFY(processIn(first, 130).descriptorCount->value() == 28);
    fixture.write("130/cmdline", "rewritten\0\0\0");
    replaceIn(fixture, "130/status", "Uid:\t1000\t1000", "Uid:\t1000\t1001");
    fixture.remove("130/fd");

    const auto second = sampleOf(*source, {}, &first);
    QCOMPARE(bytes(processIn(second, 130).commandLine.value()), raw("/bin/holder\0"));
    QCOMPARE(processIn(second, 130).credentials->uid.effective, 1000u);
    QVERIFY(processIn(second, 130).descriptorCount->value() == 28);

    const auto third = sampleOf(*source, SampleRequest::everything(), &second);
    QCOMPARE(bytes(processIn(third, 130).commandLine.value()), raw("rewritten"));
    QCOMPARE(processIn(third, 130).credentials->uid.effective, 1001u);
    QCOMPARE(kindOf(*processIn(third, 130).descriptorCount), raw("unsupported"));
}

void LinuxSourceTest::factsAreReadAnewAfterExec()
{
    Fixture fixture("awkward.txt");
    const auto source = sourceOf(fixture);
    const auto first = sampleOf(*source);
    for (const auto *process : {"102", "103"})
        fixture.write(std::string(process) + "/cmdline", "new");
    replaceIn(fixture, "102/stat", "(odd-argv)", "(other)");
    replaceIn(fixture, "103/stat", " 4096 4116 ", " 4096 4099 ");
    const auto second = sampleOf(*source, {}, &first);
    QCOMPARE(bytes(processIn(second, 102).commandLine.value()), raw("new"));
    QCOMPARE(bytes(processIn(second, 103).commandLine.value()), raw("new"));
}

void LinuxSourceTest::factsAreReadAnewInTurn()
{
    Fixture fixture("awkward.txt");
    const auto source = sourceOf(fixture);
    auto snapshot = sampleOf(*source);
    for (const auto &process : snapshot.processes)
        fixture.write(std::to_string(process.id.pid) + "/cmdline", "new");
    for (int turn = 0; turn < 16; ++turn)
        snapshot = sampleOf(*source, {}, &snapshot);
    for (const Pid pid : {1, 100, 101, 102, 103, 104, 110, 112, 113, 120, 130, 140, 141, 150})
        QCOMPARE(bytes(processIn(snapshot, pid).commandLine.value()), raw("new"));
}

void LinuxSourceTest::onlyTheViewIsRead()
{
    Fixture fixture("awkward.txt");
    const auto source = sourceOf(fixture);
    const SampleRequest request{.ofView = SampleRequest::everything().ofAll, .view = {130, 110, 99999}};
    const auto first = sampleOf(*source, request);
    QVERIFY(processIn(first, 130).descriptorCount->value() == 28);
    QCOMPARE(kindOf(processIn(first, 110).descriptorCount.value()), raw("unsupported")); // it has no fd
    fixture.write("120/cmdline", "new");
    for (const auto *process : {"130", "108/task/109"}) {
        fixture.write(std::string(process) + "/cmdline", "new");
        fixture.link(std::string(process) + "/fd/31", "/dev/null");
    }
    const auto second = sampleOf(*source, request, &first);
    QCOMPARE(bytes(processIn(second, 130).commandLine.value()), raw("new"));
    QVERIFY(processIn(second, 130).descriptorCount->value() == 29);
    QCOMPARE(bytes(processIn(second, 120).commandLine.value()), raw("-sh\0"));
    QCOMPARE(bytes(processIn(second, 108).commandLine.value()), raw("/bin/leaderless\0-x\0"));
    QVERIFY(processIn(second, 108).descriptorCount->value() == 1);
}

void LinuxSourceTest::reusedPidStartsAnew()
{
    Fixture fixture("awkward.txt");
    const auto source = sourceOf(fixture);
    const auto first = sampleOf(*source, SampleRequest::everything());
    fixture.write("uptime", "1002.00 1900.00\n");
    fixture.write("130/cmdline", "new");
    replaceIn(fixture, "130/stat", " 0 700 ", " 0 99000 ");
    const auto second = sampleOf(*source, {}, &first);
    const auto &process = processIn(second, 130);
    QVERIFY(process.id == (ProcessId{130, 99000}));
    QCOMPARE(bytes(process.commandLine.value()), raw("new"));
    QVERIFY(!process.cpuShare);
    QVERIFY(!process.descriptorCount);
}

void LinuxSourceTest::hiddenProcesses()
{
    Fixture fixture("awkward.txt");
    fixture.write("self/mountinfo",
                  "22 26 0:21 / " + fixture.root() + " rw - proc proc rw,hidepid=invisible\n");
    QVERIFY(sampleOf(*sourceOf(fixture)).othersHidden);
}

void LinuxSourceTest::machineFilesMayBeMissing()
{
    Fixture fixture("awkward.txt");
    for (const auto *path : {"stat", "loadavg", "sys", "self", "tty"})
        fixture.remove(path);
    const auto source = sourceOf(fixture);
    QCOMPARE(kindOf(source->system().bootTime), raw("unsupported"));
    QCOMPARE(kindOf(source->system().hostName), raw("unsupported"));
    QCOMPARE(kindOf(source->system().bootId), raw("unsupported"));
    const auto snapshot = sampleOf(*source);
    QCOMPARE(kindOf(snapshot.load), raw("unsupported"));
    QCOMPARE(snapshot.processes.size(), 21u);
}

void LinuxSourceTest::noSuchRoot()
{
    Fixture fixture;
    QCOMPARE(kindOf(LinuxSource::create(fixture.pathOf("missing"))), raw("gone"));
    fixture.write("file", "");
    QCOMPARE(kindOf(LinuxSource::create(fixture.pathOf("file"))), raw("gone"));
}

static const forklore::TestClass<LinuxSourceTest> testClass(__FILE__);
#include "tst_linux_source.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// One file that does not answer, or is none, costs what it would have told and nothing else.
#include <memory>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QTest>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sampling/linux_source.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/gate.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

constexpr Pid stuckPid = 100;

/// A captured /proc in which nothing that needs the lock of one process's memory map is answered.
class StuckMachine {
public:
    StuckMachine()
    {
        limits.patience = {50ms, 20s};
        limits.walk = 50ms;
        limits.calls = calls.get();
    }
    ~StuckMachine() { gate->open(); }
    StuckMachine(const StuckMachine &) = delete;
    StuckMachine &operator=(const StuckMachine &) = delete;

    Fixture fixture{"awkward.txt"};
    std::shared_ptr<Gate> gate =
        std::make_shared<Gate>(std::set{fixture.root() + "/" + std::to_string(stuckPid)});
    std::unique_ptr<TimedCalls> calls =
        std::make_unique<TimedCalls>([gate = gate](const auto &call) { gate->pass(call); });
    ReadLimits limits;
};

SampleRequest everything()
{
    auto request = SampleRequest::everything();
    request.ofAll.environment = true;
    return request;
}

} // namespace

class StuckReadsTest : public QObject {
    Q_OBJECT

private slots:
    void theSampleGoesOn();
    void itIsReadOnceItAnswers();
    void whatWasKnownStands();
    void aPidThatIsUsedAgainMeanwhile();
    void theSectionsThatNeedNoLock();
    void filesThatAreNone();
    void whatACaptureLacks();
};

void StuckReadsTest::theSampleGoesOn()
{
    StuckMachine machine;
    const auto source = LinuxSource::create(machine.fixture.root(), machine.limits);
    QVERIFY2(source, why(source));
    const auto snapshot = (*source)->sample(everything(), nullptr);
    QVERIFY2(snapshot, why(snapshot));
    const auto *stuck = snapshot->withPid(stuckPid);
    QVERIFY(stuck && stuck->stat && stuck->credentials);
    QVERIFY(!stuck->commandLine);
    QCOMPARE(stuck->commandLine.error().kind, ErrorKind::Stuck);
    QVERIFY(stuck->environment && !*stuck->environment);
    const auto *other = snapshot->withPid(101);
    QVERIFY(other && other->commandLine && other->environment && *other->environment);
    QCOMPARE(snapshot->unanswered.size(), std::size_t(1));
    QVERIFY(snapshot->unanswered.front().what.ends_with("/100/cmdline"));
    for (int i = 0; i < 3; ++i)
        QVERIFY((*source)->sample(everything(), &*snapshot));
    QCOMPARE(machine.gate->held(), 1);
}

void StuckReadsTest::itIsReadOnceItAnswers()
{
    StuckMachine machine;
    const auto source = LinuxSource::create(machine.fixture.root(), machine.limits);
    QVERIFY2(source, why(source));
    const auto before = (*source)->sample({}, nullptr);
    QVERIFY(before && !before->withPid(stuckPid)->commandLine);
    machine.gate->open();
    QTRY_VERIFY(machine.calls->overdue(0ms).empty());
    const auto after = (*source)->sample({}, &*before); // nobody asks for command lines
    QVERIFY2(after, why(after));
    QVERIFY2(after->withPid(stuckPid)->commandLine, why(after->withPid(stuckPid)->commandLine));
    QVERIFY(after->unanswered.empty());
}

void StuckReadsTest::whatWasKnownStands()
{
    StuckMachine machine;
    const auto known = LinuxSource::create(machine.fixture.root());
    QVERIFY2(known, why(known));
    const auto before = (*known)->sample(SampleRequest::everything(), nullptr);
    QVERIFY(before && before->withPid(stuckPid)->commandLine);
    const auto source = LinuxSource::create(machine.fixture.root(), machine.limits);
    QVERIFY2(source, why(source));
    const auto after = (*source)->sample(SampleRequest::everything(), &*before);
    QVERIFY2(after, why(after));
    QCOMPARE(after->withPid(stuckPid)->commandLine, before->withPid(stuckPid)->commandLine);
    QCOMPARE(after->unanswered.size(), std::size_t(1));
}

/// What is read at the end of a sample is of the process that was found at its beginning, or of none.
void StuckReadsTest::aPidThatIsUsedAgainMeanwhile()
{
    Fixture fixture("awkward.txt");
    const auto subject = fixture.root() + "/" + std::to_string(stuckPid);
    const auto stat = Directory::open(fixture.root()).value().read("100/stat").value();
    auto later = bytes(stat).replace(" 500 ", " 501 ");
    TimedCalls calls([&](const TimedCalls::Call &call) {
        if (call.subject == subject)
            fixture.write("100/stat", view(later));
    });
    ReadLimits limits;
    limits.calls = &calls;
    limits.pidReuse = 0ms;
    const auto source = LinuxSource::create(fixture.root(), limits);
    QVERIFY2(source, why(source));
    const auto first = (*source)->sample(everything(), nullptr);
    QVERIFY2(first, why(first));
    QCOMPARE(first->withPid(stuckPid)->stat->start, 500u);
    QCOMPARE(kindOf(first->withPid(stuckPid)->commandLine), raw("gone"));
    QCOMPARE(kindOf(*first->withPid(stuckPid)->environment), raw("gone"));

    later = bytes(stat).replace(" 500 ", " 501 "); // from now on it is the same to the end
    const auto second = (*source)->sample(everything(), &*first);
    QVERIFY2(second, why(second));
    QCOMPARE(bytes(second->withPid(stuckPid)->commandLine.value()), QByteArray("/opt/odd name\0", 14));
    later = bytes(stat).replace(") S ", ") Z "); // it ends before its command line is read again
    const auto third = (*source)->sample(everything(), &*second);
    QVERIFY2(third, why(third));
    QCOMPARE(bytes(third->withPid(stuckPid)->commandLine.value()), QByteArray("/opt/odd name\0", 14));
}

void StuckReadsTest::theSectionsThatNeedNoLock()
{
    StuckMachine machine;
    const auto inspector = LinuxInspector::create(machine.fixture.root(), machine.limits);
    QVERIFY2(inspector, why(inspector));
    const auto id = inspector->idOf(stuckPid);
    QVERIFY2(id, why(id));
    QVERIFY(inspector->identity(*id)->credentials);
    const auto names = inspector->names(*id);
    QVERIFY2(names, why(names));
    QVERIFY(names->executable);
    QCOMPARE(names->argv0.error().kind, ErrorKind::Stuck);
    QCOMPARE(names->title.error().kind, ErrorKind::Stuck);
    QCOMPARE(inspector->arguments(*id).error().kind, ErrorKind::Stuck);
    QCOMPARE(inspector->environment(*id).error().kind, ErrorKind::Stuck);
    QCOMPARE(inspector->mappings(*id).error().kind, ErrorKind::Stuck);
    QCOMPARE(kindOf(inspector->environment(*id)), QByteArray("io")); // the word of the contract
    QCOMPARE(machine.gate->held(), 1);
}

void StuckReadsTest::filesThatAreNone()
{
    Fixture fixture("awkward.txt");
    const auto cmdline = fixture.pathOf("100/cmdline");
    const auto status = fixture.pathOf("101/status");
    const auto environ = fixture.pathOf("102/environ");
    for (const auto *path : {"100/cmdline", "101/status", "102/environ", "loadavg"})
        fixture.remove(path);
    QCOMPARE(mkfifo(cmdline.c_str(), 0600), 0);
    QCOMPARE(symlink("/dev/zero", status.c_str()), 0);
    QCOMPARE(mkfifo(fixture.pathOf("loadavg").c_str(), 0600), 0);
    const FileDescriptor sparse(open(environ.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    QCOMPARE(ftruncate(sparse.get(), off_t(10) << 30), 0);

    const auto source = LinuxSource::create(fixture.root());
    QVERIFY2(source, why(source));
    const auto snapshot = (*source)->sample(everything(), nullptr);
    QVERIFY2(snapshot, why(snapshot));
    QCOMPARE(kindOf(snapshot->withPid(100)->commandLine), QByteArray("malformed"));
    QVERIFY(snapshot->withPid(100)->credentials);
    QCOMPARE(kindOf(snapshot->withPid(101)->credentials), QByteArray("malformed"));
    QVERIFY(snapshot->withPid(101)->commandLine);
    QCOMPARE(kindOf(*snapshot->withPid(102)->environment), QByteArray("malformed"));
    QCOMPARE(kindOf(snapshot->load), QByteArray("malformed"));
}

void StuckReadsTest::whatACaptureLacks()
{
    Fixture fixture("awkward.txt");
    for (const auto *path : {"100/exe", "100/cmdline", "100/environ", "101/status"})
        fixture.remove(path);
    const auto inspector = LinuxInspector::create(fixture.root());
    QVERIFY2(inspector, why(inspector));
    const auto id = inspector->idOf(100);
    QVERIFY2(id, why(id));
    const auto names = inspector->names(*id);
    QVERIFY2(names, why(names));
    QVERIFY2(!names->executable &&
                 names->executable.error().message.ends_with("is missing from this copy of /proc"),
             why(names->executable));
    QCOMPARE(kindOf(names->argv0), QByteArray("unsupported"));
    QCOMPARE(kindOf(names->title), QByteArray("unsupported"));
    QCOMPARE(kindOf(inspector->environment(*id)), QByteArray("unsupported"));
    QCOMPARE(kindOf(inspector->memory(*id)->pages), QByteArray("unsupported"));
    QCOMPARE(kindOf(inspector->io(*id)), QByteArray("unsupported"));
    QCOMPARE(kindOf(inspector->rights(*inspector->idOf(101))), QByteArray("unsupported"));
    QCOMPARE(kindOf(inspector->idOf(4711)), QByteArray("gone")); // of no such process that is not said
    const auto source = LinuxSource::create(fixture.root());
    QVERIFY2(source, why(source));
    const auto snapshot = (*source)->sample({}, nullptr);
    QVERIFY(snapshot && snapshot->withPid(101)); // it has not ended

    // Not every directory is a process.
    for (const auto *path : {"77/notes", "0103/stat", "0/stat"})
        fixture.write(path, "103 (x) S 1");
    fixture.write("78", "a file");
    fixture.remove("102/stat");
    const auto later = (*source)->sample({}, nullptr);
    QVERIFY2(later, why(later));
    QCOMPARE(later->processes.size(), snapshot->processes.size());
    QCOMPARE(kindOf(later->withPid(102)->stat), QByteArray("unsupported"));
    QVERIFY(later->withPid(103)->stat);
}

static const forklore::TestClass<StuckReadsTest> testClass(__FILE__);
#include "tst_stuck_reads.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sampling/linux_source.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

LinuxInspector inspectorOf(const Fixture &fixture)
{
    auto inspector = LinuxInspector::create(fixture.root());
    if (!inspector)
        qFatal("%s", why(inspector));
    return std::move(*inspector);
}

ProcessId idIn(const Inspector &inspector, Pid pid)
{
    const auto id = inspector.idOf(pid);
    if (!id)
        qFatal("%s", why(id));
    return *id;
}

Snapshot everythingIn(const Fixture &fixture)
{
    return LinuxSource::create(fixture.root()).value()->sample(SampleRequest::everything(), nullptr).value();
}

const Usage &usageOf(const std::vector<LimitUsage> &limits, Resource resource)
{
    return limits.at(static_cast<std::size_t>(resource)).usage;
}

} // namespace

class InspectorTest : public QObject {
    Q_OBJECT

private slots:
    void ids();
    void identity();
    void terminals();
    void names();
    void namesOfWhatHasNoProgram_data();
    void namesOfWhatHasNoProgram();
    void titles_data();
    void titles();
    void arguments_data();
    void arguments();
    void environment();
    void environmentOverwritten();
    void environmentIsEmpty();
    void missingFilesAreErrorsOfTheirOwn();
    void descriptors();
    void nothingOfAKernelThread();
    void nothingOfAZombie();
    void leaderEnded();
    void limitsAndUsage();
    void limitsOfALeaderless();
    void extremeStatHasAUsage();
    void reusedPidIsGone();
    void endedIsGone();
};

void InspectorTest::ids()
{
    Fixture fixture("awkward.txt");
    fixture.write("151/stat", Directory::open(fixture.root()).value().read("150/stat").value());
    const auto inspector = inspectorOf(fixture);
    QVERIFY(inspector.idOf(1).value() == (ProcessId{1, 3}));
    QVERIFY(inspector.idOf(108).value() == (ProcessId{108, 508}));
    QCOMPARE(kindOf(inspector.idOf(99)), raw("gone"));
    QCOMPARE(bytes(inspector.idOf(99).error().message), raw("there is no process 99"));
    QCOMPARE(kindOf(inspector.idOf(111)), raw("malformed"));
    QCOMPARE(kindOf(inspector.idOf(151)), raw("malformed")); // it says that it is 150
    QCOMPARE(kindOf(inspector.idOf(0)), raw("gone"));
    QCOMPARE(kindOf(inspector.idOf(-1)), raw("gone"));
}

void InspectorTest::identity()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto identity = inspector.identity(idIn(inspector, 113));
    QVERIFY2(identity, why(identity));
    QCOMPARE(identity->stat.ppid, 120);
    QCOMPARE(identity->stat.sid, std::optional<Pid>(120));
    QCOMPARE(identity->stat.ttyForegroundGroup, std::optional<Pid>(113));
    QCOMPARE(bytes(identity->tty.value()), raw("pts/3"));
    QVERIFY(identity->credentials->uid == (FourIds<Uid>{1000, 0, 0, 0}));
    QVERIFY(*identity->credentials->gid == (FourIds<Gid>{1000, 1000, 1000, 1000}));
    QCOMPARE(identity->namespacePids.value(), std::vector<Pid>{113});
    QVERIFY(!inspector.identity(idIn(inspector, 1))->tty);
}

void InspectorTest::terminals()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    QCOMPARE(bytes(inspector.terminal(229u << 8 | 3u).value()), raw("hvc3"));
    QCOMPARE(bytes(inspector.terminal(5u << 8 | 1u).value()), raw("console"));
    QVERIFY(!inspector.terminal(0));
}

void InspectorTest::names()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const Names init{"init", std::optional<std::string>("/sbin/init"),
                     std::optional<Executable>({"/sbin/init", false}), Title::Original};
    QVERIFY(inspector.names(idIn(inspector, 1)).value() == init);
    const Names deleted{"old-server", std::optional<std::string>("/srv/no-such-dir/old-server"),
                        std::optional<Executable>({"/srv/no-such-dir/old-server", true}), Title::Original};
    QVERIFY(inspector.names(idIn(inspector, 110)).value() == deleted);
    QCOMPARE(bytes(inspector.names(idIn(inspector, 101))->comm), raw("new\nline"));
}

void InspectorTest::namesOfWhatHasNoProgram_data()
{
    QTest::addColumn<int>("pid");
    QTest::newRow("kernel thread") << 37;
    QTest::newRow("zombie") << 105;
}

void InspectorTest::namesOfWhatHasNoProgram()
{
    QFETCH(int, pid);
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto names = inspector.names(idIn(inspector, pid));
    QVERIFY2(names, why(names));
    QVERIFY(names->argv0.value() == std::nullopt);
    QVERIFY(names->executable.value() == std::nullopt);
    QCOMPARE(inspector.arguments(idIn(inspector, pid)).value(), std::vector<std::string>());
}

void InspectorTest::titles_data()
{
    QTest::addColumn<int>("pid");
    QTest::addColumn<int>("title");
    QTest::newRow("original") << 102 << static_cast<int>(Title::Original);
    QTest::newRow("overflown") << 103 << static_cast<int>(Title::Overflown);
    QTest::newRow("shorter") << 104 << static_cast<int>(Title::Rewritten);
}

void InspectorTest::titles()
{
    QFETCH(int, pid);
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    QTEST(static_cast<int>(inspector.names(idIn(inspector, pid))->title.value()), "title");
}

void InspectorTest::arguments_data()
{
    QTest::addColumn<int>("pid");
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::newRow("plain") << 1 << QByteArrayList{"/sbin/init", "splash"};
    QTest::newRow("a blank within") << 100 << QByteArrayList{"/opt/odd name"};
    QTest::newRow("of every odd kind") << 102 << QByteArrayList{"/bin/odd", "", "two\nlines", "\xff\xfe", ""};
    QTest::newRow("overflown") << 103
                               << QByteArrayList{"overflown: a title that ran over into the environment"};
    QTest::newRow("shorter") << 104 << QByteArrayList{"worker: idle"};
    QTest::newRow("leader ended") << 108 << QByteArrayList{"/bin/leaderless", "-x"};
}

void InspectorTest::arguments()
{
    QFETCH(int, pid);
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto arguments = inspector.arguments(idIn(inspector, pid));
    QVERIFY2(arguments, why(arguments));
    QTEST(listOf(*arguments), "arguments");
}

void InspectorTest::environment()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto environment = inspector.environment(idIn(inspector, 102));
    QVERIFY2(environment, why(environment));
    const Environment expected = {
        {"PATH", "/bin"}, {"DUP", "first"}, {"DUP", "second"},   {"no equals sign", std::nullopt},
        {"EMPTY", ""},    {"", "nameless"}, {"N\xffME", "\xfe"}, {"TWO", "a=b"},
        {"NL", "x\ny"}};
    QVERIFY(*environment == expected);
}

void InspectorTest::environmentOverwritten()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const Environment expected = {{"at ran over into the environment", std::nullopt}, {"HOME", "/"}};
    QVERIFY(inspector.environment(idIn(inspector, 103)).value() == expected);
}

void InspectorTest::environmentIsEmpty()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    QVERIFY(inspector.environment(idIn(inspector, 100)).value().empty());
}

void InspectorTest::missingFilesAreErrorsOfTheirOwn()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto id = idIn(inspector, 112);
    QVERIFY(inspector.identity(id));
    const auto names = inspector.names(id);
    QVERIFY2(names, why(names));
    QCOMPARE(bytes(names->comm), raw("bare"));
    QCOMPARE(kindOf(names->argv0), raw("unsupported"));
    QCOMPARE(kindOf(names->executable), raw("unsupported"));
    QCOMPARE(kindOf(names->title), raw("unsupported"));
    QCOMPARE(kindOf(inspector.arguments(id)), raw("unsupported"));
    QCOMPARE(kindOf(inspector.environment(id)), raw("unsupported"));
    QCOMPARE(kindOf(inspector.descriptors(id)), raw("unsupported"));
    QCOMPARE(kindOf(inspector.limits(id, {})), raw("unsupported"));
}

void InspectorTest::descriptors()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto descriptors = inspector.descriptors(idIn(inspector, 130));
    QVERIFY2(descriptors, why(descriptors));
    QCOMPARE(descriptors->size(), 28u);
    QCOMPARE(descriptors->at(18).number, 20);
    QCOMPARE(bytes(descriptors->at(18).socket->value().local), raw("127.0.0.1:8080"));
}

void InspectorTest::nothingOfAKernelThread()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    QCOMPARE(kindOf(inspector.environment(idIn(inspector, 37))), raw("unsupported"));
    QCOMPARE(kindOf(inspector.descriptors(idIn(inspector, 37))), raw("unsupported"));
}

void InspectorTest::nothingOfAZombie()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    QCOMPARE(kindOf(inspector.environment(idIn(inspector, 105))), raw("gone"));
    QCOMPARE(kindOf(inspector.descriptors(idIn(inspector, 105))), raw("gone"));
}

void InspectorTest::leaderEnded()
{
    Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto id = idIn(inspector, 108);
    QVERIFY(inspector.environment(id).value() == (Environment{{"ALIVE", "yes"}}));
    QVERIFY(inspector.names(id)->executable.value() == std::optional<Executable>({"/bin/leaderless", false}));
    QCOMPARE(bytes(inspector.names(id)->argv0->value()), raw("/bin/leaderless"));
    const auto descriptors = inspector.descriptors(id);
    QVERIFY2(descriptors, why(descriptors));
    QCOMPARE(descriptors->size(), 1u);
    QCOMPARE(bytes(descriptors->front().target.value()), raw("/dev/null"));

    fixture.remove("108/task/109"); // now the last thread ends: empty files must not be taken for facts
    QCOMPARE(kindOf(inspector.environment(id)), raw("gone"));
    QCOMPARE(kindOf(inspector.arguments(id)), raw("gone"));
    QCOMPARE(kindOf(inspector.descriptors(id)), raw("gone"));
}

void InspectorTest::limitsAndUsage()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto limits = inspector.limits(idIn(inspector, 130), everythingIn(fixture));
    QVERIFY2(limits, why(limits));
    QCOMPARE(limits->size(), resourceCount);
    QVERIFY(limits->at(7).limit == (Limit{Resource::OpenFiles, 1024, 1048576}));
    const auto used = [&](Resource resource) { return usageOf(*limits, resource).value().value(); };
    QCOMPARE(used(Resource::CpuTime), 1775 / inspector.system().ticksPerSecond);
    QCOMPARE(used(Resource::Data), 1024u * 1024);
    QCOMPARE(used(Resource::Stack), 136u * 1024);
    QCOMPARE(used(Resource::LockedMemory), 8u * 1024);
    QCOMPARE(used(Resource::ResidentSet), 1024 * inspector.system().pageBytes);
    QCOMPARE(used(Resource::AddressSpace), 16777216u);
    QCOMPARE(used(Resource::OpenFiles), 28u);
    QCOMPARE(used(Resource::Processes), 5u); // the threads of 113 (by its real user), 120 and 130
    QCOMPARE(used(Resource::PendingSignals), 3u);
    QCOMPARE(used(Resource::Nice), 15u);
    QCOMPARE(used(Resource::RealtimePriority), 0u);
    for (const auto untold : {Resource::FileSize, Resource::CoreSize, Resource::FileLocks,
                              Resource::MessageQueues, Resource::RealtimeTimeout})
        QVERIFY(!usageOf(*limits, untold));
}

void InspectorTest::limitsOfALeaderless()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto limits = inspector.limits(idIn(inspector, 108), everythingIn(fixture));
    QVERIFY2(limits, why(limits));
    const auto used = [&](Resource resource) { return usageOf(*limits, resource).value().value(); };
    QCOMPARE(used(Resource::CpuTime), 60 / inspector.system().ticksPerSecond); // of all threads
    QCOMPARE(used(Resource::OpenFiles), 1u);
    QCOMPARE(used(Resource::Data), 128u * 1024);
    QCOMPARE(used(Resource::AddressSpace), 2097152u); // the leader's own stat says 0
    QCOMPARE(used(Resource::ResidentSet), 64 * inspector.system().pageBytes);
}

void InspectorTest::extremeStatHasAUsage()
{
    Fixture fixture("awkward.txt");
    auto stat = bytes(Directory::open(fixture.root()).value().read("130/stat").value());
    stat.replace(" 25 5 3 0 700 16777216 1024 ",
                 " -100 -20 4294967295 0 700 18446744073709551615 18446744073709551615 ");
    fixture.write("130/stat", view(stat));
    const auto inspector = inspectorOf(fixture);
    const auto limits = inspector.limits(idIn(inspector, 130), everythingIn(fixture));
    QVERIFY2(limits, why(limits));
    QCOMPARE(usageOf(*limits, Resource::Nice).value().value(), 40u);
    QCOMPARE(usageOf(*limits, Resource::AddressSpace).value().value(), UINT64_MAX);
}

void InspectorTest::reusedPidIsGone()
{
    const Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    for (const ProcessId earlier : {ProcessId{130, 699}, ProcessId{130, ProcessId::unknownStart}}) {
        QCOMPARE(kindOf(inspector.identity(earlier)), raw("gone"));
        QCOMPARE(kindOf(inspector.names(earlier)), raw("gone"));
        QCOMPARE(kindOf(inspector.arguments(earlier)), raw("gone"));
        QCOMPARE(kindOf(inspector.environment(earlier)), raw("gone"));
        QCOMPARE(kindOf(inspector.descriptors(earlier)), raw("gone"));
        QCOMPARE(kindOf(inspector.limits(earlier, {})), raw("gone"));
    }
}

void InspectorTest::endedIsGone()
{
    Fixture fixture("awkward.txt");
    const auto inspector = inspectorOf(fixture);
    const auto id = idIn(inspector, 130);
    fixture.remove("130");
    QCOMPARE(kindOf(inspector.identity(id)), raw("gone"));
    QCOMPARE(bytes(inspector.environment(id).error().message), raw("process 130 has ended"));
}

static const forklore::TestClass<InspectorTest> testClass(__FILE__);
#include "tst_inspector.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <linux/capability.h>

#include "core/host/id_names.h"
#include "core/host/linux/inspect/process_rights.h"
#include "core/process/rights.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

const QByteArray ids = "Uid:\t1000\t1001\t1002\t1003\nGid:\t100\t101\t102\t103\n";
const QByteArray capabilityLines = "CapInh:\t0000000000000001\nCapPrm:\t0000000000000003\n"
                                   "CapEff:\t0000000000000002\nCapBnd:\t000001ffffffffff\n";

Result<PidStatus> statusOf(const QByteArray &text)
{
    return parsePidStatus(view(ids + text));
}

} // namespace

class RightsTest : public QObject {
    Q_OBJECT

private slots:
    void capabilitySets();
    void capabilityNames();
    void everyLine();
    void groups_data();
    void groups();
    void whatOldKernelsDoNotTell();
    void seccompModes_data();
    void seccompModes();
    void tracersAndStates();
    void offeredCapabilities();
    void namesOfGroups();
};

void RightsTest::capabilitySets()
{
    QCOMPARE(CapabilitySet{}.members(), std::vector<int>());
    QCOMPARE(CapabilitySet{0x8000'0000'0000'0005}.members(), (std::vector<int>{0, 2, 63}));
    QVERIFY(CapabilitySet{1}.contains(0));
    for (const auto outside : {-1, 64, 100})
        QVERIFY(!CapabilitySet{~0ull}.contains(outside));
    QVERIFY(capabilitiesUpTo(-1) == CapabilitySet());
    QVERIFY(capabilitiesUpTo(0) == CapabilitySet{1});
    QVERIFY(capabilitiesUpTo(63) == CapabilitySet{~0ull});
    QCOMPARE(knownCapabilities().members().size(), 41u);
}

void RightsTest::capabilityNames()
{
    // Some of each end and of the middle, by the kernel's own header.
    QCOMPARE(bytes(capabilityName(CAP_CHOWN)), raw("CAP_CHOWN"));
    QCOMPARE(bytes(capabilityName(CAP_NET_BIND_SERVICE)), raw("CAP_NET_BIND_SERVICE"));
    QCOMPARE(bytes(capabilityName(CAP_SYS_PTRACE)), raw("CAP_SYS_PTRACE"));
    QCOMPARE(bytes(capabilityName(CAP_SYS_ADMIN)), raw("CAP_SYS_ADMIN"));
    QCOMPARE(bytes(capabilityName(CAP_SETFCAP)), raw("CAP_SETFCAP"));
    QCOMPARE(bytes(capabilityName(CAP_SYSLOG)), raw("CAP_SYSLOG"));
    QCOMPARE(bytes(capabilityName(CAP_AUDIT_READ)), raw("CAP_AUDIT_READ"));
    QCOMPARE(bytes(capabilityName(CAP_CHECKPOINT_RESTORE)), raw("CAP_CHECKPOINT_RESTORE"));
    QCOMPARE(bytes(capabilityName(41)), raw("capability 41"));
    QCOMPARE(bytes(capabilityName(-1)), raw("capability -1"));
    for (const auto capability : knownCapabilities().members())
        QVERIFY2(capabilityMeaning(capability).ends_with('.'), capabilityName(capability).c_str());
    QVERIFY(capabilityMeaning(41).empty());
}

void RightsTest::everyLine()
{
    const auto status = statusOf("Groups:\t4 24 1000 \n" + capabilityLines +
                                 "CapAmb:\t0000000000000004\nNoNewPrivs:\t1\nSeccomp:\t1\n");
    QVERIFY2(status, why(status));
    const auto rights = rightsOf(*status, CapabilitySet{7});
    QVERIFY(*rights.uid == (FourIds<Uid>{1000, 1001, 1002, 1003}));
    QCOMPARE(rights.groups.value(), (std::vector<Gid>{4, 24, 1000}));
    QVERIFY2(rights.capabilities, why(rights.capabilities));
    QVERIFY(*rights.capabilities == (Capabilities{CapabilitySet{2}, CapabilitySet{3}, CapabilitySet{1},
                                                  CapabilitySet{0x1ff'ffff'ffff}, CapabilitySet{4}}));
    QVERIFY(rights.offered == CapabilitySet{7});
    QCOMPARE(rights.noNewPrivileges.value(), true);
    QVERIFY(rights.seccomp.value() == Seccomp::Strict);
}

void RightsTest::groups_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<std::size_t>("count");
    QTest::newRow("none") << raw("Groups:\t \n") << std::size_t(0);
    QTest::newRow("nothing at all") << raw("Groups:\n") << std::size_t(0);
    QTest::newRow("one") << raw("Groups:\t0 \n") << std::size_t(1);
    QTest::newRow("the highest") << raw("Groups:\t4294967295\n") << std::size_t(1);
    QTest::newRow("all 65536") << "Groups:\t" + QByteArray("1000000000 ").repeated(65536) + "\n"
                               << std::size_t(65536);
}

void RightsTest::groups()
{
    QFETCH(QByteArray, line);
    const auto status = statusOf(line);
    QVERIFY2(status, why(status));
    QVERIFY(status->groups);
    QTEST(status->groups->size(), "count");
}

void RightsTest::whatOldKernelsDoNotTell()
{
    const auto old = rightsOf(statusOf("").value(), {});
    QCOMPARE(kindOf(old.capabilities), raw("unsupported"));
    QCOMPARE(kindOf(old.groups), raw("malformed")); // every kernel has the line: it is missing, not empty
    QCOMPARE(kindOf(old.noNewPrivileges), raw("unsupported"));
    QCOMPARE(kindOf(old.seccomp), raw("unsupported"));
    const auto newer = rightsOf(statusOf(capabilityLines).value(), {});
    QVERIFY2(newer.capabilities, why(newer.capabilities));
    QCOMPARE(kindOf(newer.capabilities->ambient), raw("unsupported"));
    QVERIFY(newer.capabilities->effective == CapabilitySet{2});
}

void RightsTest::seccompModes_data()
{
    QTest::addColumn<QByteArray>("mode");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("off") << raw("0") << raw("disabled");
    QTest::newRow("strict") << raw("1") << raw("strict");
    QTest::newRow("filter") << raw("2") << raw("filter");
    QTest::newRow("killed by its filter") << raw("3") << raw("malformed");
}

void RightsTest::seccompModes()
{
    QFETCH(QByteArray, mode);
    const auto seccomp = rightsOf(statusOf("Seccomp:\t" + mode + "\n").value(), {}).seccomp;
    QTEST(seccomp ? bytes(name(*seccomp)) : kindOf(seccomp), "told");
}

void RightsTest::tracersAndStates()
{
    QVERIFY(!statusOf("")->tracer);
    QVERIFY(!statusOf("")->state);
    QVERIFY(statusOf("TracerPid:\t0\n")->tracer == Pid(0));
    QCOMPARE(statusOf("TracerPid:\t77\n")->tracer, std::optional<Pid>(77));
    QVERIFY(statusOf("State:\tt (tracing stop)\n")->state == State::Traced);
}

void RightsTest::offeredCapabilities()
{
    Fixture fixture;
    const auto offered = [&] { return readOfferedCapabilities(Directory::open(fixture.root()).value()); };
    QVERIFY(offered() == knownCapabilities());
    fixture.write("sys/kernel/cap_last_cap", "37\n");
    QVERIFY(offered() == capabilitiesUpTo(37));
    fixture.write("sys/kernel/cap_last_cap", "many\n");
    QVERIFY(offered() == knownCapabilities());
}

void RightsTest::namesOfGroups()
{
    const auto groups = groupNames(true);
    QCOMPARE(bytes(*groups.await(0)), raw("root"));
    QCOMPARE(bytes(*groups.await(4294967294u)), raw("4294967294"));
    QCOMPARE(bytes(*groupNames(false).find(0)), raw("0"));
}

static const forklore::TestClass<RightsTest> testClass(__FILE__);
#include "tst_rights.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rights and place of real processes: what they gave up, whose they are, where they live.
#include <QTest>

#include <unistd.h>

#include <algorithm>

#include <linux/capability.h>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

bool isRoot()
{
    return geteuid() == 0;
}

template <class T>
T inspected(Pid pid, Result<T> (Inspector::*section)(const ProcessId &) const)
{
    const auto inspector = inspectorOfMachine();
    if (!inspector)
        qFatal("%s", why(inspector));
    auto value =
        inspector->idOf(pid).and_then([&](const ProcessId &id) { return ((*inspector).*section)(id); });
    if (!value)
        qFatal("%s", why(value));
    return std::move(*value);
}

Rights rightsOf(Pid pid)
{
    return inspected(pid, &Inspector::rights);
}

Location locationOf(Pid pid)
{
    return inspected(pid, &Inspector::location);
}

const Namespace *find(const Location &location, const char *kind)
{
    if (!location.namespaces)
        qFatal("%s", why(location.namespaces));
    const auto known = std::ranges::find(*location.namespaces, kind, &Namespace::kind);
    return known == location.namespaces->end() ? nullptr : &*known;
}

} // namespace

class LiveCredentials : public QObject {
    Q_OBJECT

private slots:
    void ownRightsAreTheKernels();
    void noNewPrivileges();
    void seccompFilter();
    void seccompStrict();
    void droppedCapability();
    void supplementaryGroups();
    void namesOfCapabilitiesAreTheWitnesses();
    void ownPlace();
    void removedDirectory();
    void directoryThatIsCalledDeleted();
    void changedRoot();
    void ownNamespaces();
    void unsharedNamespace();
    void zombieHasNoPlace();
    void placeOfAnother();
};

void LiveCredentials::ownRightsAreTheKernels()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto rights = rightsOf(subject.pid());
    QCOMPARE(rights.uid->real, getuid());
    QCOMPARE(rights.uid->effective, geteuid());
    QCOMPARE(rights.gid->filesystem, getegid());
    QCOMPARE(rights.noNewPrivileges.value(),
             witness::procFile(getpid(), "status").contains("NoNewPrivs:\t1"));
    std::vector<gid_t> groups(static_cast<std::size_t>(getgroups(0, nullptr)));
    QCOMPARE(getgroups(static_cast<int>(groups.size()), groups.data()), static_cast<int>(groups.size()));
    std::ranges::sort(groups);
    QCOMPARE(rights.groups.value(), std::vector<Gid>(groups.begin(), groups.end()));
    QVERIFY(!isRoot() || rights.capabilities->effective != CapabilitySet());
    QVERIFY((rights.capabilities->effective->bits & ~rights.offered.bits) == 0);
    QVERIFY((rights.capabilities->effective->bits & ~rights.capabilities->permitted->bits) == 0);
}

void LiveCredentials::noNewPrivileges()
{
    const Subject subject({"rights", "no-new-privs"});
    QVERIFY2(subject.stands(), subject.complaint());
    QVERIFY(rightsOf(subject.child()).noNewPrivileges.value());
}

void LiveCredentials::seccompFilter()
{
    const Subject subject({"rights", "filter"});
    QVERIFY2(subject.stands(), subject.complaint());
    QVERIFY(rightsOf(subject.child()).seccomp.value() == Seccomp::Filter);
}

void LiveCredentials::seccompStrict()
{
    const Subject subject({"strict"});
    QVERIFY2(subject.stands(), subject.complaint());
    QTRY_VERIFY(rightsOf(subject.child()).seccomp.value() == Seccomp::Strict);
}

void LiveCredentials::droppedCapability()
{
    const Subject subject({"rights", "drop", QString::number(CAP_NET_RAW)});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto before = rightsOf(subject.pid()).capabilities;
    const auto after = rightsOf(subject.child()).capabilities;
    QVERIFY2(after, why(after));
    const auto without = [](const Result<CapabilitySet> &set) {
        return CapabilitySet{set.value().bits & ~(std::uint64_t(1) << CAP_NET_RAW)};
    };
    QVERIFY(after->effective == without(before->effective));
    QVERIFY(after->permitted == without(before->permitted));
    QVERIFY(!after->effective->contains(CAP_NET_RAW));
    if (before->effective->contains(CAP_SETPCAP)) // the bounding set is closed to others
        QVERIFY(after->bounding == without(before->bounding));
    else
        QVERIFY(after->bounding == before->bounding);
}

void LiveCredentials::supplementaryGroups()
{
    if (!isRoot()) {
        qInfo("an ordinary user keeps the groups of the login: ownRightsAreTheKernels compares those");
        QVERIFY(setuid(0) != 0);
        return;
    }
    const Subject subject({"rights", "groups", "65533", "42", "4242"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(rightsOf(subject.child()).groups.value(), (std::vector<Gid>{42, 4242, 65533}));
}

void LiveCredentials::namesOfCapabilitiesAreTheWitnesses()
{
    // capsh(1) spells the whole set: "0x000001ffffffffff=cap_chown,cap_dac_override,…".
    const auto all = QString::number(knownCapabilities().bits, 16);
    const auto text =
        witness::run(QStringLiteral("/sbin/capsh"), {QStringLiteral("--decode=") + all}, "libcap2-bin");
    QVERIFY2(text, why(text));
    QByteArrayList names;
    for (const auto capability : knownCapabilities().members())
        names << QByteArray::fromStdString(capabilityName(capability)).toLower();
    QCOMPARE(text->trimmed().mid(text->indexOf('=') + 1).split(','), names);
}

void LiveCredentials::ownPlace()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto location = locationOf(subject.pid());
    QCOMPARE(bytes(location.directory.value()->path), subject.pathOf("").chopped(1));
    QVERIFY(!location.directory.value()->deleted);
    QCOMPARE(bytes(location.root.value()->path), witness::link("/proc/self/root"));
    QCOMPARE(bytes(location.executable.value()->path),
             witness::link("/proc/" + QByteArray::number(subject.pid()) + "/exe"));
    QVERIFY2(location.controlGroups, why(location.controlGroups));
    QCOMPARE(listOf(*location.controlGroups).join('\n'),
             witness::procFile(subject.pid(), "cgroup").trimmed());
}

void LiveCredentials::removedDirectory()
{
    const Subject subject({"place", "gone"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto directory = locationOf(subject.child()).directory;
    QVERIFY2(directory, why(directory));
    QCOMPARE(bytes((*directory)->path), subject.pathOf("gone"));
    QVERIFY((*directory)->deleted);
}

void LiveCredentials::directoryThatIsCalledDeleted()
{
    const Subject subject({"place", "kept"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto directory = locationOf(subject.child()).directory;
    QVERIFY2(directory, why(directory));
    QCOMPARE(bytes((*directory)->path), subject.pathOf("kept (deleted)"));
    QVERIFY(!(*directory)->deleted);
}

void LiveCredentials::changedRoot()
{
    if (!isRoot()) {
        qInfo("an ordinary user may not change the root");
        QVERIFY(chroot("/") != 0);
        return;
    }
    const Subject subject({"place", "chroot"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto location = locationOf(subject.child());
    QCOMPARE(bytes(location.root.value()->path), subject.pathOf("root"));
    QCOMPARE(bytes(location.directory.value()->path), subject.pathOf("root"));
}

void LiveCredentials::ownNamespaces()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto location = locationOf(subject.pid());
    QVERIFY(find(location, "pid") && find(location, "mnt") && find(location, "user"));
    for (const auto &space : *location.namespaces) {
        const auto link = witness::link("/proc/self/ns/" + QByteArray::fromStdString(space.kind));
        QVERIFY2(space.inode, why(space.inode));
        QVERIFY2(link.endsWith(":[" + QByteArray::number(qulonglong(*space.inode)) + ']'), link.constData());
        QCOMPARE(space.own, std::optional(true));
    }
}

void LiveCredentials::unsharedNamespace()
{
    const Subject subject({"unshared"});
    QVERIFY2(subject.stands(), subject.complaint());
    if (subject.fact("permitted") != "1") {
        qInfo("namespaces are not permitted to this user here: ownNamespaces alone speaks for this");
        return;
    }
    const auto location = locationOf(subject.child());
    const auto *names = find(location, "uts");
    QVERIFY(names && names->inode);
    QCOMPARE(names->own, std::optional(false));
    QVERIFY("uts:[" + QByteArray::number(qulonglong(*names->inode)) + ']' !=
            witness::link("/proc/self/ns/uts"));
    QCOMPARE(find(location, "user")->own, std::optional(isRoot()));
    QCOMPARE(find(location, "net")->own, std::optional(true));
}

void LiveCredentials::zombieHasNoPlace()
{
    const Subject subject({"zombie", "0"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto location = locationOf(subject.child());
    QVERIFY(location.directory.value() == std::nullopt);
    QVERIFY(location.root.value() == std::nullopt);
    QVERIFY(location.executable.value() == std::nullopt);
    if (location.namespaces && find(location, "net"))
        QVERIFY(!find(location, "net")->inode); // it let go of them
}

/// Denied is an answer, field by field; what anybody may read stays.
void LiveCredentials::placeOfAnother()
{
    const QStringList drop = isRoot() ? QStringList{"drop", "65534"} : QStringList();
    const Subject subject(drop + QStringList{"undumpable", "plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const Subject view(drop + QStringList{"inspect-place", QString::number(subject.pid())});
    QVERIFY2(view.stands(), view.complaint());
    for (const auto *closed : {"cwd", "root", "exe", "namespaces"})
        QVERIFY2(view.fact(closed) == "denied", closed);
    for (const auto *open : {"cgroups", "rights", "signals"})
        QVERIFY2(view.fact(open) == "ok", open);
}

static const forklore::TestClass<LiveCredentials> testClass(__FILE__);
#include "tst_live_credentials.moc"

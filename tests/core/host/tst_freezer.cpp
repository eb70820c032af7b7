// SPDX-License-Identifier: GPL-3.0-or-later
//
// What tells that a control group is frozen: files as kernels write them, and groups that are copied out.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/host/linux/sampling/freezer.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto hybrid =
    "10 1 0:5 / /proc rw - proc proc rw\n"
    "16 15 0:20 / /sys/fs/cgroup/freezer rw,relatime shared:8 - cgroup cgroup rw,freezer\n"
    "14 15 0:21 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
    "20 15 0:22 /docker/a\\040b /sys/fs/cgroup\\011x rw - cgroup2 cgroup2 rw\n"
    "torn line\n\n";

void write(const QString &path, const char *text)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class FreezerTest : public QObject {
    Q_OBJECT

private slots:
    void mountsThatCanFreeze()
    {
        const auto mounts = parseFreezerMounts(hybrid);
        QCOMPARE(mounts.size(), std::size_t(2));
        QVERIFY(mounts[0] == (FreezerMount{Freeze::Version::V1, "/", "/sys/fs/cgroup/freezer"}));
        QVERIFY(mounts[1] == (FreezerMount{Freeze::Version::V2, "/docker/a b", "/sys/fs/cgroup\tx"}));
        QVERIFY(parseFreezerMounts("").empty());
    }

    void events()
    {
        QVERIFY(*parseCgroupEvents("populated 1\nfrozen 1\n"));
        QVERIFY(!*parseCgroupEvents("frozen 0\npopulated 1\n"));
        QCOMPARE(kindOf(parseCgroupEvents("populated 1\n")), raw("unsupported")); // before Linux 5.2
        QCOMPARE(kindOf(parseCgroupEvents("")), raw("unsupported"));
        QCOMPARE(kindOf(parseCgroupEvents("frozen 2\n")), raw("malformed"));
        QCOMPARE(kindOf(parseCgroupEvents("frozen\n")), raw("malformed"));
    }

    void states()
    {
        QVERIFY(*parseFreezerState("FROZEN\n"));
        QVERIFY(!*parseFreezerState("FREEZING\n")); // some of it may run yet
        QVERIFY(!*parseFreezerState("THAWED\n"));
        QCOMPARE(kindOf(parseFreezerState("")), raw("malformed"));
        QCOMPARE(kindOf(parseFreezerState("frozen")), raw("malformed"));
    }

    void paths()
    {
        const std::vector<std::string> lines = {"9:name=systemd:/x", "6:cpu,freezer:/jobs/a:b", "0::/user"};
        QCOMPARE(freezerPath(lines, Freeze::Version::V1), std::optional<std::string>("/jobs/a:b"));
        QCOMPARE(freezerPath(lines, Freeze::Version::V2), std::optional<std::string>("/user"));
        QCOMPARE(freezerPath({"9:name=freezer:/x"}, Freeze::Version::V1), std::nullopt);
    }

    void aFrozenGroupIsNamed_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<QString>("frozenGroup");
        QTest::addColumn<bool>("byAncestor");
        for (const auto version : {Freeze::Version::V1, Freeze::Version::V2}) {
            const int number = version == Freeze::Version::V1 ? 1 : 2;
            QTest::addRow("v%d itself", number) << int(version) << "/top/job" << false;
            QTest::addRow("v%d above it", number) << int(version) << "/top" << true;
            QTest::addRow("v%d not", number) << int(version) << "" << false;
        }
    }

    void aFrozenGroupIsNamed()
    {
        QFETCH(const int, version);
        QFETCH(const QString, frozenGroup);
        QFETCH(const bool, byAncestor);
        const QTemporaryDir directory;
        const auto groups = directory.path() + "/groups";
        const bool isNew = static_cast<Freeze::Version>(version) == Freeze::Version::V2;
        const bool frozen = !frozenGroup.isEmpty();
        write(groups + "/top/job/" + (isNew ? "cgroup.events" : "freezer.state"),
              isNew ? (frozen ? "populated 1\nfrozen 1\n" : "populated 1\nfrozen 0\n")
                    : (frozen ? "FROZEN\n" : "THAWED\n"));
        for (const auto *group : {"/top", "/top/job"})
            write(groups + group + '/' + (isNew ? "cgroup.freeze" : "freezer.self_freezing"),
                  frozenGroup == group ? "1\n" : "0\n");
        write(directory.path() + "/proc/cgroup", isNew ? "0::/top/job\n" : "6:freezer:/top/job\n0::/\n");
        const Freezers freezers({{static_cast<Freeze::Version>(version), "/", groups.toStdString()}});
        const auto process = Directory::open((directory.path() + "/proc").toStdString());
        QVERIFY(process);
        const auto freeze = freezers.freezeOf(*process, Stat());
        QVERIFY2(freeze, why(freeze));
        QCOMPARE(freeze->has_value(), frozen);
        if (frozen)
            QVERIFY(**freeze ==
                    (Freeze{static_cast<Freeze::Version>(version), frozenGroup.toStdString(), byAncestor}));
    }

    void whatIsNotMountedIsNotKnown()
    {
        const QTemporaryDir directory;
        write(directory.path() + "/cgroup", "0::/top/job\n");
        const auto process = Directory::open(directory.path().toStdString());
        const auto freeze = Freezers({}).freezeOf(*process, Stat());
        QCOMPARE(kindOf(freeze), raw("unsupported"));
    }

    /// "/" is the root of the hierarchy, which cannot be frozen, or of a cgroup namespace, which can.
    void theRootOfANamespaceMayBeFrozen()
    {
        const QTemporaryDir directory;
        const auto groups = directory.path() + "/groups";
        write(groups + "/cgroup.procs", "");
        write(directory.path() + "/proc/cgroup", "0::/\n");
        const Freezers freezers({{Freeze::Version::V2, "/", groups.toStdString()}});
        const auto process = Directory::open((directory.path() + "/proc").toStdString());
        QVERIFY(!freezers.freezeOf(*process, Stat()).value());
        write(groups + "/cgroup.events", "populated 1\nfrozen 1\n");
        QVERIFY(freezers.freezeOf(*process, Stat()).value() ==
                std::optional(Freeze{Freeze::Version::V2, {}, false}));
        write(directory.path() + "/proc/cgroup", "0::/..\n"); // it is out of sight
        QCOMPARE(kindOf(freezers.freezeOf(*process, Stat())), raw("unsupported"));
    }

    /// Version 1 shows a process as in uninterruptible sleep; its wait channel tells more.
    void theRefrigeratorTells()
    {
        const QTemporaryDir directory;
        write(directory.path() + "/cgroup", "6:freezer:/job\n");
        write(directory.path() + "/task/7/wchan", "__refrigerator");
        Stat stat;
        stat.pid = 7;
        stat.state = State::DiskSleep;
        const auto process = Directory::open(directory.path().toStdString());
        QVERIFY(Freezers({}).freezeOf(*process, stat).value() ==
                std::optional(Freeze{Freeze::Version::V1, {}, false}));
    }
};

static const forklore::TestClass<FreezerTest> testClass(__FILE__);
#include "tst_freezer.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// From where a /proc is read: what is hidden from the reader, and what the numbers mean there.
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sampling/linux_source.h"
#include "core/host/linux/sampling/reader_place.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

QByteArrayList kinds(const ReaderPlace &place)
{
    QByteArrayList all;
    for (const auto &notice : noticesOf(place)) {
        if (notice.summary.empty() || !notice.explanation.ends_with('.'))
            qFatal("a notice says nothing");
        all += QByteArray(name(notice.kind).data(), static_cast<qsizetype>(name(notice.kind).size()));
    }
    return all;
}

} // namespace

class TestReaderPlace : public QObject {
    Q_OBJECT

private slots:
    void idMapsAreRead()
    {
        QVERIFY(mapsAll(parseIdMap("         0          0 4294967295\n")));
        const auto rootless =
            parseIdMap("         0       1000          1\n         1     100000      65536\n");
        QVERIFY(rootless == (std::vector<MappedIds>{{0, 1}, {1, 65536}}));
        QVERIFY(!mapsAll(rootless));
        QVERIFY(!mapsAll(parseIdMap(""))); // nobody is mapped before somebody writes the map
        QVERIFY(mapsAll(parseIdMap("0 0 2147483648\n2147483648 2147483648 2147483647\n")));
        QVERIFY(parseIdMap("x 0 1\n0 0\n").empty());
    }

    void offsetsOfATimeNamespaceAreRead()
    {
        using namespace std::chrono_literals;
        QVERIFY(parseBootOffset("monotonic           0         0\nboottime        -1148         0\n") ==
                std::chrono::nanoseconds(-1148s));
        QVERIFY(parseBootOffset("boottime 2 500000000\n") == std::chrono::nanoseconds(2500ms));
        for (const auto *text : {"", "monotonic 1 0\n", "boottime\n", "boottime x 0\n", "boottime 1 -1\n",
                                 "boottime 99999999999 0\n"})
            QVERIFY(!parseBootOffset(text));
    }

    void whatIsToBeKnownIsSaid()
    {
        QCOMPARE(kinds({}), QByteArrayList());
        ReaderPlace first;
        for (auto space : {&ReaderPlace::pid, &ReaderPlace::user, &ReaderPlace::network, &ReaderPlace::time,
                           &ReaderPlace::cgroup, &ReaderPlace::mount})
            first.*space = InNamespace::Initial;
        QCOMPARE(kinds(first), QByteArrayList());

        ReaderPlace inner;
        for (auto space : {&ReaderPlace::pid, &ReaderPlace::user, &ReaderPlace::network, &ReaderPlace::time,
                           &ReaderPlace::cgroup, &ReaderPlace::mount})
            inner.*space = InNamespace::Other;
        inner.hiding = Hiding::All;
        inner.machineHidden = true;
        inner.foreignPids = true;
        inner.everyUserMapped = false;
        QCOMPARE(kinds(inner), (QByteArrayList{"hidden-processes", "hidden-machine", "foreign-pids",
                                               "pid-namespace", "user-namespace", "time-namespace",
                                               "network-namespace", "cgroup-namespace", "mount-namespace"}));
        inner.everyUserMapped = true;               // a number means what it does outside
        inner.bootOffset = std::chrono::seconds(0); // and so does a start
        QVERIFY(!kinds(inner).contains("user-namespace"));
        QVERIFY(!kinds(inner).contains("time-namespace"));
    }

    void theNumberOfUnmappedUsersIsSaid()
    {
        ReaderPlace place;
        place.user = InNamespace::Other;
        place.everyUserMapped = false;
        place.unmappedUid = 4711;
        QVERIFY(bytes(noticesOf(place).front().explanation).contains("4711 stands for every user"));
    }

    void aCopyTellsOfItsOwnMount()
    {
        Fixture fixture("awkward.txt");
        fixture.write("self/mountinfo", "22 26 0:21 / /proc rw - proc proc rw,hidepid=2,subset=pid\n");
        const auto root = Directory::open(fixture.root());
        QVERIFY2(root, why(root));
        const auto place = readReaderPlace(*root);
        QCOMPARE(place.hiding, Hiding::All);
        QVERIFY(place.machineHidden);
        QVERIFY(!place.foreignPids); // which is about this machine
        QCOMPARE(kinds(place), (QByteArrayList{"hidden-processes", "hidden-machine"}));
        // A number is not tried on this machine: the copy is another one's.
        QCOMPARE(noProcess(*root, 1).kind, ErrorKind::Gone);
    }

    void thisMachinesPlaceIsKnown()
    {
        const auto root = Directory::open("/proc");
        QVERIFY2(root, why(root));
        const auto place = readReaderPlace(*root);
        QVERIFY(!place.foreignPids);
        QVERIFY(place.pid != InNamespace::Unknown);
        QVERIFY(place.user != InNamespace::Unknown);
        const auto source = LinuxSource::create();
        QVERIFY2(source, why(source));
        QVERIFY((*source)->system().viewer.place == place);
    }

    void aProcessThatDoesNotExistIsGone()
    {
        const auto child = fork();
        if (child == 0)
            _exit(0);
        QCOMPARE(waitpid(child, nullptr, 0), child);
        const auto root = Directory::open("/proc");
        QVERIFY2(root, why(root));
        QCOMPARE(noProcess(*root, child).kind, ErrorKind::Gone);
        QVERIFY(bytes(noProcess(*root, child).message).startsWith("there is no process"));
    }

    void startsBeforeTheClocksZeroAreNegative_data()
    {
        QTest::addColumn<quint64>("ticks");
        QTest::addColumn<qint64>("nanoseconds");
        QTest::newRow("none") << quint64{0} << qint64{0};
        QTest::newRow("a second") << quint64{100} << qint64{1'000'000'000};
        // The kernel adds the offset to unsigned nanoseconds, and divides the sum.
        const auto wrapped = [](qint64 nanoseconds) {
            return static_cast<quint64>(nanoseconds) / quint64{10'000'000};
        };
        QTest::newRow("a second before") << wrapped(-1'000'000'000) << qint64{-1'000'000'000};
        QTest::newRow("1 158 s before") << wrapped(-1'158'000'000'000) << qint64{-1'158'000'000'000};
    }
    void startsBeforeTheClocksZeroAreNegative()
    {
        QFETCH(quint64, ticks);
        QFETCH(qint64, nanoseconds);
        const SystemInfo system;
        const auto start = system.startOf(ticks);
        constexpr std::chrono::nanoseconds tick(10'000'000);
        QVERIFY(start >= std::chrono::nanoseconds(nanoseconds) - tick);
        QVERIFY(start <= std::chrono::nanoseconds(nanoseconds));
        // No number of a captured /proc is anything but a length of time.
        for (const auto odd : {UINT64_MAX, UINT64_MAX / 2, std::uint64_t{1} << 60, std::uint64_t{1} << 40})
            QVERIFY(system.startOf(odd) <= system.duration(UINT64_MAX));
    }
};

static const forklore::TestClass<TestReaderPlace> testClass(__FILE__);
#include "tst_reader_place.moc"

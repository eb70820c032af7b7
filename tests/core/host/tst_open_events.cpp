// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which source is taken where a better one is not to be had, and that it says so: machines that this one is
// not, by the answers that they would give.
#include <QTest>

#include "core/host/linux/events/open_events.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

class OpenEventsTest : public QObject {
    Q_OBJECT

private slots:
    void nextBestSourceIsTaken_data();
    void nextBestSourceIsTaken();
    void anotherProcIsPolled();
    void directoryThatIsMissingIsAnError();
};

void OpenEventsTest::nextBestSourceIsTaken_data()
{
    using Ability = PidfdWatch::Ability;
    QTest::addColumn<ErrorKind>("connector");
    QTest::addColumn<Ability>("pidfd");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("remedy");
    QTest::newRow("a user before Linux 6.6")
        << ErrorKind::Denied << Ability::Ends << QByteArray("pidfd") << QByteArray("as root");
    QTest::newRow("a container") << ErrorKind::Unsupported << Ability::Statuses << QByteArray("pidfd")
                                 << QByteArray("outside of the container");
    QTest::newRow("an old kernel, a user")
        << ErrorKind::Denied << Ability::None << QByteArray("polling") << QByteArray("as root");
}

Q_DECLARE_METATYPE(forklore::ErrorKind)
Q_DECLARE_METATYPE(forklore::PidfdWatch::Ability)

void OpenEventsTest::nextBestSourceIsTaken()
{
    QFETCH(ErrorKind, connector);
    QFETCH(PidfdWatch::Ability, pidfd);
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, remedy);
    const auto opened =
        openEvents("/proc", {[=] { return Result<ProcConnector>(failure(connector, "it said no")); },
                             [=] { return pidfd; }});
    QVERIFY2(opened, why(opened));
    const auto &coverage = (*opened)->coverage();
    QCOMPARE(bytes(name(coverage.kind)), source);
    QVERIFY(!coverage.isComplete());
    QVERIFY2(bytes(coverage.why).contains("it said no"), coverage.why.c_str());
    QVERIFY2(bytes(coverage.misses).contains("shorter than"), coverage.misses.c_str());
    QVERIFY2(bytes(coverage.remedy).contains(remedy), coverage.remedy.c_str());
    const bool tellsEnds = pidfd != PidfdWatch::Ability::None;
    QCOMPARE((*opened)->handle() >= 0, tellsEnds);
}

void OpenEventsTest::anotherProcIsPolled()
{
    const Fixture captured("awkward.txt");
    const auto opened =
        openEvents(captured.root(), {[] {
                                         qFatal("this machine was asked");
                                         return Result<ProcConnector>(failure(ErrorKind::Io, ""));
                                     },
                                     [] { return PidfdWatch::Ability::Statuses; }});
    QVERIFY2(opened, why(opened));
    QCOMPARE((*opened)->coverage().kind, EventCoverage::Kind::Polling);
    QVERIFY2(bytes((*opened)->coverage().why).contains(bytes(captured.root())), "the directory is named");
    QCOMPARE((*opened)->handle(), -1);
}

void OpenEventsTest::directoryThatIsMissingIsAnError()
{
    const auto opened = openEvents("/nowhere/at/all");
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Gone);
}

static const forklore::TestClass<OpenEventsTest> testClass(__FILE__);
#include "tst_open_events.moc"

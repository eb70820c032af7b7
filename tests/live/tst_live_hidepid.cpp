// SPDX-License-Identifier: GPL-3.0-or-later
//
// A /proc mounted with hidepid: few processes are listed, and the sample says that there are others.
#include <QTest>

#include <unistd.h>

#include "core/host/linux/machine/machine_files.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LiveHidepid : public QObject {
    Q_OBJECT

private slots:
    void othersAreHidden_data();
    void othersAreHidden();
    void thisMachineIsToldRightly();
};

void LiveHidepid::othersAreHidden_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QByteArray>("init");
    QTest::newRow("0: nothing is hidden") << "0" << QByteArray("ok");
    QTest::newRow("1: listed, but closed") << "1" << QByteArray("denied");
    QTest::newRow("2: not even listed") << "2" << QByteArray("denied"); // it exists all the same
}

void LiveHidepid::othersAreHidden()
{
    QFETCH(QString, mode);
    QFETCH(QByteArray, init);
    const Subject subject({"hidepid", mode, "65534"});
    QVERIFY2(subject.stands(), subject.complaint());
    if (subject.fact("permitted") != "1") {
        qInfo("a private /proc may not be mounted here (errno %s): the parser alone is tested",
              subject.fact("errno").constData());
        const auto line = "24 30 0:22 / /proc rw,nosuid - proc proc rw,hidepid=" + mode.toStdString() + "\n";
        const auto mount = parseProcMount(line, "/proc");
        QCOMPARE(mount && mount->hiding != Hiding::Nothing, mode != "0");
        return;
    }
    QCOMPARE(subject.fact("init"), init);
    QCOMPARE(subject.fact("own"), QByteArray("1"));
    QCOMPARE(subject.fact("others-hidden"), QByteArray(mode == "0" ? "0" : "1"));
    QCOMPARE(subject.fact("denied").toInt() > 0, mode == "1");
    QCOMPARE(subject.fact("foreign").toInt() > 0, mode == "0");
    if (mode == "1") // those who may not be read stay in the list, by their pids
        QVERIFY(subject.fact("processes").toInt() > subject.fact("denied").toInt());
}

void LiveHidepid::thisMachineIsToldRightly()
{
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    bool hidden = false;
    for (const auto &line : witness::file("/proc/self/mountinfo").split('\n')) {
        if (line.split(' ').value(4) == "/proc")
            hidden =
                line.contains("hidepid=") && !line.contains("hidepid=0") && !line.contains("hidepid=off");
    }
    QCOMPARE(snapshot->othersHidden, hidden);
}

static const forklore::TestClass<LiveHidepid> testClass(__FILE__);
#include "tst_live_hidepid.moc"

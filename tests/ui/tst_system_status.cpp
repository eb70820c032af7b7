// SPDX-License-Identifier: GPL-3.0-or-later
//
// The status bar says what is hidden from the reader, and where numbers mean something else.
#include <QTest>

#include <memory>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/window/system_status.h"

using namespace forklore;

namespace {

SamplePtr sampleAt(const ReaderPlace &place)
{
    auto sample = std::make_shared<Sample>(*sampleOf({}));
    sample->system.viewer.place = place;
    return sample;
}

} // namespace

class TestSystemStatus : public QObject {
    Q_OBJECT

private slots:
    void nothingIsSaidWhereNothingIsHidden()
    {
        QVERIFY(!told({}).contains("hidden"));
        QVERIFY(!told({}).contains("namespace"));
    }

    void whatIsHiddenIsSaid()
    {
        ReaderPlace place;
        place.hiding = Hiding::All;
        QVERIFY2(told(place).contains("other users' processes are hidden (hidepid)"),
                 qPrintable(told(place)));
        QVERIFY(explained(place).contains("processes of other users are not shown"));
        place.hiding = Hiding::Nothing;
        place.machineHidden = true;
        QVERIFY(told(place).contains("no facts about the machine (subset=pid)"));
        QVERIFY(explained(place).contains("charts stay empty")); // which is why they are
    }

    void namespacesAreSaid()
    {
        ReaderPlace place;
        place.pid = InNamespace::Other;
        QVERIFY2(told(place).contains("inside a pid namespace"), qPrintable(told(place)));
        place.network = InNamespace::Other;
        QVERIFY2(told(place).contains("inside 2 namespaces"), qPrintable(told(place)));
        QVERIFY(explained(place).contains("processes outside it are not shown"));
        QVERIFY(explained(place).contains("sockets, interfaces and traffic are those of the namespace"));
    }

private:
    static QString told(const ReaderPlace &place)
    {
        SystemStatus status;
        status.applySample(sampleAt(place));
        return status.findChildren<SteadyText *>().front()->text();
    }
    static QString explained(const ReaderPlace &place)
    {
        SystemStatus status;
        status.applySample(sampleAt(place));
        return status.findChildren<SteadyText *>().front()->toolTip();
    }
};

static const forklore::TestClass<TestSystemStatus> testClass(__FILE__);
#include "tst_system_status.moc"

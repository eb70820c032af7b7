// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lines that forklore-lab says.
#include <QTest>

#include "core/lab/report.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LabReportTest : public QObject {
    Q_OBJECT

private slots:
    void linesAreRead();
    void otherLinesAreRefused_data();
    void otherLinesAreRefused();
};

void LabReportTest::linesAreRead()
{
    QVERIFY(parseReport("role 12 child") == Report(RoleTaken{12, "child"}));
    QVERIFY(parseReport("at 12 born 47") == Report(MomentReached{12, "born", 47}));
    QVERIFY(parseReport("told 12 errno -1") == Report(ValueReported{12, "errno", -1}));
    QVERIFY(parseReport("ended 12 256") == Report(Ended{12, 256}));
    QVERIFY(parseReport("refused it cannot be: so it is") == Report(Refused{"it cannot be: so it is"}));
    QVERIFY(parseReport("group /sys/x/forklore-lab-1") == Report(Confined{"/sys/x/forklore-lab-1"}));
    QVERIFY(parseReport("broken too many") == Report(Broken{"too many"}));
}

void LabReportTest::otherLinesAreRefused_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const auto *line : {"",
                             "role",
                             "role 12",
                             "role x child",
                             "role 0 child",
                             "role -1 child",
                             "role 12 a b",
                             "at 12",
                             "at 12 born",
                             "at 12 born x",
                             "at 12  47",
                             "told 12 errno",
                             "told 12 errno 99999999999999999999",
                             "ended 12",
                             "ended 12 x",
                             "ended 12 1 2",
                             "refused",
                             "refused ",
                             "broken",
                             "group",
                             "group /",
                             "group /home",
                             "other 12 child 1",
                             " role 12 child"})
        QTest::newRow(line) << QByteArray(line);
}

void LabReportTest::otherLinesAreRefused()
{
    QFETCH(QByteArray, line);
    const auto report = parseReport({line.constData(), static_cast<std::size_t>(line.size())});
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Malformed);
}

static const forklore::TestClass<LabReportTest> testClass(__FILE__);
#include "tst_lab_report.moc"

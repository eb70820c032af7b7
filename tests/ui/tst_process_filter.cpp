// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/processes.h"
#include "ui/models/process_filter.h"

using namespace forklore;

class TestProcessFilter : public QObject {
    Q_OBJECT

private slots:
    void textMatchesNameCommandLineAndPid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        QTest::newRow("nothing asked") << "" << true;
        QTest::newRow("blanks") << "   " << true;
        QTest::newRow("name") << "sshd" << true;
        QTest::newRow("part, other case") << "SSH" << true;
        QTest::newRow("argument") << "listener" << true;
        QTest::newRow("pid") << "812" << true;
        QTest::newRow("two words, any order") << "-D sshd" << true;
        QTest::newRow("one word missing") << "sshd nginx" << false;
        QTest::newRow("no pattern language") << "ss.*" << false;
        QTest::newRow("not across parts") << "812sshd" << false;
    }
    void textMatchesNameCommandLineAndPid()
    {
        auto process = processOf(812, 1, 100, "sshd");
        process.commandLine = std::string("/usr/sbin/sshd\0-D\0[listener]\0", 29);
        QFETCH(QString, text);
        QTEST(ProcessFilter(text).matches(process), "matches");
    }

    void aProcessThatCannotBeReadHasItsPid()
    {
        QVERIFY(ProcessFilter(QStringLiteral("99")).matches(unreadable(99)));
        QVERIFY(!ProcessFilter(QStringLiteral("x")).matches(unreadable(99)));
    }
};

QTEST_GUILESS_MAIN(TestProcessFilter)
#include "tst_process_filter.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program itself: what it says of itself, and what it does without a display.
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/fixture.h"

using forklore::Fixture;

namespace {

struct Outcome {
    int status;
    QByteArray out;
    QByteArray err;
};

Outcome run(const QStringList &arguments, bool display = false)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char *variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(variable));
    if (display)
        environment.insert(QStringLiteral("DISPLAY"), QStringLiteral(":no-such-display"));
    // What fontconfig and the platform keep until the end is not the program's to free.
    environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(FORKLORE_BINARY), arguments);
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class TestForklore : public QObject {
    Q_OBJECT

private slots:
    void itExplainsItself()
    {
        const auto help = run({"--help"});
        QCOMPARE(help.status, 0);
        for (const char *option :
             {"--pid", "--interval", "--proc-root", "--screenshot", "--appearance", "--version"})
            QVERIFY2(help.out.contains(option), option);
        QCOMPARE(run({"--version"}).status, 0);
    }

    void wrongUsageIsSaid_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown option") << QStringList{"--no-such"};
        QTest::newRow("no pid") << QStringList{"--pid", "0"};
        QTest::newRow("interval too short") << QStringList{"--interval", "0.01"};
        QTest::newRow("unknown appearance") << QStringList{"--appearance", "pink"};
    }
    void wrongUsageIsSaid()
    {
        QFETCH(QStringList, arguments);
        const auto outcome = run(arguments);
        QCOMPARE(outcome.status, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(outcome.err.startsWith("forklore: wrong usage: "));
    }

    void withoutADisplayItSaysWhatToDo_data()
    {
        QTest::addColumn<bool>("display");
        QTest::newRow("none") << false;
        QTest::newRow("one that is not there") << true;
    }
    void withoutADisplayItSaysWhatToDo()
    {
        QFETCH(bool, display);
        const auto outcome = run({}, display);
        QCOMPARE(outcome.status, 2);
        QVERIFY(outcome.err.contains("no display"));
        QVERIFY(outcome.err.contains("forklore-cli"));
    }

    void withTooFewFilesItSaysWhatToDo()
    {
        QProcess process;
        process.start(QStringLiteral("prlimit"),
                      {QStringLiteral("--nofile=20:20"), QStringLiteral(FORKLORE_BINARY),
                       QStringLiteral("--screenshot"), QStringLiteral("x.png")});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        const auto said = process.readAllStandardError();
        for (const char *part : {"limit of open files is 20", "ulimit -n", "forklore-cli"})
            QVERIFY2(said.contains(part), said.constData());
    }

    void itDrawsItself()
    {
        const Fixture fixture("awkward.txt");
        const QTemporaryDir directory;
        const auto file = directory.filePath(QStringLiteral("window.png"));
        const auto outcome = run(
            {"--screenshot", file, "--proc-root", QString::fromStdString(fixture.root()), "--pid", "130"});
        QCOMPARE(outcome.status, 0);
        const QImage picture(file);
        QVERIFY(picture.width() >= 700);
        QVERIFY(picture.height() >= 500);
    }

    void aPictureThatCannotBeWrittenIsAFailure()
    {
        const Fixture fixture("awkward.txt");
        const auto outcome = run(
            {"--screenshot", "/no/such/place.png", "--proc-root", QString::fromStdString(fixture.root())});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.err.contains("/no/such/place.png"));
    }

    void aMissingProcessIsSaid()
    {
        const Fixture fixture("awkward.txt");
        const QTemporaryDir directory;
        const auto outcome = run({"--screenshot", directory.filePath(QStringLiteral("window.png")),
                                  "--proc-root", QString::fromStdString(fixture.root()), "--pid", "99999"});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.err.contains("no process 99999"));
    }

    void aDirectoryWithoutProcessesIsSaid()
    {
        const QTemporaryDir directory;
        const auto outcome = run({"--screenshot", "x.png", "--proc-root", directory.path()});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.err.contains("no processes there"));
    }

    void aMissingProcIsSaid()
    {
        const auto outcome = run({"--screenshot", "x.png", "--proc-root", "/no/such/proc"});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.err.contains("/no/such/proc"));
    }
};

QTEST_GUILESS_MAIN(TestForklore)
#include "tst_forklore.moc"

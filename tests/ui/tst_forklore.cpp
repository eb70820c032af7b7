// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program itself: what it says of itself, and what it does without a display.
#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/stat.h>

#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using forklore::Fixture;

namespace {

struct Outcome {
    int status;
    QByteArray out;
    QByteArray err;
};

/// A program with a window that nobody sees, and its settings in a folder of its own.
class Running {
public:
    Running(const QString &folder, const QStringList &arguments)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), folder);
        environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(FORKLORE_BINARY), arguments);
        m_process.waitForStarted(); // before that it has the handlers of this test
    }

    /// It hears of signals.
    [[nodiscard]] bool isReady() const
    {
        QFile file(QStringLiteral("/proc/%1/status").arg(m_process.processId()));
        if (!file.open(QIODevice::ReadOnly))
            return false;
        for (const auto &line : file.readAll().split('\n')) {
            if (line.startsWith("SigCgt:"))
                return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> (SIGTERM - 1) & 1) != 0;
        }
        return false;
    }
    void send(int signal) { kill(static_cast<pid_t>(m_process.processId()), signal); }

    Outcome finish()
    {
        if (!m_process.waitForFinished(60'000))
            m_process.kill();
        return {m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1,
                m_process.readAllStandardOutput(), m_process.readAllStandardError()};
    }

private:
    QProcess m_process;
};

QByteArray settingsIn(const QTemporaryDir &folder)
{
    QFile file(folder.filePath(QStringLiteral("forklore/forklore.ini")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

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

    void aSignalEndsItInOrder_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("TERM") << SIGTERM;
        QTest::newRow("INT") << SIGINT;
        QTest::newRow("HUP") << SIGHUP;
    }
    void aSignalEndsItInOrder()
    {
        QFETCH(const int, signal);
        const QTemporaryDir folder;
        Running forklore(folder.path(), {"--appearance", "dark"});
        QTRY_VERIFY_WITH_TIMEOUT(forklore.isReady(), 60'000);
        forklore.send(signal);
        const auto outcome = forklore.finish();
        QCOMPARE(outcome.status, 128 + signal);
        QVERIFY2(settingsIn(folder).contains("appearance=2"), settingsIn(folder));
    }

    void whatWasChosenOutlivesACrash()
    {
        const QTemporaryDir folder;
        Running forklore(folder.path(), {"--appearance", "dark"});
        QTRY_VERIFY_WITH_TIMEOUT(settingsIn(folder).contains("appearance=2"), 60'000);
        forklore.send(SIGKILL);
        forklore.finish();
        QVERIFY(settingsIn(folder).contains("appearance=2"));
    }

    void readOnlyOfTheCommandLineIsNotRemembered()
    {
        const QTemporaryDir folder;
        Running forklore(folder.path(), {"--read-only"});
        QTRY_VERIFY_WITH_TIMEOUT(forklore.isReady(), 60'000);
        forklore.send(SIGTERM);
        QCOMPARE(forklore.finish().status, 128 + SIGTERM);
        QVERIFY(settingsIn(folder).contains("appearance="));
        QVERIFY2(!settingsIn(folder).contains("read-only"), settingsIn(folder));
    }

    void aPipeInPlaceOfTheSettingsIsSaid()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("forklore")));
        const auto pipe = QFile::encodeName(folder.filePath(QStringLiteral("forklore/forklore.ini")));
        QCOMPARE(mkfifo(pipe.constData(), 0600), 0);
        Running forklore(folder.path(), {});
        QTRY_VERIFY_WITH_TIMEOUT(forklore.isReady(), 60'000);
        forklore.send(SIGTERM);
        const auto outcome = forklore.finish();
        QCOMPARE(outcome.status, 128 + SIGTERM);
        QCOMPARE(outcome.err.count("is not a regular file"), 1);
    }

    void aMissingProcIsSaid()
    {
        const auto outcome = run({"--screenshot", "x.png", "--proc-root", "/no/such/proc"});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.err.contains("/no/such/proc"));
    }
};

static const forklore::TestClass<TestForklore> testClass(__FILE__);
#include "tst_forklore.moc"

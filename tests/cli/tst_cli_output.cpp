// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the output goes: pipes, full disks, terminals; and what it must not carry.
#include <QTest>

#include <array>
#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <QProcess>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto dangerous = "\n\r\t\b\x07\x1b]0;title\x07\x1b[31m\x7f\xc2\x9b\xff";

void plantDangerous(ProcRoot &machine)
{
    machine.add({.pid = 1, .comm = dangerous, .argv = {}});
    machine.add({.pid = 50, .ppid = 1, .comm = dangerous, .argv = {dangerous, dangerous}});
    machine.add({.pid = 51, .ppid = 50, .comm = dangerous, .state = 'Z', .argv = {}});
    machine.link("50/exe", dangerous);
    machine.write("50/environ", std::string("A=") + dangerous + '\0' + dangerous + "=x" + '\0');
    machine.link("50/fd/0", dangerous);
}

void toFullDisk()
{
    dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
}

void toClosedPipe()
{
    int ends[2];
    if (pipe(ends) == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
    }
}

void toClosedPipeWithoutSignal()
{
    signal(SIGPIPE, SIG_IGN);
    toClosedPipe();
}

void toNothing()
{
    close(STDOUT_FILENO);
}

/// What a run writes to a terminal of so many columns.
QByteArray onTerminal(const QStringList &arguments, unsigned short columns,
                      const QStringList &environment = {})
{
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    grantpt(master);
    unlockpt(master);
    std::array<char, 64> name{};
    ptsname_r(master, name.data(), name.size());
    const int slave =
        open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC); // open while the other end is read: no early hangup
    winsize size{};
    size.ws_col = columns;
    size.ws_row = 24;
    ioctl(slave, TIOCSWINSZ, &size);
    const auto run = runCommand(
        arguments, {QStringList{"LC_ALL=C.UTF-8"} + environment, [slave] { dup2(slave, STDOUT_FILENO); }});
    if (run.status != 0)
        qWarning("%s", run.text().constData());
    close(slave);
    QByteArray text;
    std::array<char, 4096> buffer;
    for (auto count = read(master, buffer.data(), buffer.size()); count > 0;
         count = read(master, buffer.data(), buffer.size()))
        text.append(buffer.data(), count);
    close(master);
    return text.replace("\r\n", "\n");
}

} // namespace

class CliOutput : public QObject {
    Q_OBJECT

private slots:
    void noControlCharactersOfProcesses_data();
    void noControlCharactersOfProcesses();
    void documentsAreUtf8_data();
    void documentsAreUtf8();
    void fullDiskIsAFailure_data();
    void fullDiskIsAFailure();
    void closedPipeEndsItQuietly();
    void closedPipeWithoutSignalIsAFailure();
    void noStdoutIsAFailure();
    void colorIsChosen_data();
    void colorIsChosen();
    void terminalIsColored();
    void rowsAreCutToTheTerminal();
    void rowsAreWholeInAPipe();
    void linksNoQt();
};

void CliOutput::noControlCharactersOfProcesses_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("list") << QStringList{"list"};
    QTest::newRow("tree") << QStringList{"tree"};
    QTest::newRow("tree, ASCII") << QStringList{"tree", "50"};
    QTest::newRow("show") << QStringList{"show", "50"};
    QTest::newRow("show zombie") << QStringList{"show", "51"};
}

void CliOutput::noControlCharactersOfProcesses()
{
    QFETCH(QStringList, arguments);
    ProcRoot machine;
    plantDangerous(machine);
    for (const auto *locale : {"LC_ALL=C.UTF-8", "LC_ALL=C"}) {
        const auto run = runCommand(machine.with(arguments), {{locale}, {}});
        QVERIFY2(run.status == 0, run.text().constData());
        QCOMPARE(controlCharacterIn(run.out), -1);
        QVERIFY(run.out.contains(R"(\n\r\t\x08\x07\x1b]0;title\x07\x1b[31m\x7f\u009b\xff)"));
    }
}

void CliOutput::documentsAreUtf8_data()
{
    noControlCharactersOfProcesses_data();
}

void CliOutput::documentsAreUtf8()
{
    QFETCH(QStringList, arguments);
    ProcRoot machine;
    plantDangerous(machine);
    const auto run =
        runCommand(machine.with(QStringList{"--json", "--color", "always"} + arguments), {{"LC_ALL=C"}, {}});
    QVERIFY2(run.status == 0, run.text().constData());
    QVERIFY(!run.json().isEmpty()); // it parses
    QCOMPARE(QString::fromUtf8(run.out).toUtf8(), run.out);
    QVERIFY(!run.out.contains('\x1b'));
    QVERIFY(run.out.contains("base64"));
}

void CliOutput::fullDiskIsAFailure_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const QStringList &arguments) {
        QTest::newRow(qPrintable(arguments.join(' '))) << arguments;
    };
    row({"list"});
    row({"list", "--json"});
    row({"tree"});
    row({"tree", "--json"});
    row({"show", "1"});
    row({"show", "1", "names", "--json"});
    row({"limit", "1", "NOFILE"});
    row({"--help"});
    row({"show", "--help"});
    row({"--version"});
}

void CliOutput::fullDiskIsAFailure()
{
    QFETCH(QStringList, arguments);
    const auto run = runCommand(arguments, {{}, toFullDisk});
    QVERIFY2(run.status == 1, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
    QVERIFY2(run.err.contains("No space left on device"), run.err.constData());
}

/// As every program in a pipeline does: "forklore-cli list | head -1" is no mistake.
void CliOutput::closedPipeEndsItQuietly()
{
    const auto run = runCommand({"list"}, {{}, toClosedPipe});
    QCOMPARE(run.status, 128 + SIGPIPE);
    QCOMPARE(run.err, QByteArray());
}

void CliOutput::closedPipeWithoutSignalIsAFailure()
{
    const auto run = runCommand({"list"}, {{}, toClosedPipeWithoutSignal});
    QVERIFY2(run.status == 1, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
    QVERIFY2(run.err.contains("Broken pipe"), run.err.constData());
}

void CliOutput::noStdoutIsAFailure()
{
    const auto run = runCommand({"list"}, {{}, toNothing});
    QVERIFY2(run.status == 1, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

void CliOutput::colorIsChosen_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("list") << QStringList{"list"};
    QTest::newRow("tree") << QStringList{"tree", "50"};
    QTest::newRow("show") << QStringList{"show", "50"};
}

void CliOutput::colorIsChosen()
{
    QFETCH(QStringList, arguments);
    ProcRoot machine;
    plantDangerous(machine);
    const auto run = [&](const char *color, const QStringList &environment = {}) {
        return runCommand(machine.with(QStringList{"--color", color} + arguments), {environment, {}}).out;
    };
    const auto plain = run("never");
    QVERIFY(!plain.contains('\x1b'));
    QCOMPARE(run("auto"), plain); // stdout is a pipe
    auto colored = run("always");
    QVERIFY(colored.contains("\x1b[1m"));
    QCOMPARE(run("always", {"NO_COLOR=1"}), colored); // what was asked for outright is done
    QCOMPARE(colored.count("\x1b[1m"), colored.count("\x1b[0m"));
    QCOMPARE(colored.replace("\x1b[1m", "").replace("\x1b[0m", ""), plain);
}

void CliOutput::terminalIsColored()
{
    ProcRoot machine;
    machine.add({1, 0});
    QVERIFY(onTerminal(machine.with({"list"}), 80).contains("\x1b[1m"));
    QVERIFY(!onTerminal(machine.with({"list"}), 80, {"NO_COLOR=1"}).contains('\x1b'));
    QVERIFY(!onTerminal(machine.with({"list", "--color", "never"}), 80).contains('\x1b'));
    QVERIFY(!onTerminal(machine.with({"list", "--json"}), 80).contains('\x1b'));
}

void CliOutput::rowsAreCutToTheTerminal()
{
    ProcRoot machine;
    machine.add({.pid = 1, .argv = {QByteArray(300, 'x')}});
    machine.add(
        {.pid = 2, .ppid = 1, .comm = "fifteen letters", .argv = {QByteArray("\xc3\xbc").repeated(300)}});
    for (const auto *command : {"list", "tree"}) {
        const auto text = onTerminal(machine.with({command, "--color", "never"}), 20);
        QVERIFY(!text.isEmpty());
        for (const auto &line : text.split('\n'))
            QVERIFY2(QString::fromUtf8(line).size() <= 20, line.constData());
        QVERIFY(!text.contains("\xef\xbf\xbd"));
        QVERIFY(QString::fromUtf8(text).toUtf8() == text); // no character is cut in two
    }
}

void CliOutput::rowsAreWholeInAPipe()
{
    ProcRoot machine;
    machine.add({.pid = 1, .argv = {QByteArray(300, 'x')}});
    const auto run = runCommand(machine.with({"list"}), {{"COLUMNS=20"}, {}});
    QVERIFY(run.out.contains(QByteArray(300, 'x')));
}

void CliOutput::linksNoQt()
{
    QProcess ldd;
    ldd.start("ldd", {commandPath()}, QIODevice::ReadOnly);
    QVERIFY2(ldd.waitForStarted(), "this test needs ldd; install the Debian package libc-bin");
    QVERIFY(ldd.waitForFinished(-1));
    const auto libraries = ldd.readAllStandardOutput();
    QVERIFY2(libraries.contains("libc.so"), libraries.constData());
    QVERIFY2(!libraries.contains("Qt"), libraries.constData());
}

static const forklore::TestClass<CliOutput> testClass(__FILE__);
#include "tst_cli_output.moc"

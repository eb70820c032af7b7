// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/filter/process_filter.h"
#include "core/filter/search_text.h"
#include "core/process/names/display_name.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

Process named(const QByteArray &comm, const QByteArray &commandLine)
{
    auto process = processOf(7, 1, 100, comm.toStdString());
    process.commandLine = commandLine.toStdString();
    return process;
}

} // namespace

class DisplayNameTest : public QObject {
    Q_OBJECT

private slots:
    void name_data();
    void name();
    void aTitleTellsItsFirstWordAlone();
    void kernelWorkersAndUnreadableOnes();
    void filterAndSearchKnowBoth();
};

void DisplayNameTest::name_data()
{
    QTest::addColumn<QByteArray>("comm");
    QTest::addColumn<QByteArray>("commandLine");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *what, const char *comm, const QByteArray &line, const char *expected) {
        QTest::newRow(what) << QByteArray(comm) << line << QByteArray(expected);
    };
    row("short", "sshd", raw("/usr/sbin/sshd\0-D\0"), "sshd");
    row("cut", "systemd-resolve", raw("/lib/systemd/systemd-resolved\0"), "systemd-resolved");
    row("cut, without a path", "gnome-session-b", raw("gnome-session-binary\0--x\0"), "gnome-session-binary");
    row("just 15 long", "systemd-journal", raw("/bin/systemd-journal\0"), "systemd-journal");
    row("blanks in the file's name", "A program with ", raw("/opt/x/A program with blanks\0-a\0"),
        "A program with blanks");
    row("login shell", "a-shell-of-a-lo", raw("-a-shell-of-a-long-name\0"), "a-shell-of-a-long-name");
    row("cut within a character", "abcdefghijklmn\xc3", QByteArray("/bin/abcdefghijklmnö-x") + '\0',
        "abcdefghijklmnö-x");
    row("renamed", "Isolated Web Co", raw("/usr/lib/firefox/firefox\0-x\0"), "Isolated Web Co");
    row("script", "unattended-upgr", raw("/usr/bin/python3\0/usr/share/upgrade-shutdown\0--w\0"),
        "unattended-upgr");
    row("script of the same beginning", "unattended-upgr",
        raw("/usr/bin/python3\0/usr/bin/unattended-upgrade\0"), "unattended-upgrade");
    row("script behind an option", "a-long-script-o", raw("/bin/sh\0-e\0./a-long-script-of-mine.sh\0"),
        "a-long-script-of-mine.sh");
    row("script as the fourth", "a-long-script-o", raw("a\0b\0c\0/a-long-script-of-mine.sh\0"),
        "a-long-script-o");
    row("interpreter", "python3", raw("python3\0a-long-script-of-mine.py\0"), "python3");
    row("main thread", "MainThread", raw("/usr/bin/node\0server.js\0"), "node");
    row("main thread of node", "node-MainThread", raw("node\0server.js\0"), "node");
    row("main thread in two words", "Main Thread", raw("/opt/app/viewer\0"), "viewer");
    row("a program of that name", "main", raw("./main\0"), "main");
    row("a script of that name", "main", raw("/bin/sh\0./main\0"), "main");
    row("no arguments", "MainThread", raw(""), "MainThread");
    row("an empty argument", "MainThread", raw("\0"), "MainThread");
    row("a folder", "MainThread", raw("/usr/bin/\0"), "MainThread");
}

void DisplayNameTest::name()
{
    QFETCH(QByteArray, comm);
    QFETCH(QByteArray, commandLine);
    const auto process = named(comm, commandLine);
    QTEST(bytes(displayName(process)), "expected");
    QCOMPARE(bytes(nameOf(process)), comm);
}

void DisplayNameTest::aTitleTellsItsFirstWordAlone()
{
    auto process = named("chromium-browse", "/usr/lib/chromium-browser --type=a/b/chromium-browse-x");
    process.stat->argumentsStart = 4096;
    process.stat->argumentsEnd = 4096 + 400; // longer than the text: it was written over
    QCOMPARE(bytes(displayName(process)), raw("chromium-browser"));
    process.commandLine = "worker: /x/chromium-browse-x";
    QCOMPARE(bytes(displayName(process)), raw("chromium-browse"));
}

void DisplayNameTest::kernelWorkersAndUnreadableOnes()
{
    auto worker = named("kworker/R-sync_", raw("kworker/R-sync_wq\0"));
    worker.stat->flags = 0x0020'0000;
    QCOMPARE(bytes(displayName(worker)), raw("kworker/R-sync_"));
    auto denied = named("systemd-resolve", raw(""));
    denied.commandLine = failure(ErrorKind::Denied, "no");
    QCOMPARE(bytes(displayName(denied)), raw("systemd-resolve"));
    QCOMPARE(bytes(displayName(unreadable(7))), raw("?"));
}

void DisplayNameTest::filterAndSearchKnowBoth()
{
    const SystemInfo system;
    const FactContext context{system, std::chrono::seconds(1000), 0, [](Uid) { return std::string(); },
                              [](std::uint32_t) { return std::string(); }};
    const auto matches = [&](const char *expression, const Process &process) {
        return ProcessFilter::parse(expression).value().evaluate(process, context) == Tristate::Yes;
    };
    const auto cut = named("systemd-resolve", raw("/lib/systemd/systemd-resolved\0"));
    QVERIFY(matches("name = systemd-resolved", cut) && matches("name = systemd-resolve", cut));
    QVERIFY(!matches("name = systemd-resolved2", cut));
    const auto renamed = named("MainThread", raw("node\0server.js\0"));
    QVERIFY(matches("name = node", renamed) && matches("name = MainThread", renamed));
    QVERIFY(searchText(renamed).find("mainthread") != std::string::npos);
    QVERIFY(searchText(cut).find("\nsystemd-resolved\n") != std::string::npos);
}

static const forklore::TestClass<DisplayNameTest> testClass(__FILE__);
#include "tst_display_name.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// events of a staged machine: what the lines say, and where they go. When it is asked to end it looks once
// more, so what was staged before is told.
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/cli/listening.h"
#include "tests/cli/proc_root.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto dangerous = "\n\x1b[31m\x7f\xff";

/// A machine whose processes come, change and go at once, so that no sample sees half of one.
class Stage {
public:
    Stage() { m_machine.add({.pid = 1, .comm = "init"}); }

    [[nodiscard]] QStringList with(const QStringList &arguments) const { return m_machine.with(arguments); }
    void enter(const StagedProcess &process)
    {
        m_wings.add(process);
        std::filesystem::rename(pathIn(m_wings, process.pid), pathIn(m_machine, process.pid));
    }
    void change(const StagedProcess &process)
    {
        m_wings.add(process);
        QCOMPARE(renameat2(AT_FDCWD, pathIn(m_wings, process.pid).c_str(), AT_FDCWD,
                           pathIn(m_machine, process.pid).c_str(), RENAME_EXCHANGE),
                 0);
        std::filesystem::remove_all(pathIn(m_wings, process.pid));
    }
    void leave(Pid pid)
    {
        std::filesystem::rename(pathIn(m_machine, pid), pathIn(m_wings, pid));
        std::filesystem::remove_all(pathIn(m_wings, pid));
    }

private:
    static std::string pathIn(const ProcRoot &machine, Pid pid)
    {
        return machine.root() + '/' + std::to_string(pid);
    }

    ProcRoot m_machine;
    ProcRoot m_wings;
};

/// A pipe that nobody reads but when asked to.
class Pipe {
public:
    Pipe() { m_isOpen = pipe2(m_ends.data(), O_CLOEXEC) == 0; }
    ~Pipe()
    {
        close(m_ends[1]);
        stopReading();
    }
    [[nodiscard]] int writeEnd() const { return m_ends[1]; }
    [[nodiscard]] int unread() const
    {
        int count = 0;
        ioctl(m_ends[0], FIONREAD, &count);
        return count;
    }
    [[nodiscard]] QByteArray read() const
    {
        QByteArray text(unread(), '\0');
        text.resize(std::max<qsizetype>(::read(m_ends[0], text.data(), text.size()), 0));
        return text;
    }
    void stopReading()
    {
        if (std::exchange(m_isOpen, false))
            close(m_ends[0]);
    }

private:
    std::array<int, 2> m_ends{-1, -1};
    bool m_isOpen;
};

} // namespace

class CliEventLines : public QObject {
    Q_OBJECT

private slots:
    void init() { m_stage = std::make_unique<Stage>(); }

    void aSourceThatMissesMuchSaysSo();
    void objectsOfEachKind();
    void kernelBytesAreBase64();
    void rowsOfText();
    void colorIsChosen();
    void aTreeIsFollowed();
    void aTreeThatHasEndedIsNotWaitedFor();
    void aFullDiskEndsIt();
    void aReaderThatGoesEndsIt();
    void aReaderThatDoesNotReadHoldsNothingUp();
    void wrongUsage_data();
    void wrongUsage();
    void aWrongExpressionIsPointedAt();
    void aMissingProcRootIsAFailure();

private:
    std::unique_ptr<Stage> m_stage;
};

void CliEventLines::aSourceThatMissesMuchSaysSo()
{
    const Listening listening(m_stage->with({"--json", "events"}));
    const auto source = listening.source();
    QCOMPARE(source["kind"], QJsonValue("source"));
    QCOMPARE(source["source"], QJsonValue("polling"));
    QCOMPARE(source["complete"], QJsonValue(false));
    QVERIFY(!source["why"].toString().isEmpty());
    QVERIFY(!source["misses"].toString().isEmpty());
    QVERIFY(source["remedy"].isNull());
}

void CliEventLines::objectsOfEachKind()
{
    m_stage->enter({.pid = 50, .ppid = 1, .comm = "keeper"});
    m_stage->enter({.pid = 60, .ppid = 1, .comm = "before"});
    m_stage->enter({.pid = 70, .ppid = 50, .comm = "goer", .start = 300});
    Listening listening(m_stage->with({"--json", "events"}));
    m_stage->enter({.pid = 80, .ppid = 50, .comm = "newcomer", .start = 12'300});
    m_stage->change({.pid = 60, .ppid = 50, .comm = "after", .state = 'T', .euid = 7});
    m_stage->leave(70);
    QCOMPARE(listening.end(SIGINT), 0);

    const auto fork = listening.event("fork", 80);
    QCOMPARE(textOf(fork), textOf(QJsonObject{{"time", ProcRoot::bootSeconds + 123},
                                              {"kind", "fork"},
                                              {"pid", 80},
                                              {"start_ticks", 12'300},
                                              {"comm", "newcomer"},
                                              {"inferred", true},
                                              {"not_before", fork["not_before"]},
                                              {"parent", QJsonValue::Null},
                                              {"parent_start_ticks", QJsonValue::Null},
                                              {"parent_comm", QJsonValue::Null},
                                              {"first_seen_below", 50},
                                              {"first_seen_below_start_ticks", 200},
                                              {"first_seen_below_comm", "keeper"}}));
    QVERIFY(fork["not_before"].isDouble());
    const auto particulars = [&](const QString &kind, int pid) {
        auto event = listening.event(kind, pid);
        for (const auto *common : {"time", "kind", "pid", "start_ticks", "comm", "inferred", "not_before"}) {
            if (!event.contains(common))
                qWarning("%s lacks %s", qPrintable(kind), common);
            event.remove(common);
        }
        return event;
    };
    QCOMPARE(listening.event("rename", 60)["comm"], QJsonValue("after"));
    QCOMPARE(textOf(particulars("rename", 60)), QByteArray(R"({"comm_before":"before"})"));
    QCOMPARE(textOf(particulars("credentials", 60)), QByteArray(R"({"gid":7,"uid":7})"));
    QCOMPARE(textOf(particulars("stop", 60)), QByteArray(R"({"traced":false})"));
    QCOMPARE(textOf(particulars("reparent", 60)), textOf(QJsonObject{{"from", 1},
                                                                     {"from_start_ticks", 200},
                                                                     {"from_comm", "init"},
                                                                     {"to", 50},
                                                                     {"to_start_ticks", 200},
                                                                     {"to_comm", "keeper"}}));
    auto exit = particulars("exit", 70);
    QCOMPARE(errorKind(exit.take("exit_status")), QString("unsupported"));
    QCOMPARE(textOf(exit), textOf(QJsonObject{{"lifetime", QJsonValue::Null},
                                              {"lifetime_at_most", 120.45},
                                              {"parent", 50},
                                              {"parent_start_ticks", 200},
                                              {"parent_comm", "keeper"}}));
    QCOMPARE(listening.events().size(), 6);
}

void CliEventLines::kernelBytesAreBase64()
{
    Listening listening(m_stage->with({"--json", "--color", "always", "events"}));
    m_stage->enter({.pid = 60, .ppid = 1, .comm = dangerous});
    QCOMPARE(listening.end(SIGINT), 0);
    const auto fork = listening.event("fork", 60);
    QCOMPARE(fork["comm"]["base64"], QJsonValue(QString::fromLatin1(QByteArray(dangerous).toBase64())));
    QCOMPARE(controlCharacterIn(listening.lines().join()), -1);
}

void CliEventLines::rowsOfText()
{
    m_stage->enter({.pid = 70, .ppid = 1, .comm = "goer", .start = 300});
    Listening listening(m_stage->with({"events", "--where", "kind = fork or kind = exit"}));
    m_stage->enter({.pid = 60, .ppid = 1, .comm = dangerous});
    m_stage->leave(70);
    QCOMPARE(listening.end(SIGINT), 0);
    const auto lines = listening.lines();
    QVERIFY(lines.value(0).startsWith("# source: polling (incomplete): "));
    QVERIFY(lines.value(1).startsWith("# misses: "));
    QCOMPARE(lines.size(), 4);
    QCOMPARE(controlCharacterIn(lines.join()), -1);
    static const QRegularExpression time(QStringLiteral("^\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d  "));
    for (qsizetype row : {2, 3})
        QVERIFY2(time.match(QString::fromUtf8(lines[row])).hasMatch(), lines[row].constData());
    QCOMPARE(lines[2].mid(14),
             QByteArray("fork              60  \\n\\x1b[31m\\x7f\\xff  first seen as a child of init 1\n"));
    QCOMPARE(lines[3].mid(14), QByteArray("exit              70  goer             ended after at most 2 min "
                                          "00 s, how is not known (then or before)\n"));
}

void CliEventLines::colorIsChosen()
{
    const auto run = [&](const char *color) {
        m_stage->enter({.pid = 70, .ppid = 1, .state = 'Z', .argv = {}});
        Listening listening(m_stage->with({"events", "--color", color}));
        m_stage->enter({.pid = 60, .ppid = 1});
        m_stage->enter({.pid = 61, .ppid = 1, .state = 'Z', .argv = {}, .exitCode = 3 << 8});
        listening.end(SIGINT);
        for (const auto pid : {60, 61, 70})
            m_stage->leave(pid);
        return listening.lines().join();
    };
    const auto plain = run("never");
    QVERIFY(plain.contains("exited 3"));
    QVERIFY(!plain.contains('\x1b'));
    QCOMPARE(run("auto"), plain); // stdout is a pipe
    auto colored = run("always");
    QCOMPARE(colored.count("\x1b[1mfork"), 2);
    QCOMPARE(colored.count("\x1b[1;31mexit"), 1);
    QCOMPARE(colored.replace("\x1b[1m", "").replace("\x1b[1;31m", "").replace("\x1b[0m", ""), plain);
}

void CliEventLines::aTreeIsFollowed()
{
    m_stage->enter({.pid = 50, .ppid = 1});
    m_stage->enter({.pid = 51, .ppid = 50, .state = 'Z', .argv = {}}); // its end is nothing to wait for
    m_stage->enter({.pid = 60, .ppid = 1});
    Listening listening(m_stage->with({"--json", "events", "--pid", "50"}));
    m_stage->enter({.pid = 52, .ppid = 50, .start = 300});
    m_stage->enter({.pid = 53, .ppid = 52, .start = 400});
    m_stage->enter({.pid = 61, .ppid = 60, .start = 400});
    QVERIFY(!listening.event("fork", 53).isEmpty());
    m_stage->leave(50);
    m_stage->leave(52);
    m_stage->leave(60);
    m_stage->change({.pid = 53, .ppid = 1, .start = 400}); // whoever adopts it
    QVERIFY(!listening.event("reparent", 53).isEmpty());
    m_stage->leave(53);
    QCOMPARE(listening.awaitEnd(), 0);
    QStringList told;
    for (const auto &event : listening.events())
        told += event["kind"].toString() + ' ' + QString::number(event["pid"].toInt());
    told.sort();
    QCOMPARE(told, (QStringList{"exit 50", "exit 52", "exit 53", "fork 52", "fork 53", "reparent 53"}));
}

void CliEventLines::aTreeThatHasEndedIsNotWaitedFor()
{
    m_stage->enter({.pid = 50, .ppid = 1, .state = 'Z', .argv = {}});
    const auto run = runCommand(m_stage->with({"--json", "events", "--pid", "50"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines().size(), 1);
}

void CliEventLines::aFullDiskEndsIt()
{
    const auto run =
        runCommand(m_stage->with({"events"}), {{}, [] { dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO); }});
    QVERIFY2(run.status == 1, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
    QVERIFY2(run.err.contains("No space left on device"), run.err.constData());
    const auto closed = runCommand(m_stage->with({"events"}), {{}, [] { close(STDOUT_FILENO); }});
    QVERIFY2(closed.status == 1 && complainsOnly(closed), closed.text().constData());
}

/// At once, though nothing happens that could be written.
void CliEventLines::aReaderThatGoesEndsIt()
{
    Pipe pipe;
    Listening listening(m_stage->with({"events"}), pipe.writeEnd());
    QTRY_VERIFY(pipe.unread() > 0);
    pipe.stopReading();
    QCOMPARE(listening.awaitEnd(), 1);
    QCOMPARE(listening.errors(),
             QByteArray("forklore-cli: standard output: could not be written: Broken pipe\n"));
}

void CliEventLines::aReaderThatDoesNotReadHoldsNothingUp()
{
    const Pipe pipe;
    QVERIFY(fcntl(pipe.writeEnd(), F_SETPIPE_SZ, 4096) > 0); // a page: the first lines take it up
    Listening listening(m_stage->with({"events"}), pipe.writeEnd());
    QTRY_VERIFY(pipe.unread() > 0);
    m_stage->enter({.pid = 60, .ppid = 1});
    QCOMPARE(listening.end(SIGINT), 0);
    const auto text = pipe.read();
    QVERIFY2(text.startsWith("# source: ") && text.endsWith('\n'), text.constData());
}

void CliEventLines::wrongUsage_data()
{
    QTest::addColumn<QStringList>("words");
    const auto row = [](const QStringList &words) { QTest::newRow(qPrintable(words.join(' '))) << words; };
    for (const auto *seconds : {"0", "-1", "abc", "", "1s", "inf", "nan", "1e999", " 1", "0x1"})
        row({"--seconds", seconds});
    for (const auto *pid : {"0", "-1", "init", ""})
        row({"--pid", pid});
    row({"--seconds"});
    row({"--pid"});
    row({"--where"});
    row({"surplus"});
}

void CliEventLines::wrongUsage()
{
    QFETCH(QStringList, words);
    const auto run = runCommand(m_stage->with(QStringList{"events"} + words));
    QVERIFY2(run.status == 2, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

void CliEventLines::aWrongExpressionIsPointedAt()
{
    const auto run = runCommand(m_stage->with({"events", "--where", "kind = exit and ("}));
    QCOMPARE(run.status, 2);
    QVERIFY(run.out.isEmpty());
    const auto lines = run.err.split('\n');
    QVERIFY(lines.value(0).startsWith("forklore-cli: --where: column "));
    QCOMPARE(lines.value(1), QByteArray("    kind = exit and ("));
    QVERIFY(lines.value(2).trimmed().startsWith('^'));
}

/// Not "no such process": a script would take that for an answer.
void CliEventLines::aMissingProcRootIsAFailure()
{
    for (const auto &arguments : {QStringList{"events"}, QStringList{"events", "--pid", "1"}}) {
        const auto run = runCommand(QStringList{"--proc-root", "/no such"} + arguments);
        QVERIFY2(run.status == 1, run.text().constData());
        QVERIFY2(complainsOnly(run), run.text().constData());
    }
    const auto run = runCommand(m_stage->with({"events", "--pid", "4711"}));
    QVERIFY2(run.status == 3, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

static const forklore::TestClass<CliEventLines> testClass(__FILE__);
#include "tst_cli_event_lines.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// events on this very machine, whichever source of events it has: what an incomplete one cannot know is not
// asked of it.
#include <algorithm>

#include <QDateTime>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <signal.h>
#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/cli/listening.h"
#include "tests/live/stage/witness.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// A shell that waits for a word at each `read` of its script.
class Shell {
public:
    explicit Shell(const QString &script)
    {
        m_process.start(QStringLiteral("sh"), {QStringLiteral("-c"), script});
        m_process.waitForStarted();
    }
    ~Shell()
    {
        m_process.kill();
        m_process.waitForFinished(-1);
    }
    [[nodiscard]] Pid pid() const { return static_cast<Pid>(m_process.processId()); }
    [[nodiscard]] QString pidText() const { return QString::number(pid()); }
    void giveWord()
    {
        m_process.write("on\n");
        m_process.waitForBytesWritten();
    }
    /// A line of its stdout.
    [[nodiscard]] QByteArray line()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead()) {
        }
        return m_process.readLine().trimmed();
    }

private:
    QProcess m_process;
};

double now()
{
    return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

} // namespace

class CliEvents : public QObject {
    Q_OBJECT

private slots:
    void theSourceComesFirst();
    void aProcessTimelineIsTold();
    void aViolentEndIsTold();
    void aTreeIsFollowedToItsEnd();
    void descendantsFromBeforeAreFollowed();
    void onlyWhatMatchesIsTold();
    void aSignalEndsIt_data();
    void aSignalEndsIt();
    void secondsEndIt();
    void noSuchProcess();
};

void CliEvents::theSourceComesFirst()
{
    const Listening listening({"--json", "events"});
    const auto source = listening.source();
    QCOMPARE(source["kind"], QJsonValue("source"));
    const QStringList names{"proc-connector", "pidfd", "polling"};
    QVERIFY2(names.contains(source["source"].toString()), textOf(source).constData());
    QCOMPARE(source["complete"], QJsonValue(source["source"] == "proc-connector"));
    QVERIFY(!source["why"].toString().isEmpty());
    QCOMPARE(source["misses"].isNull(), listening.isComplete());
    QVERIFY(source.contains("remedy") && source.contains("shortcoming"));
}

void CliEvents::aProcessTimelineIsTold()
{
    const auto before = now();
    Listening listening({"--json", "events"});
    Shell shell("read x; exec sh -c 'read y; exit 3' again 'two words'");
    const auto fork = listening.event("fork", shell.pid());
    const QString parent =
        listening.isComplete() ? "parent" : "first_seen_below"; // who forked is heard alone
    QCOMPARE(fork["parent"].isNull(), !listening.isComplete());
    QCOMPARE(fork[parent], QJsonValue(getpid()));
    QCOMPARE(fork[parent + "_comm"], QJsonValue("tests_cli"));
    QCOMPARE(fork["inferred"], QJsonValue(!listening.isComplete()));
    const auto start = witness::statFields(shell.pid()).at(22 - 3).toInt();
    QCOMPARE(fork["start_ticks"], QJsonValue(start));
    if (listening.isComplete()) // else it is known as a shell from the start
        QCOMPARE(listening.event("exec", shell.pid())["argv"].toArray().size(), 3);

    shell.giveWord();
    const QJsonArray arguments{"sh", "-c", "read y; exit 3", "again", "two words"};
    const auto exec = listening.event(
        "exec", shell.pid(), [&](const QJsonObject &event) { return event["argv"].toArray() == arguments; });
    QCOMPARE(exec["comm"], QJsonValue("sh"));
    QCOMPARE(exec["comm_before"], QJsonValue("sh"));
    QCOMPARE(exec["start_ticks"], QJsonValue(start));
    QVERIFY(!listening.isComplete() || exec["exe"].toString().startsWith('/'));

    shell.giveWord();
    const auto exit = listening.event("exit", shell.pid());
    QCOMPARE(exit["comm"], QJsonValue("sh"));
    QCOMPARE(exit["parent"], QJsonValue(getpid()));
    const auto status = exit["exit_status"];
    QVERIFY(listening.isComplete() ? errorKind(status).isEmpty() : status.isObject());
    if (errorKind(status).isEmpty())
        QCOMPARE(textOf(status), QByteArray(R"({"code":3,"kind":"exited"})"));
    for (const auto &event : {fork, exec, exit}) // the wall's clock may be a tick off the start time's
        QVERIFY2(event["time"].toDouble() > before - 0.1 && event["time"].toDouble() < now() + 0.1,
                 textOf(event).constData());
    const auto lifetime = exit["lifetime"].toDouble();
    QVERIFY(lifetime > 0 && lifetime < now() - before + 0.1);
}

void CliEvents::aViolentEndIsTold()
{
    Listening listening({"--json", "events"});
    const Shell shell("read x");
    QVERIFY(!listening.event("fork", shell.pid()).isEmpty());
    QCOMPARE(kill(shell.pid(), SIGKILL), 0);
    const auto status = listening.event("exit", shell.pid())["exit_status"];
    if (listening.isComplete() || errorKind(status).isEmpty())
        QCOMPARE(textOf(status), QByteArray(R"({"core":false,"kind":"signaled","signal":"SIGKILL"})"));
}

void CliEvents::aTreeIsFollowedToItsEnd()
{
    Shell shell("read x; sleep 1000 & echo $!; read y; kill $!; wait; exit 7");
    Shell stranger("read x");
    Listening listening({"--json", "events", "--pid", shell.pidText()});
    stranger.giveWord();
    shell.giveWord();
    const auto sleep = shell.line().toInt();
    QVERIFY(!listening.event(listening.isComplete() ? "exec" : "fork", sleep).isEmpty());
    shell.giveWord();
    QCOMPARE(listening.awaitEnd(), 0);
    const auto exit = listening.event("exit", shell.pid());
    QVERIFY(!exit.isEmpty());
    if (!listening.isComplete())
        return;
    QCOMPARE(exit["exit_status"].toObject()["code"], QJsonValue(7));
    QStringList told;
    for (const auto &line : listening.events())
        told += line["kind"].toString() + (line["pid"] == sleep ? " of the sleep" : "");
    QCOMPARE(told.mid(0, 2), (QStringList{"fork of the sleep", "exec of the sleep"}));
    // A parent may be told as ended before its child: the kernel wakes it before it tells of the child's end.
    std::ranges::sort(told);
    QCOMPARE(told, (QStringList{"exec of the sleep", "exit", "exit of the sleep", "fork of the sleep"}));
}

void CliEvents::descendantsFromBeforeAreFollowed()
{
    Shell shell("sh -c 'echo $$; read x; exit 5'; read y");
    const auto child = shell.line().toInt();
    Listening listening({"--json", "events", "--pid", shell.pidText()});
    shell.giveWord();
    QVERIFY(!listening.event("exit", child).isEmpty());
    shell.giveWord();
    QVERIFY(!listening.event("exit", shell.pid()).isEmpty());
    QCOMPARE(listening.awaitEnd(), 0);
}

void CliEvents::onlyWhatMatchesIsTold()
{
    Listening listening({"--json", "events", "--where", "kind=exit and status!=0"});
    Listening all({"--json", "events"});
    for (const auto *code : {"0", "3"}) {
        Shell shell(QStringLiteral("read x; exit %1").arg(code));
        QVERIFY(!all.event("fork", shell.pid()).isEmpty());
        shell.giveWord();
        QVERIFY(!all.event("exit", shell.pid()).isEmpty());
        if (listening.isComplete() && qstrcmp(code, "3") == 0)
            QVERIFY(!listening.event("exit", shell.pid()).isEmpty());
    }
    QCOMPARE(listening.end(SIGINT), 0);
    for (const auto &line : listening.events()) {
        QCOMPARE(line["kind"], QJsonValue("exit"));
        const auto status = line["exit_status"].toObject();
        QVERIFY2(status["kind"] == "signaled" || status["code"].toInt() != 0, textOf(line).constData());
    }
}

void CliEvents::aSignalEndsIt_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("kill") << SIGTERM;
}

void CliEvents::aSignalEndsIt()
{
    QFETCH(int, signal);
    Listening listening({"--json", "events"});
    const Shell shell("read x"); // it is born before the end: it is told
    QCOMPARE(listening.end(signal), 0);
    QVERIFY(!listening.event("fork", shell.pid()).isEmpty());
    QCOMPARE(listening.errors(), QByteArray());
}

void CliEvents::secondsEndIt()
{
    QElapsedTimer timer;
    timer.start();
    const auto run = runCommand({"events", "--seconds", "0.25"});
    QVERIFY2(run.status == 0 && run.err.isEmpty(), run.text().constData());
    QVERIFY(timer.elapsed() >= 250);
    QVERIFY(run.out.startsWith("# source: "));
    QVERIFY(run.out.endsWith('\n'));
}

void CliEvents::noSuchProcess()
{
    const auto run = runCommand({"events", "--pid", "2147483647"});
    QVERIFY2(run.status == 3, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

static const forklore::TestClass<CliEvents> testClass(__FILE__);
#include "tst_cli_events.moc"

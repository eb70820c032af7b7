// SPDX-License-Identifier: GPL-3.0-or-later
//
// The helper does what it is asked to by the right one, for the process that was chosen, and nothing else.
// Whoever runs this as an ordinary user sees it refuse all: what root may is tested by root alone.
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

#include "tests/live/live.h"
#include "tests/live/staged.h"
#include "tests/live/witness.h"
#include "tests/support/bytes.h"
#include "ui/live/helper.h"
#include "ui/live/protected_details.h"

using namespace forklore;

namespace {

const auto program = QStringLiteral(FORKLORE_HELPER);

struct Run {
    QByteArray output;
    QByteArray errors;
    int status = -1;
};

QProcessEnvironment calledFor(const char *who)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("PKEXEC_UID"));
    if (who != nullptr)
        environment.insert(QStringLiteral("PKEXEC_UID"), QString::fromLatin1(who));
    return environment;
}

Run run(const QByteArray &input, const char *who = "1000", const QStringList &arguments = {},
        const QString &inputFile = {})
{
    QProcess process;
    process.setProcessEnvironment(calledFor(who));
    if (!inputFile.isEmpty())
        process.setStandardInputFile(inputFile);
    process.start(program, arguments);
    if (inputFile.isEmpty()) {
        process.write(input);
        process.closeWriteChannel();
    }
    process.waitForFinished(20'000);
    auto output = process.readAllStandardOutput();
    const QByteArray ready = "done ready\n";
    if (output.startsWith(ready))
        output.remove(0, ready.size());
    return {output, process.readAllStandardError(), process.exitCode()};
}

QByteArray line(const char *verb, const ProcessId &id, const QByteArray &rest)
{
    return QByteArray(verb) + ' ' + QByteArray::number(id.pid) + ' ' +
           QByteArray::number(static_cast<qulonglong>(id.start)) + ' ' + rest + '\n';
}

ProcessId idOf(Pid pid)
{
    return inspectorOfMachine()->idOf(pid).value();
}

bool saysDone(const Run &run)
{
    return ('\n' + run.output).contains("\ndone ");
}

bool lives(Pid pid)
{
    const auto state = witness::statFields(pid).value(0);
    return !state.isEmpty() && state != "Z";
}

} // namespace

class HelperTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void whoeverIsNotPkexecIsRefused_data();
    void whoeverIsNotPkexecIsRefused();
    void whatIsNoPipeIsNotListenedTo_data();
    void whatIsNoPipeIsNotListenedTo();
    void hostileInputDoesNothing_data();
    void hostileInputDoesNothing();
    void oversizeEndsIt();
    void anotherStartIsRefused();
    void theDeedsAreDone();
    void whatIsHiddenIsReadAsItIs();
    void theWindowAsksAndIsAnswered();
    void whatWasDeniedIsFilledIn();
    void withoutPkexecTheReasonIsSaid();

private:
    [[nodiscard]] Pid pid() const { return m_subject->pid(); }
    std::unique_ptr<Subject> m_subject;
};

void HelperTest::init()
{
    m_subject = std::make_unique<Subject>(QStringList{"plain"});
    QVERIFY2(m_subject->stands(), m_subject->complaint());
}

void HelperTest::whoeverIsNotPkexecIsRefused_data()
{
    QTest::addColumn<QByteArray>("who");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nobody says for whom") << QByteArray() << QStringList();
    QTest::newRow("no uid") << QByteArray("root") << QStringList();
    QTest::newRow("a negative one") << QByteArray("-1") << QStringList();
    QTest::newRow("arguments") << QByteArray("1000") << QStringList{"--help"};
}

void HelperTest::whoeverIsNotPkexecIsRefused()
{
    QFETCH(const QByteArray, who);
    QFETCH(const QStringList, arguments);
    const auto answer =
        run(line("signal", idOf(pid()), "9"), who.isEmpty() ? nullptr : who.constData(), arguments);
    QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output, QByteArray());
    QVERIFY(answer.errors.startsWith("forklore-helper: "));
    QVERIFY(lives(pid()));
}

void HelperTest::whatIsNoPipeIsNotListenedTo_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("a terminal") << "/dev/ptmx";
    QTest::newRow("a device") << "/dev/null";
    QTest::newRow("a file") << "";
}

void HelperTest::whatIsNoPipeIsNotListenedTo()
{
    QFETCH(QString, file);
    QTemporaryFile own;
    QVERIFY(own.open());
    own.write(line("signal", idOf(pid()), "9"));
    own.flush();
    const auto answer = run({}, "1000", {}, file.isEmpty() ? own.fileName() : file);
    QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output, QByteArray());
    QVERIFY(lives(pid()));
}

void HelperTest::hostileInputDoesNothing_data()
{
    QTest::addColumn<QByteArray>("format"); // of the id
    for (const auto *format :
         {"exec %1 %2 /bin/sh", "read %1 %2 /etc/shadow", "signal %1 %2 9; kill", "signal %1 %2 9 9",
          "signal %1 %2 0", "signal %1 %2 65", "signal -%1 %2 9", "signal 0%1 x%2 9", "signal %1 9",
          "SIGNAL %1 %2 9", " signal %1 %2 9", "limit %1 %2 NOFILE 1 2 3", "limit %1 %2 ../x 1 2",
          "priority %1 %2 nice=99", "priority %1 %2 cpus=0,0", "\x01\x02%1%2\xff", ""})
        QTest::newRow(format) << QByteArray(format);
    QTest::newRow("NUL") << QByteArray("signal %1 %2 9\0", 15);
}

void HelperTest::hostileInputDoesNothing()
{
    QFETCH(const QByteArray, format);
    const auto id = idOf(pid());
    auto input = format;
    input.replace("%1", QByteArray::number(id.pid))
        .replace("%2", QByteArray::number(static_cast<qulonglong>(id.start)));
    const auto before = witness::prlimit(pid()).value();
    const auto answer = run(input + '\n');
    if (geteuid() == 0)
        QVERIFY2(answer.output.startsWith("malformed "), answer.output);
    else
        QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output.count('\n'), geteuid() == 0 ? 1 : 0);
    QVERIFY(lives(pid()));
    QVERIFY(witness::prlimit(pid()).value() == before);
    QVERIFY(!saysDone(answer));
}

void HelperTest::oversizeEndsIt()
{
    const auto answer = run(QByteArray(3'000'000, 'a') + '\n' + line("signal", idOf(pid()), "9"));
    QCOMPARE(answer.status, 1);
    QVERIFY(!saysDone(answer));
    QVERIFY(lives(pid()));
}

void HelperTest::anotherStartIsRefused()
{
    auto other = idOf(pid());
    ++other.start;
    const auto answer = run(line("signal", other, "9") + line("signal", {1, idOf(1).start}, "15") +
                            line("limit", {1, idOf(1).start}, "NOFILE 5 5"));
    QVERIFY(lives(pid()));
    if (geteuid() != 0)
        return;
    const auto lines = answer.output.split('\n');
    QVERIFY2(lines.at(0).startsWith("gone "), lines.at(0));
    QCOMPARE(lines.at(1), QByteArray("unsupported nothing is done to process 1"));
    QCOMPARE(lines.at(2), lines.at(1));
    QCOMPARE(answer.status, 0);
}

void HelperTest::theDeedsAreDone()
{
    const auto id = idOf(pid());
    const auto answer = run(line("limit", id, "NOFILE 50 60") + line("priority", id, "nice=12") +
                            line("signal", id, "9") + line("signal", id, "9"));
    if (geteuid() != 0) {
        QVERIFY(lives(pid()));
        QVERIFY(answer.errors.contains("as root"));
        return;
    }
    const auto lines = answer.output.split('\n');
    QCOMPARE(lines.at(0), QByteArray("done soft 50, hard 60"));
    QCOMPARE(lines.at(1), QByteArray("done set"));
    QCOMPARE(lines.at(2), QByteArray("done SIGKILL was sent"));
    QTRY_VERIFY(!lives(id.pid));
}

void HelperTest::whatIsHiddenIsReadAsItIs()
{
    const auto id = idOf(pid());
    const auto inspector = inspectorOfMachine().value();
    const auto answer = run(line("read", id, "environment") + line("read", id, "descriptors") +
                            line("read", id, "mappings") + line("read", id, "io"));
    if (geteuid() != 0) {
        QCOMPARE(answer.output, QByteArray());
        return;
    }
    const auto lines = answer.output.split('\n');
    const auto section = [&](int at) {
        return parseAnswer(view(lines.at(at))).and_then([](const std::string &digits) {
            return fromWire(digits);
        });
    };
    QVERIFY(std::get<Environment>(section(0).value()) == inspector.environment(id).value());
    QVERIFY(std::get<Descriptors>(section(1).value()) == inspector.descriptors(id).value());
    QCOMPARE(std::get<Mappings>(section(2).value()).size(), inspector.mappings(id)->size());
    QVERIFY(std::get<IoCounters>(section(3).value()) == inspector.io(id).value());
    QVERIFY(lives(pid()));
}

void HelperTest::theWindowAsksAndIsAnswered()
{
    qputenv("PKEXEC_UID", "1000");
    Helper helper(QString(), program);
    QCOMPARE(helper.obstacle(), QString());
    QStringList answers;
    const auto take = [&](const Result<std::string> &answer) {
        answers +=
            QString::fromStdString(answer ? "done " + *answer : std::string(name(answer.error().kind)));
    };
    const auto id = idOf(pid());
    auto *gone = new QObject;
    helper.ask({id, PriorityChange{.nice = 13}}, gone, take);
    delete gone; // nobody hears that
    helper.ask({{id.pid, id.start + 1}, SendSignal{SIGKILL}}, this, take);
    helper.ask({id, PriorityChange{.nice = 14}}, this, take);
    QTRY_COMPARE(answers.size(), 2);
    if (geteuid() == 0)
        QCOMPARE(answers, (QStringList{"gone", "done set"}));
    else
        QCOMPARE(answers, (QStringList{"denied", "denied"}));
}

void HelperTest::whatWasDeniedIsFilledIn()
{
    qputenv("PKEXEC_UID", "1000");
    Helper helper(QString(), program);
    ProtectedDetails details;
    details.setHelper(&helper);
    QSignalSpy inspected(&details, &ProtectedDetails::inspected);
    const QSignalSpy locked(&details, &ProtectedDetails::lockedAgain);
    const Result<Environment> denied = failure(ErrorKind::Denied, "environ: not yours");
    const Inspection hidden{idOf(pid()), Section::Environment, denied};
    details.take(hidden);
    QCOMPARE(inspected.count(), 1); // it is locked: nobody is asked
    details.setUnlocked(true);
    details.take(hidden);
    details.take({idOf(pid()), Section::Io, Result<IoCounters>(IoCounters())}); // not hidden: passed on
    QCOMPARE(inspected.count(), 2);
    QTRY_COMPARE(inspected.count(), 3);
    const auto value = inspected.at(2).front().value<Inspection>().value;
    if (geteuid() == 0) {
        QVERIFY(std::get<Result<Environment>>(value) ==
                inspectorOfMachine().value().environment(idOf(pid())));
        QCOMPARE(locked.count(), 0);
    } else {
        QVERIFY(std::get<Result<Environment>>(value) == denied);
        QCOMPARE(locked.count(), 1);
    }
}

void HelperTest::withoutPkexecTheReasonIsSaid()
{
    QCOMPARE(Helper(QStringLiteral("no-such-pkexec"), program).obstacle(),
             QStringLiteral("no-such-pkexec is not installed"));
    QCOMPARE(Helper(QString(), QStringLiteral("/nowhere/forklore-helper")).obstacle(),
             QStringLiteral("forklore-helper is not installed"));
}

QTEST_GUILESS_MAIN(HelperTest)
#include "tst_helper.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The helper does what it is asked to by the right one, for the process that was chosen, and nothing else.
// Whoever runs this as an ordinary user sees it refuse all: what root may is tested by root alone.
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <array>
#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/host/linux/control/perform.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"
#include "ui/live/helper/helper.h"
#include "ui/live/helper/protected_details.h"
#include "ui/live/helper/trusted_path.h"

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

/// Who runs this test, and thus makes the connection.
QByteArray self()
{
    return QByteArray::number(geteuid());
}

/// A helper with a connection that this test holds.
class Client {
public:
    explicit Client(const QByteArray &who = self(), const QStringList &arguments = {})
    {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
            qFatal("there is no socket pair");
        m_end = FileDescriptor(ends[0]);
        m_process.setProcessEnvironment(calledFor(who.isEmpty() ? nullptr : who.constData()));
        m_process.setStandardInputFile(QProcess::nullDevice());
        m_process.setChildProcessModifier([&] { dup2(ends[1], STDIN_FILENO); });
        m_process.start(program, arguments);
        m_process.waitForStarted();
        ::close(ends[1]);
    }

    /// Without its line end; empty when the helper has closed the connection.
    QByteArray readLine()
    {
        for (;;) {
            if (const auto end = m_received.indexOf('\n'); end >= 0) {
                const auto line = m_received.left(end);
                m_received.remove(0, end + 1);
                return line;
            }
            std::array<char, 65536> bytes{};
            const auto count = read(m_end.get(), bytes.data(), bytes.size());
            if (count <= 0)
                return {};
            m_received.append(bytes.data(), count);
        }
    }
    void write(const QByteArray &bytes)
    {
        for (qsizetype at = 0; at < bytes.size();) {
            const auto count = send(m_end.get(), bytes.constData() + at,
                                    static_cast<std::size_t>(bytes.size() - at), MSG_NOSIGNAL);
            if (count <= 0)
                return; // it does not listen any more
            at += count;
        }
    }
    void endInput() { shutdown(m_end.get(), SHUT_WR); }
    [[nodiscard]] Pid pid() const { return static_cast<Pid>(m_process.processId()); }
    [[nodiscard]] int end() const { return m_end.get(); }

    Run finish()
    {
        QByteArray output;
        for (auto line = readLine(); !line.isEmpty(); line = readLine())
            output += line + '\n';
        m_process.waitForFinished(20'000);
        return {output, m_process.readAllStandardError(), m_process.exitCode()};
    }

private:
    FileDescriptor m_end;
    QProcess m_process;
    QByteArray m_received;
};

Run run(const QByteArray &input, const QByteArray &who = self(), const QStringList &arguments = {})
{
    Client client(who, arguments);
    if (client.readLine() == "done ready") {
        client.write(input);
        client.endInput();
    }
    return client.finish();
}

/// As run(), but with its standard input from elsewhere.
Run runOn(int input)
{
    QProcess process;
    process.setProcessEnvironment(calledFor(self().constData()));
    process.setStandardInputFile(QProcess::nullDevice());
    process.setChildProcessModifier([=] { dup2(input, STDIN_FILENO); });
    process.start(program, QStringList());
    process.waitForFinished(20'000);
    return {process.readAllStandardOutput(), process.readAllStandardError(), process.exitCode()};
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

/// The child that this process started last.
Pid lastChild()
{
    const auto file = QByteArrayLiteral("task/") + QByteArray::number(getpid()) + "/children";
    return witness::procFile(getpid(), file.constData()).trimmed().split(' ').constLast().toInt();
}

sockaddr_un addressOf(const QByteArray &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.toStdString().copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

FileDescriptor listeningAt(const QByteArray &path)
{
    const auto address = addressOf(path);
    FileDescriptor server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto *generic = reinterpret_cast<const sockaddr *>(&address);
    const bool good = bind(server.get(), generic, sizeof address) == 0 && listen(server.get(), 1) == 0;
    return good ? std::move(server) : FileDescriptor();
}

FileDescriptor connectedTo(const QByteArray &path)
{
    const auto address = addressOf(path);
    FileDescriptor client(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto *generic = reinterpret_cast<const sockaddr *>(&address);
    return connect(client.get(), generic, sizeof address) == 0 ? std::move(client) : FileDescriptor();
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
    void whatIsNoSocketPairIsNotListenedTo_data();
    void whatIsNoSocketPairIsNotListenedTo();
    void anotherUsersConnectionIsRefused();
    void anotherProcessIsNotServed();
    void whoDoesNotReadIsLeft();
    void hostileInputDoesNothing_data();
    void hostileInputDoesNothing();
    void oversizeEndsIt();
    void anotherStartIsRefused();
    void threadsOfTheKernelAreRefused();
    void theOperationsAreDone();
    void whatIsHiddenIsReadAsItIs();
    void theWindowAsksAndIsAnswered();
    void whileItServesThisProcessIsClosed();
    void whatWasDeniedIsFilledIn();
    void anUnansweredPasswordHoldsUpNothing();
    void aReadIsNoReasonForAPassword();
    void onlyRootsOwnPathIsTrusted();
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
    QTest::newRow("arguments") << self() << QStringList{"--help"};
}

void HelperTest::whoeverIsNotPkexecIsRefused()
{
    QFETCH(const QByteArray, who);
    QFETCH(const QStringList, arguments);
    const auto answer = run(line("signal", idOf(pid()), "9"), who, arguments);
    QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output, QByteArray());
    QVERIFY(answer.errors.startsWith("forklore-helper: "));
    QVERIFY(lives(pid()));
}

void HelperTest::whatIsNoSocketPairIsNotListenedTo_data()
{
    QTest::addColumn<QString>("kind");
    for (const auto *kind : {"terminal", "device", "file", "pipe", "named pipe", "named socket", "datagrams"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

/// What any program of the same user could open, too: with a request in it where it takes one.
void HelperTest::whatIsNoSocketPairIsNotListenedTo()
{
    QFETCH(const QString, kind);
    const QTemporaryDir directory;
    const auto request = line("signal", idOf(pid()), "9");
    const auto path = QFile::encodeName(directory.filePath(QStringLiteral("input")));
    std::vector<FileDescriptor> ends;
    if (kind == QLatin1String("terminal"))
        ends.emplace_back(open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (kind == QLatin1String("device"))
        ends.emplace_back(open("/dev/null", O_RDWR | O_CLOEXEC));
    if (kind == QLatin1String("file"))
        ends.emplace_back(open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    std::array<int, 2> pair{};
    if (kind == QLatin1String("pipe") && pipe2(pair.data(), O_CLOEXEC) == 0) {
        ends.emplace_back(pair[0]);
        ends.emplace_back(pair[1]);
    }
    if (kind == QLatin1String("named pipe") && mkfifo(path.constData(), 0600) == 0)
        ends.emplace_back(open(path.constData(), O_RDWR | O_CLOEXEC));
    if (kind == QLatin1String("named socket")) {
        const auto server = listeningAt(path);
        ends.push_back(connectedTo(path));
        ends.insert(ends.begin(), FileDescriptor(accept(server.get(), nullptr, nullptr)));
    }
    if (kind == QLatin1String("datagrams") &&
        socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair.data()) == 0) {
        ends.emplace_back(pair[0]);
        ends.emplace_back(pair[1]);
    }
    QVERIFY(!ends.empty() && ends.front().get() >= 0);
    QVERIFY(kind == QLatin1String("pipe") ||
            ::write(ends.back().get(), request.constData(), static_cast<std::size_t>(request.size())) > 0);
    lseek(ends.front().get(), 0, SEEK_SET);
    const auto answer = runOn(ends.front().get());
    QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output, QByteArray());
    QVERIFY2(geteuid() != 0 || answer.errors.contains("a socket pair"), answer.errors);
    QVERIFY(lives(pid()));
}

void HelperTest::anotherUsersConnectionIsRefused()
{
    const auto other = QByteArray::number(geteuid() + 1);
    const auto answer = run(line("signal", idOf(pid()), "9"), other);
    QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output, QByteArray());
    QVERIFY2(geteuid() != 0 || answer.errors.contains("serves the user alone"), answer.errors);
    QVERIFY(lives(pid()));
}

/// One that has the descriptor, but did not make the connection.
void HelperTest::anotherProcessIsNotServed()
{
    Client client;
    if (client.readLine() != "done ready") {
        QVERIFY(geteuid() != 0);
        client.finish();
        return;
    }
    QTemporaryFile request;
    QVERIFY(request.open());
    request.write(line("signal", idOf(pid()), "9"));
    request.close();
    QProcess other;
    other.setStandardInputFile(request.fileName());
    other.setChildProcessModifier([&] { dup2(client.end(), STDOUT_FILENO); });
    other.start(QStringLiteral("cat"), QStringList());
    QVERIFY(other.waitForFinished());
    const auto answer = client.finish();
    QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output, QByteArray("denied only the process that made the connection is served\n"));
    QVERIFY(lives(pid()));
}

/// Answers pile up until there is no room for more: root's process does not wait for ever.
void HelperTest::whoDoesNotReadIsLeft()
{
    Client client;
    if (client.readLine() != "done ready") {
        QVERIFY(geteuid() != 0);
        client.finish();
        return;
    }
    const auto helper = client.pid();
    const auto question = line("read", idOf(pid()), "environment");
    while (send(client.end(), question.constData(), static_cast<std::size_t>(question.size()),
                MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
        continue;
    QTRY_VERIFY_WITH_TIMEOUT(!lives(helper), 60'000);
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

/// A signal to one, and a limit of its CPU time, were answered with "done".
void HelperTest::threadsOfTheKernelAreRefused()
{
    const auto kernel = idOf(2);
    const auto stat = witness::procFile(2, "comm");
    if (stat != "kthreadd\n")
        qInfo("process 2 is no thread of the kernel here: only the refusal of others is tested");
    const auto answer = run(line("signal", kernel, "18") + line("limit", kernel, "CPU 100000 -") +
                            line("priority", kernel, "nice=0"));
    if (geteuid() == 0 && stat == "kthreadd\n")
        QCOMPARE(
            answer.output.count("unsupported nothing is done to process 2: it is a thread of the kernel\n"),
            3);
    else
        QVERIFY(geteuid() == 0 || answer.status == 1);
}

void HelperTest::theOperationsAreDone()
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
    qputenv("PKEXEC_UID", self());
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

/// The program that stands for the helper answers nothing, as pkexec does while it asks for the password.
void HelperTest::whileItServesThisProcessIsClosed()
{
    QCOMPARE(prctl(PR_GET_DUMPABLE), 1);
    {
        Helper helper(QString(), QStringLiteral("/bin/cat"));
        helper.ask({idOf(pid()), SendSignal{SIGCONT}}, this, [](const Result<std::string> &) {});
        QCOMPARE(prctl(PR_GET_DUMPABLE), 0);
        // What it listens to cannot be opened by anybody, not even by root.
        const auto child = lastChild();
        QTRY_COMPARE(witness::procFile(child, "comm"), QByteArray("cat\n"));
        const auto input = QByteArrayLiteral("/proc/") + QByteArray::number(child) + "/fd/0";
        QVERIFY(witness::link(input).startsWith("socket:"));
        QCOMPARE(open(input.constData(), O_RDWR | O_CLOEXEC), -1);
        QCOMPARE(errno, ENXIO);
        // This process still reads itself, and what is closed to it is said.
        QVERIFY(inspectorOfMachine()->descriptors(idOf(getpid())));
        if (geteuid() != 0)
            QCOMPARE(kindOf(inspectorOfMachine()->environment(idOf(getpid()))), QByteArray("denied"));
        QVERIFY(perform({idOf(pid()), SendSignal{SIGCONT}}));
    }
    QCOMPARE(prctl(PR_GET_DUMPABLE), 1);
}

void HelperTest::anUnansweredPasswordHoldsUpNothing()
{
    Helper asking(QStringLiteral("/bin/sleep"), QStringLiteral("300"));
    ProtectedDetails details;
    details.setHelper(&asking);
    details.setUnlocked(true);
    const QSignalSpy inspected(&details, &ProtectedDetails::inspected);
    const Result<Environment> environment = failure(ErrorKind::Denied, "environ: not yours");
    const Result<IoCounters> io = failure(ErrorKind::Denied, "io: not yours");
    details.take({idOf(pid()), Section::Environment, environment});
    QCOMPARE(inspected.count(), 1); // as far as it is known
    details.take({idOf(pid()), Section::Io, io});
    details.take({idOf(getpid()), Section::Io, io});
    details.take({idOf(getpid()), Section::Limits, Result<std::vector<LimitUsage>>()});
    QCOMPARE(inspected.count(), 4);
    QVERIFY(std::get<Result<Environment>>(inspected.at(0).front().value<Inspection>().value) == environment);
}

/// A helper that has ended is not started again by a pane that refreshes itself: its section is locked.
void HelperTest::aReadIsNoReasonForAPassword()
{
    Helper helper(QString(), QStringLiteral("/bin/true")); // ends as one that nobody has used
    ProtectedDetails details;
    details.setHelper(&helper);
    details.setUnlocked(true);
    const QSignalSpy inspected(&details, &ProtectedDetails::inspected);
    const QSignalSpy locked(&details, &ProtectedDetails::lockedAgain);
    const Result<IoCounters> denied = failure(ErrorKind::Denied, "io: not yours");
    details.take({idOf(pid()), Section::Io, denied});
    QTRY_COMPARE(locked.count(), 1);
    QTRY_COMPARE(inspected.count(), 2);
    QVERIFY(std::get<Result<IoCounters>>(inspected.at(1).front().value<Inspection>().value) == denied);
    details.take({idOf(pid()), Section::Io, denied});
    QCOMPARE(inspected.count(), 3); // at once: nobody is asked
}

void HelperTest::onlyRootsOwnPathIsTrusted()
{
    QCOMPARE(untrustedPart("/usr/bin/env").value_or("none"), std::string("none"));
    QVERIFY(untrustedPart("/nowhere/at/all"));
    const QTemporaryDir directory(QStringLiteral("/tmp/forklore-XXXXXX"));
    const auto link = directory.filePath(QStringLiteral("env"));
    QVERIFY(QFile::link(QStringLiteral("/usr/bin/env"), link));
    QCOMPARE(untrustedPart(link.toStdString()).value_or("none"), std::string("/tmp")); // all may write there
    const auto helper = directory.filePath(QStringLiteral("forklore-helper"));
    QVERIFY(QFile::copy(program, helper));
    const auto obstacle = Helper(QStringLiteral("true"), helper).obstacle();
    QCOMPARE(obstacle, QStringLiteral("forklore-helper is not trusted: others than root can change /tmp"));
}

void HelperTest::whatWasDeniedIsFilledIn()
{
    qputenv("PKEXEC_UID", self());
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
    details.take(hidden); // passed on at once: the password was not given yet
    details.take({idOf(pid()), Section::Io, Result<IoCounters>(IoCounters())}); // not hidden: passed on
    QCOMPARE(inspected.count(), 3);
    QTRY_COMPARE(inspected.count(), 4);
    const auto value = inspected.at(3).front().value<Inspection>().value;
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

static const forklore::TestClass<HelperTest> testClass(__FILE__);
#include "tst_helper.moc"

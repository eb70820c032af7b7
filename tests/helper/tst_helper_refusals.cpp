// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whom and what the helper refuses. As an ordinary user it refuses all: what root may is tested by root
// alone.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/codec/cbor.h"
#include "tests/helper/helper_client.h"
#include "tests/live/stage/witness.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::helper_client;

namespace {

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
    return std::ranges::any_of(answersIn(run),
                               [](const QByteArray &answer) { return answer.startsWith("done "); });
}

} // namespace

class HelperRefusalsTest : public HelperClient {
    Q_OBJECT

private slots:
    void init() { begin(); }
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
};

void HelperRefusalsTest::whoeverIsNotPkexecIsRefused_data()
{
    QTest::addColumn<QByteArray>("who");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nobody says for whom") << QByteArray() << QStringList();
    QTest::newRow("no uid") << QByteArray("root") << QStringList();
    QTest::newRow("a negative one") << QByteArray("-1") << QStringList();
    QTest::newRow("arguments") << self() << QStringList{"--help"};
}

void HelperRefusalsTest::whoeverIsNotPkexecIsRefused()
{
    QFETCH(const QByteArray, who);
    QFETCH(const QStringList, arguments);
    const auto answer = run(line({idOf(pid()), SendSignal{SIGKILL}}), who, arguments);
    QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output, QByteArray());
    QVERIFY(answer.errors.startsWith("forklore-helper: "));
    QVERIFY(lives(pid()));
}

void HelperRefusalsTest::whatIsNoSocketPairIsNotListenedTo_data()
{
    QTest::addColumn<QString>("kind");
    for (const auto *kind : {"terminal", "device", "file", "pipe", "named pipe", "named socket", "datagrams"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

/// What any program of the same user could open, too: with a request in it where it takes one.
void HelperRefusalsTest::whatIsNoSocketPairIsNotListenedTo()
{
    QFETCH(const QString, kind);
    const QTemporaryDir directory;
    const auto request = line({idOf(pid()), SendSignal{SIGKILL}});
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

void HelperRefusalsTest::anotherUsersConnectionIsRefused()
{
    const auto other = QByteArray::number(geteuid() + 1);
    const auto answer = run(line({idOf(pid()), SendSignal{SIGKILL}}), other);
    QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output, QByteArray());
    QVERIFY2(geteuid() != 0 || answer.errors.contains("serves the user alone"), answer.errors);
    QVERIFY(lives(pid()));
}

/// One that has the descriptor, but did not make the connection.
void HelperRefusalsTest::anotherProcessIsNotServed()
{
    Client client;
    if (!isHello(view(client.readLine()))) {
        QVERIFY(geteuid() != 0);
        client.finish();
        return;
    }
    QTemporaryFile request;
    QVERIFY(request.open());
    request.write(line({idOf(pid()), SendSignal{SIGKILL}}));
    request.close();
    QProcess other;
    other.setStandardInputFile(request.fileName());
    other.setChildProcessModifier([&] { dup2(client.end(), STDOUT_FILENO); });
    other.start(QStringLiteral("cat"), QStringList());
    QVERIFY(other.waitForFinished());
    const auto answer = client.finish();
    QCOMPARE(answer.status, 1);
    QCOMPARE(answersIn(answer), QByteArrayList{"denied only the process that made the connection is served"});
    QVERIFY(lives(pid()));
}

/// Answers pile up until there is no room for more: root's process does not wait for ever.
void HelperRefusalsTest::whoDoesNotReadIsLeft()
{
    Client client;
    if (!isHello(view(client.readLine()))) {
        QVERIFY(geteuid() != 0);
        client.finish();
        return;
    }
    const auto helper = client.pid();
    const auto question = line({idOf(pid()), ReadProtected{Section::Environment}});
    while (send(client.end(), question.constData(), static_cast<std::size_t>(question.size()),
                MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
        continue;
    QTRY_VERIFY_WITH_TIMEOUT(!lives(helper), 60'000);
}

void HelperRefusalsTest::hostileInputDoesNothing_data()
{
    QTest::addColumn<QByteArray>("format"); // of the id
    for (const auto *format :
         {R"({"operation":"exec","pid":%1,"start_ticks":%2,"path":"/bin/sh"})",
          R"({"operation":"read","pid":%1,"start_ticks":%2,"section":"/etc/shadow"})",
          R"({"operation":"read","pid":%1,"start_ticks":%2,"section":"memory"})",
          R"({"operation":"signal","pid":%1,"start_ticks":%2,"signal":"SIGKILL; kill"})",
          R"({"operation":"signal","pid":%1,"start_ticks":%2,"signal":"SIGKILL","to":1})",
          R"({"operation":"signal","pid":%1,"start_ticks":%2,"signal":9})",
          R"({"operation":"signal","pid":-%1,"start_ticks":%2,"signal":"SIGKILL"})",
          R"({"operation":"signal","pid":"%1","start_ticks":%2,"signal":"SIGKILL"})",
          R"({"operation":"signal","pid":%1,"signal":"SIGKILL"})",
          R"({"operation":"SIGNAL","pid":%1,"start_ticks":%2,"signal":"SIGKILL"})",
          R"({"operation":"limit","pid":%1,"start_ticks":%2,"resource":"../x","soft":1})",
          R"({"operation":"priority","pid":%1,"start_ticks":%2,"nice":99})",
          R"({"operation":"priority","pid":%1,"start_ticks":%2,"processors":"0,0"})", R"([[[[[[%1,%2]]]]]])",
          R"("signal %1 %2 9")"})
        QTest::newRow(format) << QByteArray(format);
    for (const auto *line : {"", "signal %1 %2 9", "a1", "5b7fffffffffffffff", "\x01\x02%1%2\xff"})
        QTest::newRow(line) << QByteArray(line);
    QTest::newRow("NUL") << QByteArray("00\0", 3);
}

void HelperRefusalsTest::hostileInputDoesNothing()
{
    QFETCH(const QByteArray, format);
    const auto id = idOf(pid());
    auto input = format;
    input.replace("%1", QByteArray::number(id.pid))
        .replace("%2", QByteArray::number(static_cast<qulonglong>(id.start)));
    const auto document = Json::parse(input.toStdString(), nullptr, false);
    if (!document.is_discarded())
        input = QByteArray::fromStdString(toDigits(document));
    const auto before = witness::prlimit(pid()).value();
    const auto answer = run(input + '\n');
    if (geteuid() == 0)
        QVERIFY2(answersIn(answer).constFirst().startsWith("malformed "), answer.output);
    else
        QCOMPARE(answer.status, 1);
    QCOMPARE(answer.output.count('\n'), geteuid() == 0 ? 1 : 0);
    QVERIFY(lives(pid()));
    QVERIFY(witness::prlimit(pid()).value() == before);
    QVERIFY(!saysDone(answer));
}

void HelperRefusalsTest::oversizeEndsIt()
{
    const auto answer = run(QByteArray(3'000'000, 'a') + '\n' + line({idOf(pid()), SendSignal{SIGKILL}}));
    QCOMPARE(answer.status, 1);
    QVERIFY(!saysDone(answer));
    QVERIFY(lives(pid()));
}

void HelperRefusalsTest::anotherStartIsRefused()
{
    auto other = idOf(pid());
    ++other.start;
    const LimitChange limit{.soft = LimitValue(5), .hard = LimitValue(5)};
    const auto answer = run(line({other, SendSignal{SIGKILL}}) + line({idOf(1), SendSignal{SIGTERM}}) +
                            line({idOf(1), SetLimit{Resource::OpenFiles, limit}}));
    QVERIFY(lives(pid()));
    if (geteuid() != 0)
        return;
    const auto lines = answersIn(answer);
    QVERIFY2(lines.at(0).startsWith("gone "), lines.at(0));
    QCOMPARE(lines.at(1), QByteArray("unsupported nothing is done to process 1"));
    QCOMPARE(lines.at(2), lines.at(1));
    QCOMPARE(answer.status, 0);
}

/// A signal to one, and a limit of its CPU time, were answered with "done".
void HelperRefusalsTest::threadsOfTheKernelAreRefused()
{
    const auto kernel = idOf(2);
    const auto stat = witness::procFile(2, "comm");
    if (stat != "kthreadd\n")
        qInfo("process 2 is no thread of the kernel here: only the refusal of others is tested");
    const LimitChange limit{.soft = LimitValue(100'000)};
    const auto answer =
        run(line({kernel, SendSignal{SIGCONT}}) + line({kernel, SetLimit{Resource::CpuTime, limit}}) +
            line({kernel, PriorityChange{.nice = 0}}));
    if (geteuid() == 0 && stat == "kthreadd\n")
        QCOMPARE(
            answersIn(answer).count("unsupported nothing is done to process 2: it is a thread of the kernel"),
            3);
    else
        QVERIFY(geteuid() == 0 || answer.status == 1);
}

static const forklore::TestClass<HelperRefusalsTest> testClass(__FILE__);
#include "tst_helper_refusals.moc"

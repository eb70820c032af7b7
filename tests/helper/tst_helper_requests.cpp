// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window's side of the helper: in which order it is asked, and what is told when it ends. A script stands
// in for the helper, so that any user can run this.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/codec/cbor.h"
#include "core/codec/operation_document.h"
#include "tests/support/test_program.h"
#include "ui/live/helper/helper.h"
#include "ui/live/helper/protected_details.h"

using namespace forklore;

namespace {

/// A program in place of the helper: it serves each request with the request, as the words of what was done.
/// As CBOR that is an object of one member, "done", whose text has a length of two bytes.
QString standIn(const QTemporaryDir &directory, const char *steps)
{
    const auto path = directory.filePath(QStringLiteral("stand-in"));
    QFile script(path);
    if (!script.open(QIODevice::WriteOnly))
        return {};
    script.write("#!/bin/sh\nhello() { echo " + QByteArray::fromStdString(helloLine()) + R"sh( >&0; }
digits() { printf %s "$line" | od -An -v -tx1 | tr -d ' \n'; }
answer() { printf 'a164646f6e6579%04x%s\n' ${#line} "$(digits)" >&0; }
serve() { hello; while read -r line; do answer; done; }
)sh");
    script.write(steps);
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

/// Traces the main thread of this process until it is destroyed, where that is allowed.
class Tracer {
public:
    Tracer()
    {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0)
            qFatal("there is no pipe");
        const FileDescriptor output(ends[0]);
        FileDescriptor input(ends[1]);
        prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
        const auto traced = getpid();
        m_pid = fork();
        if (m_pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            const char attached = ptrace(PTRACE_SEIZE, traced, nullptr, nullptr) == 0 ? 1 : 0;
            if (::write(input.get(), &attached, 1) != 1 || attached == 0)
                _exit(0);
            for (int status = 0; waitpid(traced, &status, __WALL) == traced;) // its signals reach it
                ptrace(PTRACE_CONT, traced, nullptr,
                       static_cast<long>(status >> 16 == 0 ? WSTOPSIG(status) : 0));
            _exit(0);
        }
        input = FileDescriptor();
        char attached = 0;
        m_isAttached = read(output.get(), &attached, 1) == 1 && attached == 1;
    }
    Tracer(const Tracer &) = delete;
    Tracer &operator=(const Tracer &) = delete;
    ~Tracer()
    {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }
    [[nodiscard]] bool isAttached() const { return m_isAttached; }

private:
    pid_t m_pid = -1;
    bool m_isAttached = false;
};

} // namespace

class HelperRequestsTest : public QObject {
    Q_OBJECT

private slots:
    void whatChangesSomethingGoesBeforeReads();
    void anUnexpectedEndIsNoDenial();
    void whoSpeaksAnotherProtocolIsNotAsked_data();
    void whoSpeaksAnotherProtocolIsNotAsked();
    void whoAsksFromAnAnswerIsAnsweredAnew();
    void anIdleEndIsToldOnce();
    void whoeverTracesGetsNoHelper();
    void whatIsLockedAgainStaysHidden();
};

void HelperRequestsTest::whatChangesSomethingGoesBeforeReads()
{
    const QTemporaryDir directory;
    Helper helper(QString(), standIn(directory, "serve\n"));
    std::vector<std::string> answers;
    const auto take = [&](const Result<Outcome> &answer) {
        const auto request = parseOperation(std::get<std::string>(answer.value()));
        const bool isRead = request && std::holds_alternative<ReadProtected>(request->action);
        answers.push_back(!request ? "none"
                          : isRead ? fmt::format("read {}", request->process.pid)
                                   : "signal");
    };
    helper.ask({{1, 1}, ReadProtected{Section::Io}}, this, take);
    helper.ask({{2, 1}, ReadProtected{Section::Environment}}, this, take);
    helper.ask({{3, 1}, SendSignal{SIGCONT}}, this, take);
    helper.ask({{4, 1}, SendSignal{SIGCONT}}, this, take);
    QTRY_COMPARE(answers.size(), std::size_t(4));
    QCOMPARE(answers, (std::vector<std::string>{"signal", "signal", "read 1", "read 2"}));
}

void HelperRequestsTest::anUnexpectedEndIsNoDenial()
{
    const QTemporaryDir directory;
    Helper helper(QString(), standIn(directory, "hello\nread -r line\nkill -9 $$\n"));
    std::optional<Result<Outcome>> answer;
    helper.ask({{3, 1}, SendSignal{SIGCONT}}, this, [&](const Result<Outcome> &told) { answer = told; });
    QTRY_VERIFY(answer);
    QVERIFY(answer->error().kind == ErrorKind::Io);
    QVERIFY(answer->error().message.starts_with("forklore-helper ended unexpectedly"));
}

void HelperRequestsTest::whoSpeaksAnotherProtocolIsNotAsked_data()
{
    QTest::addColumn<QByteArray>("hello");
    QTest::newRow("a line of text") << QByteArray("done ready");
    QTest::newRow("a later version") << QByteArray::fromStdString(toDigits({{"protocol", 2}}));
}

void HelperRequestsTest::whoSpeaksAnotherProtocolIsNotAsked()
{
    QFETCH(const QByteArray, hello);
    const QTemporaryDir directory;
    const QByteArray steps = "echo " + hello + " >&0\nread -r line && touch \"$0.asked\"\n";
    Helper helper(QString(), standIn(directory, steps.constData()));
    std::optional<Result<Outcome>> answer;
    helper.ask({{3, 1}, SendSignal{SIGCONT}}, this, [&](const Result<Outcome> &told) { answer = told; });
    QTRY_VERIFY(answer);
    QVERIFY(answer->error().kind == ErrorKind::Unsupported);
    QTRY_COMPARE(prctl(PR_GET_DUMPABLE), 1);
    QVERIFY(!QFile::exists(directory.filePath(QStringLiteral("stand-in.asked"))));
}

/// The first start fails: what is asked when that is told gets a start of its own, and its answer later.
void HelperRequestsTest::whoAsksFromAnAnswerIsAnsweredAnew()
{
    const QTemporaryDir directory;
    Helper helper(QString(), standIn(directory, "mkdir \"$0.first\" 2>/dev/null && exit 3\nserve\n"));
    std::vector<bool> answers;
    bool isInside = false;
    const auto again = [&](const Result<Outcome> &answer) {
        QVERIFY(!isInside);
        answers.push_back(answer.has_value());
    };
    helper.ask({{3, 1}, SendSignal{SIGCONT}}, this, [&](const Result<Outcome> &answer) {
        answers.push_back(answer.has_value());
        isInside = true;
        helper.ask({{3, 1}, SendSignal{SIGCONT}}, this, again);
        isInside = false;
    });
    QVERIFY(answers.empty()); // it is called back later
    QTRY_COMPARE(answers.size(), std::size_t(2));
    QCOMPARE(answers, (std::vector<bool>{false, true}));
}

void HelperRequestsTest::anIdleEndIsToldOnce()
{
    const QTemporaryDir directory;
    Helper helper(QString(), standIn(directory, "hello\nread -r line\nanswer\n"));
    QSignalSpy ended(&helper, &Helper::ended);
    bool isAnswered = false;
    helper.ask({{3, 1}, SendSignal{SIGCONT}}, this, [&](const Result<Outcome> &) { isAnswered = true; });
    QTRY_VERIFY(isAnswered);
    QTRY_COMPARE(prctl(PR_GET_DUMPABLE), 1); // it has ended: this process is open again
    QCOMPARE(ended.count(), 1);
    QCOMPARE(ended.front().front().toString(), QStringLiteral("the helper was not used for some minutes"));
}

/// As pkexec would be started: nobody who attached before this process was closed may stay attached.
void HelperRequestsTest::whoeverTracesGetsNoHelper()
{
    const Tracer tracer;
    Helper helper(QStringLiteral("/bin/false"), QStringLiteral("x"));
    std::optional<Result<Outcome>> answer;
    helper.ask({{3, 1}, SendSignal{SIGCONT}}, this, [&](const Result<Outcome> &told) { answer = told; });
    QVERIFY(!answer); // it is called back later
    QTRY_VERIFY(answer);
    QVERIFY(answer->error().kind == ErrorKind::Denied);
    QCOMPARE(answer->error().message.find("traced") != std::string::npos, tracer.isAttached());
    QCOMPARE(prctl(PR_GET_DUMPABLE), 1);
}

void HelperRequestsTest::whatIsLockedAgainStaysHidden()
{
    const QTemporaryDir directory;
    Helper helper(QString(), standIn(directory, "serve\n"));
    ProtectedDetails details;
    details.setHelper(&helper);
    details.setUnlocked(true);
    const QSignalSpy inspected(&details, &ProtectedDetails::inspected);
    const Result<IoCounters> denied = failure(ErrorKind::Denied, "io: not yours");
    details.handle({ProcessId{1, 1}, Section::Io, denied}); // passed on, and asked for
    details.setUnlocked(false);
    bool isOver = false;
    helper.ask({{3, 1}, ReadProtected{Section::Io}}, this, [&](const Result<Outcome> &) { isOver = true; });
    QTRY_VERIFY(isOver); // behind the answer that nobody waits for
    QCOMPARE(inspected.count(), 1);
    details.setUnlocked(true);
    details.handle({ProcessId{1, 1}, Section::Io, denied}); // asked anew
    QTRY_COMPARE(inspected.count(), 2);
}

static const forklore::TestClass<HelperRequestsTest> testClass(__FILE__);
#include "tst_helper_requests.moc"

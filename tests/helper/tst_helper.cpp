// SPDX-License-Identifier: GPL-3.0-or-later
//
// The helper does what it is asked to by the right one, for the process that was chosen, and nothing else.
// Whoever runs this as an ordinary user sees it refuse all: what root may is tested by root alone.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "core/host/linux/control/perform.h"
#include "tests/helper/helper_client.h"
#include "tests/live/live.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"
#include "ui/live/helper/helper.h"
#include "ui/live/helper/protected_details.h"
#include "ui/live/helper/trusted_path.h"

using namespace forklore;
using namespace forklore::helper_client;

namespace {

/// The child that this process started last.
Pid lastChild()
{
    const auto file = QByteArrayLiteral("task/") + QByteArray::number(getpid()) + "/children";
    return witness::procFile(getpid(), file.constData()).trimmed().split(' ').constLast().toInt();
}

} // namespace

class HelperTest : public HelperClient {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void theOperationsAreDone();
    void whatIsHiddenIsReadAsItIs();
    void theWindowAsksAndIsAnswered();
    void whileItServesThisProcessIsClosed();
    void whatWasDeniedIsFilledIn();
    void anUnansweredPasswordHoldsUpNothing();
    void aReadIsNoReasonForAPassword();
    void onlyRootsOwnPathIsTrusted();
    void withoutPkexecTheReasonIsSaid();
};

void HelperTest::theOperationsAreDone()
{
    const auto id = idOf(pid());
    const LimitChange limit{.soft = LimitValue(50), .hard = LimitValue(60)};
    const auto answer =
        run(line({id, SetLimit{Resource::OpenFiles, limit}}) + line({id, PriorityChange{.nice = 12}}) +
            line({id, SendSignal{SIGKILL}}) + line({id, SendSignal{SIGKILL}}));
    if (geteuid() != 0) {
        QVERIFY(lives(pid()));
        QVERIFY(answer.errors.contains("as root"));
        return;
    }
    const auto lines = answersIn(answer);
    QCOMPARE(lines.at(0), QByteArray("done soft 50, hard 60"));
    QCOMPARE(lines.at(1), QByteArray("done set"));
    QCOMPARE(lines.at(2), QByteArray("done SIGKILL was sent"));
    QTRY_VERIFY(!lives(id.pid));
}

void HelperTest::whatIsHiddenIsReadAsItIs()
{
    const auto id = idOf(pid());
    const auto inspector = inspectorOfMachine().value();
    QByteArray requests;
    for (const auto part : {Section::Environment, Section::Descriptors, Section::Mappings, Section::Io})
        requests += line({id, ReadProtected{part}});
    const auto answer = run(requests);
    if (geteuid() != 0) {
        QCOMPARE(answer.output, QByteArray());
        return;
    }
    const auto lines = answer.output.split('\n');
    const auto section = [&](int at) {
        return std::get<ProtectedSection>(parseAnswer(view(lines.at(at))).value());
    };
    QVERIFY(std::get<Environment>(section(0)) == inspector.environment(id).value());
    QVERIFY(std::get<Descriptors>(section(1)) == inspector.descriptors(id).value());
    QCOMPARE(std::get<Mappings>(section(2)).size(), inspector.mappings(id)->size());
    QVERIFY(std::get<IoCounters>(section(3)) == inspector.io(id).value());
    QVERIFY(lives(pid()));
}

void HelperTest::theWindowAsksAndIsAnswered()
{
    qputenv("PKEXEC_UID", self());
    Helper helper(QString(), program);
    QCOMPARE(helper.obstacle(), QString());
    QStringList answers;
    const auto take = [&](const Result<Outcome> &answer) {
        answers += QString::fromStdString(answer ? "done " + std::get<std::string>(*answer)
                                                 : std::string(name(answer.error().kind)));
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
        helper.ask({idOf(pid()), SendSignal{SIGCONT}}, this, [](const Result<Outcome> &) {});
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
    details.handle(hidden);
    QCOMPARE(inspected.count(), 1); // it is locked: nobody is asked
    details.setUnlocked(true);
    details.handle(hidden); // passed on at once: the password was not given yet
    details.handle({idOf(pid()), Section::Io, Result<IoCounters>(IoCounters())}); // not hidden: passed on
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

void HelperTest::anUnansweredPasswordHoldsUpNothing()
{
    Helper asking(QStringLiteral("/bin/sleep"), QStringLiteral("300"));
    ProtectedDetails details;
    details.setHelper(&asking);
    details.setUnlocked(true);
    const QSignalSpy inspected(&details, &ProtectedDetails::inspected);
    const Result<Environment> environment = failure(ErrorKind::Denied, "environ: not yours");
    const Result<IoCounters> io = failure(ErrorKind::Denied, "io: not yours");
    details.handle({idOf(pid()), Section::Environment, environment});
    QCOMPARE(inspected.count(), 1); // as far as it is known
    details.handle({idOf(pid()), Section::Io, io});
    details.handle({idOf(getpid()), Section::Io, io});
    details.handle({idOf(getpid()), Section::Limits, Result<std::vector<LimitUsage>>()});
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
    details.handle({idOf(pid()), Section::Io, denied});
    QTRY_COMPARE(locked.count(), 1);
    QTRY_COMPARE(inspected.count(), 2);
    QVERIFY(std::get<Result<IoCounters>>(inspected.at(1).front().value<Inspection>().value) == denied);
    details.handle({idOf(pid()), Section::Io, denied});
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

void HelperTest::withoutPkexecTheReasonIsSaid()
{
    QCOMPARE(Helper(QStringLiteral("no-such-pkexec"), program).obstacle(),
             QStringLiteral("no-such-pkexec is not installed"));
    QCOMPARE(Helper(QString(), QStringLiteral("/nowhere/forklore-helper")).obstacle(),
             QStringLiteral("forklore-helper is not installed"));
}

static const forklore::TestClass<HelperTest> testClass(__FILE__);
#include "tst_helper.moc"

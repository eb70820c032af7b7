// SPDX-License-Identifier: GPL-3.0-or-later
//
// What may be seen of other users' processes: denied is an answer, fact by fact, and never a guess.
#include <QTest>

#include <algorithm>

#include <unistd.h>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto nobody = "65534";
constexpr auto somebody = "65533";

bool isRoot()
{
    return geteuid() == 0;
}

} // namespace

class LiveRights : public QObject {
    Q_OBJECT

private slots:
    void ownProcessIsOpen();
    void undumpableProcessIsClosedToItsOwnUser();
    void otherUsersProcessIsClosed();
    void otherUsersZombieDoesNotTellHowItEnded();
    void ownZombieTellsHowItEnded();
    void rootOfANamespaceIsNotBelieved();
    void rootSeesOtherUsersProcesses();
    void foreignProcessOfThisMachine();

private:
    static void verifyClosed(const Subject &view);
};

/// What anybody is told of anybody, and what is not.
void LiveRights::verifyClosed(const Subject &view)
{
    for (const auto *open :
         {"id", "stat", "credentials", "command-line", "identity", "arguments", "limits", "names", "argv0"})
        QVERIFY2(view.fact(open) == "ok", open);
    for (const auto *closed : {"environment", "descriptors", "exe"})
        QVERIFY2(view.fact(closed) == "denied", closed);
    QCOMPARE(view.fact("title"), QByteArray("unknown")); // the argument area reads as 0
}

void LiveRights::ownProcessIsOpen()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const Subject view({"inspect", QString::number(subject.pid())});
    QVERIFY2(view.stands(), view.complaint());
    for (const auto *fact : {"id", "stat", "credentials", "command-line", "identity", "arguments",
                             "environment", "descriptors", "limits", "names", "argv0", "exe", "title"})
        QVERIFY2(view.fact(fact) == "ok", fact);
    QCOMPARE(view.fact("descriptor-count"), QByteArray("3"));
    QCOMPARE(view.fact("files"), QByteArray("3"));
    QCOMPARE(view.fact("exit"), QByteArray("none"));
}

void LiveRights::undumpableProcessIsClosedToItsOwnUser()
{
    if (isRoot()) {
        const Subject subject({"drop", nobody, "undumpable", "plain"});
        QVERIFY2(subject.stands(), subject.complaint());
        const Subject view({"drop", nobody, "inspect", QString::number(subject.pid())});
        QVERIFY2(view.stands(), view.complaint());
        verifyClosed(view);
        return;
    }
    const Subject subject({"undumpable", "plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const Subject view({"inspect", QString::number(subject.pid())});
    QVERIFY2(view.stands(), view.complaint());
    verifyClosed(view);
}

void LiveRights::otherUsersProcessIsClosed()
{
    if (!isRoot()) {
        qInfo("an ordinary user cannot start another's process; foreignProcessOfThisMachine tests the same");
        QVERIFY(setuid(0) != 0);
        return;
    }
    const Subject subject({"drop", somebody, "plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const Subject view({"drop", nobody, "inspect", QString::number(subject.pid())});
    QVERIFY2(view.stands(), view.complaint());
    verifyClosed(view);
    // Since Linux 6.2 the size of the fd directory tells how many there are, and stat(2) of it asks no right.
    QVERIFY2(view.fact("descriptor-count") == "3" || view.fact("descriptor-count") == "denied",
             "descriptor-count");
    QCOMPARE(view.fact("files"), view.fact("descriptor-count"));
    QCOMPARE(view.fact("exit"), QByteArray("none"));
}

void LiveRights::otherUsersZombieDoesNotTellHowItEnded()
{
    if (!isRoot()) {
        qInfo("an ordinary user cannot start another's process");
        QVERIFY(setuid(0) != 0);
        return;
    }
    const Subject subject({"drop", somebody, "zombie", "7"});
    QVERIFY2(subject.stands(), subject.complaint());
    const Subject view({"drop", nobody, "inspect", QString::number(subject.child())});
    QVERIFY2(view.stands(), view.complaint());
    QCOMPARE(view.fact("stat"), QByteArray("ok"));
    QCOMPARE(view.fact("exit"), QByteArray("denied"));
    QCOMPARE(view.fact("arguments"), QByteArray("ok"));
    QCOMPARE(view.fact("exe"), QByteArray("ok")); // none, and that is known
}

void LiveRights::ownZombieTellsHowItEnded()
{
    const QStringList drop = isRoot() ? QStringList{"drop", nobody} : QStringList();
    for (const auto *code : {"0", "7"}) {
        const Subject subject(drop + QStringList{"zombie", code});
        QVERIFY2(subject.stands(), subject.complaint());
        const Subject view(drop + QStringList{"inspect", QString::number(subject.child())});
        QVERIFY2(view.stands(), view.complaint());
        QCOMPARE(view.fact("exit"), "exited:" + QByteArray(code));
    }
    const Subject hidden(drop + QStringList{"zombie-undumpable", "7"});
    QVERIFY2(hidden.stands(), hidden.complaint());
    const Subject view(drop + QStringList{"inspect", QString::number(hidden.child())});
    QVERIFY2(view.stands(), view.complaint());
    QCOMPARE(view.fact("exit"), QByteArray("denied"));
}

/// Inside a user namespace everybody may be uid 0; what the kernel hides, it hides from that root too.
void LiveRights::rootOfANamespaceIsNotBelieved()
{
    const QStringList drop = isRoot() ? QStringList{"drop", nobody} : QStringList();
    const Subject subject(drop + QStringList{"zombie-undumpable", "7"});
    QVERIFY2(subject.stands(), subject.complaint());
    const Subject view(drop + QStringList{"inspect-in-namespace", QString::number(subject.child())});
    QVERIFY2(view.stands(), view.complaint());
    if (view.fact("permitted") != "1")
        qInfo("user namespaces are not permitted here: this is the ordinary user's view");
    QCOMPARE(view.fact("exit"), QByteArray("denied"));
}

void LiveRights::rootSeesOtherUsersProcesses()
{
    if (!isRoot()) {
        qInfo("this is not root");
        QVERIFY(setuid(0) != 0);
        return;
    }
    const Subject subject({"drop", nobody, "undumpable", "plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto status = witness::procFile(getpid(), "status");
    const auto capabilities = status.mid(status.indexOf("CapEff:\t") + 8, 16).toULongLong(nullptr, 16);
    constexpr int ptrace = 19; // CAP_SYS_PTRACE
    const Subject view({"inspect", QString::number(subject.pid())});
    QVERIFY2(view.stands(), view.complaint());
    const QByteArray answer = (capabilities >> ptrace & 1) != 0 ? "ok" : "denied";
    for (const auto *fact : {"environment", "descriptors", "exe"})
        QVERIFY2(view.fact(fact) == answer, fact);
}

void LiveRights::foreignProcessOfThisMachine()
{
    // Any other user's process with a program; where there is one, pid 1.
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto viewer = isRoot() ? QByteArray(nobody).toUInt() : geteuid();
    const auto foreign = std::ranges::find_if(snapshot->processes, [&](const Process &process) {
        return process.stat && process.credentials && process.credentials->uid.effective != viewer &&
               process.credentials->uid.real != viewer && process.hasProgram();
    });
    if (foreign == snapshot->processes.end()) {
        QVERIFY(snapshot->othersHidden ||
                std::ranges::all_of(snapshot->processes, [&](const Process &process) {
                    return !process.stat || !process.hasProgram() ||
                           (process.credentials && process.credentials->uid.real == viewer);
                }));
        qInfo("there is no process of another user here");
        return;
    }
    const auto pid = QString::number(foreign->id.pid);
    const Subject view(isRoot() ? QStringList{"drop", nobody, "inspect", pid} : QStringList{"inspect", pid});
    QVERIFY2(view.stands(), view.complaint());
    verifyClosed(view);
}

static const forklore::TestClass<LiveRights> testClass(__FILE__);
#include "tst_live_rights.moc"

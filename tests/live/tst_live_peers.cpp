// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is at the other end, asked from both sides of everything that has two.
#include <QTest>

#include <algorithm>

#include <unistd.h>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LivePeers : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theOtherEndIsFound_data();
    void theOtherEndIsFound();
    void whatHasNoOtherEndIsLeftOut();
    void addressesAreTold();
    void whoItIsIsTold();
    void whoMayNotBeSeenIsCounted();
    void oneThatHasEndedIsGone();
    void aKernelThreadHasNone();

private:
    const OtherEnd *endOf(Pid pid, const char *name) const;
    QByteArrayList holdersOf(const OtherEnd &end) const;

    Subject m_subject{{"joined"}};
    Result<Peers> m_parents;
    Result<Peers> m_childs;
};

void LivePeers::initTestCase()
{
    QVERIFY2(m_subject.stands(), m_subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto peersOf = [&](Pid pid) {
        return inspector->idOf(pid).and_then([&](const ProcessId &id) { return inspector->peers(id); });
    };
    m_parents = peersOf(m_subject.pid());
    m_childs = peersOf(m_subject.child());
    QVERIFY2(m_parents, why(m_parents));
    QVERIFY2(m_childs, why(m_childs));
}

const OtherEnd *LivePeers::endOf(Pid pid, const char *name) const
{
    const auto &peers = pid == m_subject.pid() ? *m_parents : *m_childs;
    const auto found = std::ranges::find(peers, m_subject.fact(name).toInt(), &OtherEnd::number);
    return found != peers.end() ? &*found : nullptr;
}

/// "child 5 w"
QByteArrayList LivePeers::holdersOf(const OtherEnd &end) const
{
    QByteArrayList holders;
    for (const auto &holder : end.holders) {
        const auto pid = holder.process.id.pid;
        const auto who = pid == m_subject.pid()     ? QByteArray("parent")
                         : pid == m_subject.child() ? QByteArray("child")
                                                    : QByteArray::number(pid);
        holders += who + ' ' + QByteArray::number(holder.number) + ' ' + bytes(name(holder.access.value()));
    }
    return holders;
}

void LivePeers::theOtherEndIsFound_data()
{
    QTest::addColumn<QByteArray>("asker");
    QTest::addColumn<QByteArray>("descriptor");
    QTest::addColumn<QByteArrayList>("holders"); ///< "who descriptor access"
    const auto row = [](const char *asker, const char *descriptor, const QByteArrayList &holders) {
        QTest::addRow("%s %s", asker, descriptor) << QByteArray(asker) << QByteArray(descriptor) << holders;
    };
    const auto both = [&](const char *parents, const char *parentsAccess, const char *childs,
                          const char *childsAccess) {
        row("parent", parents, {QByteArray("child ") + childs + ' ' + childsAccess});
        row("child", childs, {QByteArray("parent ") + parents + ' ' + parentsAccess});
    };
    both("pipe-r", "r", "pipe-w", "w");
    both("back-w", "w", "back-r", "r");
    both("fifo-r", "r", "fifo-w", "w");
    both("pty-master", "rw", "pty-slave", "rw");
    both("pair-parent", "rw", "pair-child", "rw");
    both("unix-server", "rw", "unix-client", "rw");
    both("log", "rw", "log-writer", "rw");
    both("tcp4-server", "rw", "tcp4-client", "rw");
    both("tcp6-server", "rw", "tcp6-client", "rw");
    both("mapped-server", "rw", "mapped-client", "rw");
    both("udp-one", "rw", "udp-other", "rw");
    both("udp-server", "rw", "udp-client", "rw");
    row("parent", "self-r", {"parent self-w w"});
    row("parent", "self-w", {"parent self-r r"});
    row("parent", "inherited-r", {"parent inherited-w w", "child inherited-w w"});
    row("child", "inherited-w", {"parent inherited-r r", "child inherited-r r"});
    row("parent", "left-r", {}); // nobody is left who could write
}

void LivePeers::theOtherEndIsFound()
{
    QFETCH(QByteArray, asker);
    QFETCH(QByteArray, descriptor);
    QFETCH(QByteArrayList, holders);
    const auto *end = endOf(asker == "parent" ? m_subject.pid() : m_subject.child(), descriptor.constData());
    QVERIFY(end);
    QVERIFY(!end->elsewhere);
    QByteArrayList expected;
    for (const auto &holder : holders) {
        auto words = holder.split(' ');
        words[1] = m_subject.fact(words[1].constData());
        expected += words.join(' ');
    }
    auto found = holdersOf(*end);
    std::ranges::sort(found); // by pid, and who of the two has the lower one is open
    std::ranges::sort(expected);
    QCOMPARE(found, expected);
}

void LivePeers::whatHasNoOtherEndIsLeftOut()
{
    // O_PATH neither reads nor writes.
    for (const auto *name : {"unix-listener", "tcp-listener", "tcp4-listener", "unix-alone", "fifo-path"})
        QVERIFY2(!endOf(m_subject.pid(), name), name);
    QVERIFY(std::ranges::is_sorted(*m_parents, {}, &OtherEnd::number));
}

void LivePeers::addressesAreTold()
{
    const auto *server = endOf(m_subject.child(), "tcp4-client");
    QVERIFY(server && server->holders.size() == 1);
    const auto local = "127.0.0.1:" + m_subject.fact("tcp4-port");
    QVERIFY2(bytes(server->holders.front().socket).startsWith(local + " \xe2\x86\x92 127.0.0.1:"),
             server->holders.front().socket.c_str());
    const auto *client = endOf(m_subject.pid(), "unix-server");
    QVERIFY(client && client->holders.size() == 1);
    QCOMPARE(bytes(client->holders.front().socket), QByteArray("\xe2\x86\x92 socket"));
    QCOMPARE(client->holders.front().kind, DescriptorKind::Socket);
}

void LivePeers::whoItIsIsTold()
{
    const auto inspector = inspectorOfMachine();
    const auto child = inspector->idOf(m_subject.child());
    const auto *end = endOf(m_subject.pid(), "pipe-r");
    QVERIFY(end && end->holders.size() == 1);
    QVERIFY(end->holders.front().process.id == *child);
    QCOMPARE(bytes(end->holders.front().process.comm), QByteArray("forklore-subjec"));
    QVERIFY(end->holders.front().target.starts_with("pipe:["));
}

void LivePeers::whoMayNotBeSeenIsCounted()
{
    const bool root = geteuid() == 0;
    const QStringList become = root ? QStringList{"drop", "65534"} : QStringList();
    const Subject subject(become + QStringList{"joined-unseen"});
    QVERIFY2(subject.stands(), subject.complaint());
    const Subject view(become + QStringList{"other-ends", QString::number(subject.pid()),
                                            QString::fromLatin1(subject.fact("pipe-r"))});
    QVERIFY2(view.stands(), view.complaint());
    QCOMPARE(view.fact("answer"), QByteArray("ok"));
    QCOMPARE(view.fact("holders"), QByteArray("0"));
    const auto incomplete = QByteArray::fromHex(view.fact("incomplete"));
    QVERIFY2(incomplete.contains("may not be seen"), incomplete);
    if (root) { // and its own descriptors are nobody else's business
        const Subject other({"drop", "65533", "other-ends", QString::number(subject.pid()), "0"});
        QVERIFY2(other.stands(), other.complaint());
        QCOMPARE(other.fact("answer"), QByteArray("denied"));
    }
}

void LivePeers::oneThatHasEndedIsGone()
{
    const auto inspector = inspectorOfMachine();
    Subject subject({"plain"});
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    subject.end();
    QCOMPARE(kindOf(inspector->peers(*id)), QByteArray("gone"));
    QCOMPARE(kindOf(inspector->chain(*id)), QByteArray("gone"));
}

void LivePeers::aKernelThreadHasNone()
{
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto thread = std::ranges::find_if(snapshot->processes, [](const Process &process) {
        return process.stat && process.stat->isKernelThread();
    });
    if (thread != snapshot->processes.end()) // a container shows none
        QCOMPARE(kindOf(inspectorOfMachine()->peers(thread->id)), QByteArray("unsupported"));
}

static const forklore::TestClass<LivePeers> testClass(__FILE__);
#include "tst_live_peers.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who has it open: by path, by port, by inode and by a part of a name.
#include <QTest>

#include <algorithm>

#include <QDir>
#include <QFile>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LiveWhoHas : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aFileIsFoundByItsOtherName();
    void aDeletedFileIsFound();
    void aDirectoryIsFoundWithWhatIsBelow();
    void theProgramIsFound();
    void aUnixSocketIsFoundWithItsClients();
    void aPortIsFound_data();
    void aPortIsFound();
    void anInodeIsFound();
    void aPartOfANameIsFound();
    void nobodyHasWhatDoesNotExist();

private:
    WhoHas ask(const QByteArray &text) const;
    /// "parent 5", "child cwd": those of the subject and its child.
    QByteArrayList ours(const std::vector<Holder> &holders) const;
    QByteArray at(const char *who, const char *name) const
    {
        return QByteArray(who) + ' ' + m_joined.fact(name);
    }

    Subject m_joined{{"joined"}};
    Subject m_files{{"descriptors"}};
};

void LiveWhoHas::initTestCase()
{
    QVERIFY2(m_joined.stands(), m_joined.complaint());
    QVERIFY2(m_files.stands(), m_files.complaint());
}

WhoHas LiveWhoHas::ask(const QByteArray &text) const
{
    const auto query = parseFileQuery(view(text));
    if (!query)
        qFatal("%s", query.error().message.c_str());
    return *inspectorOfMachine()->whoHas(*query);
}

QByteArrayList LiveWhoHas::ours(const std::vector<Holder> &holders) const
{
    QByteArrayList found;
    for (const auto &holder : holders) {
        const auto pid = holder.process.id.pid;
        const auto what = holder.role.empty() ? QByteArray::number(holder.number) : bytes(holder.role);
        if (pid == m_joined.pid())
            found += "parent " + what;
        else if (pid == m_joined.child())
            found += "child " + what;
        else if (pid == m_files.pid())
            found += "files " + what;
    }
    std::ranges::sort(found);
    return found;
}

void LiveWhoHas::aFileIsFoundByItsOtherName()
{
    const auto found = ask(m_joined.pathOf("same-fifo"));
    QByteArrayList expected = {at("parent", "fifo-r"), at("parent", "fifo-path"), at("child", "fifo-w")};
    std::ranges::sort(expected);
    QCOMPARE(ours(found.holders), expected);
    QCOMPARE(found.holders.size(), std::size_t(3));
    QVERIFY(found.below.empty());
}

void LiveWhoHas::aDeletedFileIsFound()
{
    const auto found = ask(m_files.pathOf("deleted"));
    QCOMPARE(ours(found.holders), QByteArrayList{"files " + m_files.fact("deleted")});
    QVERIFY(found.holders.front().target.ends_with(" (deleted)"));
    // A file that is really called so is another one.
    QVERIFY(ours(ask(m_files.pathOf("kept (deleted)")).holders)
                .contains("files " + m_files.fact("named-deleted")));
    QVERIFY(!ours(ask(m_files.pathOf("kept")).holders).contains("files " + m_files.fact("named-deleted")));
}

void LiveWhoHas::aDirectoryIsFoundWithWhatIsBelow()
{
    const auto found = ask(m_files.pathOf(""));
    QByteArrayList expected = {"files cwd", "files " + m_files.fact("directory")};
    std::ranges::sort(expected);
    QCOMPARE(ours(found.holders), expected);
    QVERIFY(ours(found.below).contains("files " + m_files.fact("file-rw")));
    QVERIFY(!ours(found.below).contains("files cwd"));
    const auto cwd = std::ranges::find(found.holders, "cwd", &Holder::role);
    QVERIFY(cwd != found.holders.end());
    QCOMPARE(cwd->kind, DescriptorKind::Directory);
}

void LiveWhoHas::theProgramIsFound()
{
    const auto program = witness::link("/proc/" + QByteArray::number(m_files.pid()) + "/exe");
    QCOMPARE(ours(ask(program).holders), (QByteArrayList{"child exe", "files exe", "parent exe"}));
}

void LiveWhoHas::aUnixSocketIsFoundWithItsClients()
{
    // It was bound by a relative name: this is how the kernel knows it. By its path the file is found.
    for (const auto &name : {QByteArray("socket"), m_joined.pathOf("socket")}) {
        const auto found = ours(ask(name).holders);
        for (const auto &holder :
             {at("parent", "unix-listener"), at("parent", "unix-server"), at("child", "unix-client")})
            QVERIFY2(found.contains(holder), name + ": " + holder);
    }
}

void LiveWhoHas::aPortIsFound_data()
{
    QTest::addColumn<QByteArray>("query"); ///< with N for the port
    QTest::addColumn<bool>("found");
    QTest::newRow("a number") << QByteArray("N") << true;
    QTest::newRow("a colon") << QByteArray(":N") << true;
    QTest::newRow("tcp") << QByteArray("tcp:N") << true;
    QTest::newRow("udp") << QByteArray("udp:N") << false;
    QTest::newRow("an address") << QByteArray("127.0.0.1:N") << true;
    QTest::newRow("another address") << QByteArray("127.0.0.2:N") << false;
    QTest::newRow("a mapped address") << QByteArray("[::ffff:127.0.0.1]:N") << true;
}

void LiveWhoHas::aPortIsFound()
{
    QFETCH(QByteArray, query);
    QFETCH(bool, found);
    const auto holders = ours(ask(query.replace("N", m_joined.fact("tcp4-port"))).holders);
    QByteArrayList expected = {at("parent", "tcp4-listener"), at("parent", "tcp4-server"),
                               at("child", "tcp4-client")};
    std::ranges::sort(expected);
    QCOMPARE(holders, found ? expected : QByteArrayList());
}

void LiveWhoHas::anInodeIsFound()
{
    const auto pipe =
        witness::link("/proc/" + QByteArray::number(m_joined.pid()) + "/fd/" + m_joined.fact("pipe-r"));
    QByteArrayList expected = {at("parent", "pipe-r"), at("child", "pipe-w")};
    std::ranges::sort(expected);
    QCOMPARE(ours(ask(pipe).holders), expected);
    const auto number = pipe.mid(6, pipe.size() - 7);
    QVERIFY(ours(ask("inode:" + number).holders).contains(expected.front()));
    QVERIFY(ours(ask("socket:[" + number + "]").holders).isEmpty());
}

void LiveWhoHas::aPartOfANameIsFound()
{
    QVERIFY(ours(ask("memfd:my mem").holders).contains("files " + m_files.fact("memfd")));
    QVERIFY(ours(ask("forklore-subjec").holders).contains("parent exe"));
}

void LiveWhoHas::nobodyHasWhatDoesNotExist()
{
    const auto found = ask(m_files.pathOf("nobody has this"));
    QVERIFY(found.holders.empty());
    QVERIFY(found.below.empty());
}

static const forklore::TestClass<LiveWhoHas> testClass(__FILE__);
#include "tst_live_who_has.moc"

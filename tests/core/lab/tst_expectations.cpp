// SPDX-License-Identifier: GPL-3.0-or-later
//
// A promise is not kept by what is unknown: a figure that cannot be read is an error, and neither 0 nor
// empty.
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>

#include "core/lab/catalogue/catalogue.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr ProcessId parentId{99, 100};
constexpr ProcessId childId{100, 100};

/// A child and its parent, of which the kernel tells what the test has written.
class Stage {
public:
    Stage()
    {
        m_fixture.write("uptime", "123.45 200.00\n");
        m_fixture.write("stat", "btime 1795334400\n");
        m_fixture.write("100/stat",
                        "100 (child) S 99 100 100 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 8192000 300\n");
        m_fixture.write("100/status", "Uid:\t0\t0\t0\t0\n");
    }

    void write(std::string_view path, std::string_view bytes) { m_fixture.write(path, bytes); }

    /// What is found of a promise.
    Result<Check> find(const char *demo, std::string_view expectation, const std::string &role, Process child)
    {
        auto inspector = LinuxInspector::create(m_fixture.root());
        if (!inspector)
            return Failure(inspector.error());
        DemoContext context(std::move(*inspector));
        context.setSnapshot(std::make_shared<const Snapshot>(
            snapshotOf({processOf(parentId.pid, 1, parentId.start), std::move(child)})));
        context.cast(parentId, "parent");
        context.cast(childId, role);
        context.addReported(parentId.pid, "bytes", 100 << 20);
        const auto &expectations = demoNamed(demo)->expectations;
        const auto found = std::ranges::find(expectations, expectation, &Expectation::text);
        return found == expectations.end() ? failure(ErrorKind::Io, "no such promise") : found->find(context);
    }

private:
    Fixture m_fixture;
};

Process child()
{
    return processOf(childId.pid, parentId.pid, childId.start);
}

} // namespace

class ExpectationsTest : public QObject {
    Q_OBJECT

private slots:
    void pagesThatAreNotTold_data();
    void pagesThatAreNotTold();
    void signalsThatAreNotTold_data();
    void signalsThatAreNotTold();
    void fieldsOfStat_data();
    void fieldsOfStat();
};

void ExpectationsTest::pagesThatAreNotTold_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("told") << QByteArray("Private_Clean: 4 kB\nPrivate_Dirty: 8 kB\n") << QByteArray();
    QTest::newRow("missing") << QByteArray("Private_Clean: 4 kB\n") << QByteArray("malformed");
}

void ExpectationsTest::pagesThatAreNotTold()
{
    QFETCH(const QByteArray, lines);
    Stage stage;
    stage.write("100/smaps_rollup", view("1000-7000 ---p 00000000 00:00 0 [rollup]\nRss: 20 kB\n" + lines));
    const auto found =
        stage.find("copy-on-write", "the reader has hardly a page of its own", "reader", child());
    QTEST(kindOf(found), "kind");
    QVERIFY(!found || found->holds);
}

void ExpectationsTest::signalsThatAreNotTold_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("told") << QByteArray("SigIgn:\t0000000000000800\n") << QByteArray();
    QTest::newRow("missing") << QByteArray() << QByteArray("malformed");
}

void ExpectationsTest::signalsThatAreNotTold()
{
    QFETCH(const QByteArray, line);
    static_assert(SIGUSR2 == 12); // the bit above
    Stage stage;
    stage.write("100/status", view("Uid:\t0\t0\t0\t0\nSigCgt:\t0\n" + line));
    const auto found = stage.find("signals", "it ignores a third one", "receiver", child());
    QTEST(kindOf(found), "kind");
    QVERIFY(!found || found->holds);
}

void ExpectationsTest::fieldsOfStat_data()
{
    QTest::addColumn<QByteArray>("demo");
    QTest::addColumn<QByteArray>("expectation");
    QTest::addColumn<QByteArray>("role");
    QTest::newRow("group") << raw("process-group") << raw("each job is a process group of its own")
                           << raw("foreground");
    QTest::newRow("session") << raw("daemon") << raw("setsid makes the child the leader of a session")
                             << raw("leader");
    QTest::newRow("terminal") << raw("daemon") << raw("so it has no terminal") << raw("daemon");
    QTest::newRow("memory") << raw("zombie") << raw("and nothing else") << raw("child");
}

void ExpectationsTest::fieldsOfStat()
{
    QFETCH(const QByteArray, demo);
    QFETCH(const QByteArray, expectation);
    QFETCH(const QByteArray, role);
    Stage stage;
    auto known = child();
    known.stat->pgid = known.stat->sid = childId.pid;
    auto unknown = known;
    unknown.stat->pgid = unknown.stat->sid = {};
    unknown.stat->ttyDevice = {};
    unknown.stat->virtualBytes = {};
    const auto find = [&](Process process) {
        return stage.find(demo.constData(), view(expectation), role.toStdString(), std::move(process));
    };
    const auto told = find(known);
    QVERIFY2(told && told->holds, why(told));
    QCOMPARE(kindOf(find(unknown)), raw("malformed"));
}

static const forklore::TestClass<ExpectationsTest> testClass(__FILE__);
#include "tst_expectations.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The names that a process goes by, and what it can do to them.
#include <QTest>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

Result<Names> namesOf(Pid pid)
{
    return inspectorOfMachine().and_then([&](const Inspector &inspector) {
        return inspector.idOf(pid).and_then([&](const ProcessId &id) { return inspector.names(id); });
    });
}

} // namespace

class LiveNames : public QObject {
    Q_OBJECT

private slots:
    void commIsKeptToTheByte_data();
    void commIsKeptToTheByte();
    void programIsNamed();
    void longTitleRunsIntoTheEnvironment();
    void shortTitleLeavesEmptyArguments();
    void titleThatIsCutIsOneString();
    void deletedProgramIsToldByItsLinkCount();
    void fileNamedDeletedIsNotDeleted();
    void execIsSeenWhereFactsAreCarriedOver();
};

void LiveNames::commIsKeptToTheByte_data()
{
    QTest::addColumn<QByteArray>("comm");
    QTest::newRow("parentheses") << QByteArray("a) R (b");
    QTest::newRow("all of a stat line") << QByteArray(") S 1 1 1 0 -1");
    QTest::newRow("newline") << QByteArray("two\nlines");
    QTest::newRow("newline at the end") << QByteArray("end\n");
    QTest::newRow("tab and backslash") << QByteArray("a\tb\\n");
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\x80");
    QTest::newRow("fifteen bytes") << QByteArray("123456789012345");
    QTest::newRow("blank") << QByteArray(" ");
    QTest::newRow("empty") << QByteArray("");
}

void LiveNames::commIsKeptToTheByte()
{
    QFETCH(QByteArray, comm);
    const Subject subject({"comm", QString::fromLatin1(comm.toHex())});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *process = snapshot->withPid(subject.pid());
    QVERIFY(process);
    QVERIFY2(process->stat, why(process->stat));
    QCOMPARE(bytes(process->stat->comm), comm);
    QCOMPARE(process->stat->state, State::Sleeping);
    QVERIFY2(process->credentials, why(process->credentials));
    QCOMPARE(witness::procFile(subject.pid(), "comm"), comm + '\n');
    const auto names = namesOf(subject.pid());
    QVERIFY2(names, why(names));
    QCOMPARE(bytes(names->comm), comm);
}

void LiveNames::programIsNamed()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto names = namesOf(subject.pid());
    QVERIFY2(names, why(names));
    QVERIFY2(names->executable, why(names->executable));
    QVERIFY(names->executable->has_value());
    QCOMPARE(bytes((*names->executable)->path),
             witness::link("/proc/" + QByteArray::number(subject.pid()) + "/exe"));
    QVERIFY(!(*names->executable)->deleted);
    QVERIFY2(names->title, why(names->title));
    QCOMPARE(*names->title, Title::Original);
    QVERIFY(names->argv0 && names->argv0->has_value());
    QVERIFY((*names->argv0)->ends_with("forklore-subject"));
    QCOMPARE(bytes(names->comm), QByteArray("forklore-subject").left(15));
}

void LiveNames::longTitleRunsIntoTheEnvironment()
{
    const Subject subject({"title-long"}, {"A=" + QString(200, 'a')});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto title = QByteArray(subject.fact("title").toInt(), 't');
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    const auto names = inspector->names(*id);
    QVERIFY2(names, why(names));
    QVERIFY2(names->title, why(names->title));
    QCOMPARE(*names->title, Title::Overflown);
    const auto arguments = inspector->arguments(*id);
    QVERIFY2(arguments, why(arguments));
    QCOMPARE(listOf(*arguments), QByteArrayList{title});
    // What is left of the environment is given as the kernel has it: the title's tail first.
    const auto environment = inspector->environment(*id);
    QVERIFY2(environment, why(environment));
    QVERIFY(!environment->empty());
    QCOMPARE(bytes(environment->front().name), QByteArray(20, 't'));
    QVERIFY(!environment->front().value);
}

void LiveNames::shortTitleLeavesEmptyArguments()
{
    const Subject subject({"title-short"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    const auto arguments = inspector->arguments(*id);
    QVERIFY2(arguments, why(arguments));
    // "short" with its NUL, and one empty argument for each NUL after it: nobody can tell them from real
    // ones.
    QCOMPARE(static_cast<long long>(arguments->size()), subject.fact("area").toLongLong() - 5);
    QCOMPARE(bytes(arguments->front()), QByteArray("short"));
    QVERIFY(
        std::all_of(arguments->begin() + 1, arguments->end(), [](const auto &text) { return text.empty(); }));
    const auto names = inspector->names(*id);
    QVERIFY2(names, why(names));
    QCOMPARE(*names->title, Title::Original);
}

void LiveNames::titleThatIsCutIsOneString()
{
    const Subject subject({"title-cut"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    const auto names = inspector->names(*id);
    QVERIFY2(names, why(names));
    QVERIFY2(names->title, why(names->title));
    QCOMPARE(*names->title, Title::Rewritten);
    const auto arguments = inspector->arguments(*id);
    QVERIFY2(arguments, why(arguments));
    QCOMPARE(listOf(*arguments), QByteArrayList{"ccccc"});
}

void LiveNames::deletedProgramIsToldByItsLinkCount()
{
    const Subject subject({"deleted-exe"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto names = namesOf(subject.pid());
    QVERIFY2(names, why(names));
    QVERIFY2(names->executable, why(names->executable));
    QVERIFY(names->executable->has_value());
    QCOMPARE(bytes((*names->executable)->path), subject.pathOf("copy"));
    QVERIFY((*names->executable)->deleted);
    QCOMPARE(bytes(**names->argv0), QByteArray("copy"));
    QCOMPARE(bytes(names->comm), QByteArray("copy"));
}

void LiveNames::fileNamedDeletedIsNotDeleted()
{
    const Subject subject({"exe-named-deleted"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto names = namesOf(subject.pid());
    QVERIFY2(names, why(names));
    QVERIFY2(names->executable, why(names->executable));
    QVERIFY(names->executable->has_value());
    QCOMPARE(bytes((*names->executable)->path), subject.pathOf("x (deleted)"));
    QVERIFY(!(*names->executable)->deleted);
    QCOMPARE(bytes(names->comm), QByteArray("x (deleted)"));
}

void LiveNames::execIsSeenWhereFactsAreCarriedOver()
{
    Subject subject({"replaced"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = subject.pid();
    auto source = LinuxSource::create();
    QVERIFY2(source, why(source));
    const SampleRequest little; // nothing beside stat, but at first sight and after an exec
    const auto before = (*source)->sample(little, nullptr);
    QVERIFY2(before, why(before));
    QVERIFY(before->withPid(pid) && before->withPid(pid)->commandLine);
    QVERIFY(bytes(*before->withPid(pid)->commandLine).endsWith(raw("\0replaced\0")));

    subject.giveWord();
    subject.awaitReport();
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(subject.pid(), pid);
    const auto after = (*source)->sample(little, &*before);
    QVERIFY2(after, why(after));
    QVERIFY(after->withPid(pid) && after->withPid(pid)->commandLine);
    QCOMPARE(bytes(*after->withPid(pid)->commandLine), raw("another name\0replaced\0now\0"));
    QCOMPARE(after->withPid(pid)->id, before->withPid(pid)->id); // an exec makes no other process
}

static const forklore::TestClass<LiveNames> testClass(__FILE__);
#include "tst_live_names.moc"

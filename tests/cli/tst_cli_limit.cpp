// SPDX-License-Identifier: GPL-3.0-or-later
//
// limit: one resource limit, printed or set.
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto limitsFile =
    "Limit                     Soft Limit           Hard Limit           Units     \n"
    "Max cpu time              unlimited            unlimited            seconds   \n"
    "Max file size             unlimited            unlimited            bytes     \n"
    "Max data size             unlimited            unlimited            bytes     \n"
    "Max stack size            8388608              unlimited            bytes     \n"
    "Max core file size        0                    unlimited            bytes     \n"
    "Max resident set          unlimited            unlimited            bytes     \n"
    "Max processes             100                  200                  processes \n"
    "Max open files            1024                 4096                 files     \n"
    "Max locked memory         8388608              8388608              bytes     \n"
    "Max address space         unlimited            unlimited            bytes     \n"
    "Max file locks            unlimited            unlimited            locks     \n"
    "Max pending signals       96529                96529                signals   \n"
    "Max msgqueue size         819200               819200               bytes     \n"
    "Max nice priority         0                    0                    \n"
    "Max realtime priority     0                    0                    \n"
    "Max realtime timeout      unlimited            18446744073709551614 us        \n";

} // namespace

class CliLimit : public QObject {
    Q_OBJECT

private slots:
    void init();
    void documentOfOne();
    void unlimitedIsAWord();
    void largestNumberIsANumber();
    void resourcesAreKnown_data();
    void resourcesAreKnown();
    void nameIsTakenInAnyForm_data();
    void nameIsTakenInAnyForm();
    void unknownResourceListsTheKnown();
    void malformedLimitsAreAFailure();
    void textShowsThem();
    void sectionHoldsAllSixteen();
    void sectionIsAnErrorWhereItCannotBeRead();
    void ownLimitIsThatOfGetrlimit();
    void itIsSet_data();
    void itIsSet();
    void whatIsNoValueIsWrongUsage_data();
    void whatIsNoValueIsWrongUsage();
    void aSoftLimitAboveTheHardOneIsAFailure();
    void anotherMachinesLimitIsNotSet();

private:
    std::unique_ptr<ProcRoot> m_machine;
};

void CliLimit::init()
{
    m_machine = std::make_unique<ProcRoot>();
    m_machine->add({.pid = 50, .threads = 4, .uid = 7, .euid = 7});
    m_machine->add({.pid = 51, .threads = 2, .uid = 7, .euid = 0});
    m_machine->add({.pid = 52, .threads = 9, .uid = 8, .euid = 7});
    m_machine->link("50/fd/0", "/dev/null");
    m_machine->link("50/fd/9", "/dev/null");
    m_machine->write("50/limits", limitsFile);
}

void CliLimit::documentOfOne()
{
    const auto run = runCommand(m_machine->with({"--json", "limit", "50", "NOFILE"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(textOf(run.json()), textOf(QJsonObject{{"schema", "forklore.limit/1"},
                                                    {"pid", 50},
                                                    {"start_ticks", 200},
                                                    {"resource", "NOFILE"},
                                                    {"soft", 1024},
                                                    {"hard", 4096},
                                                    {"unit", "files"},
                                                    {"usage", 2}}));
}

void CliLimit::unlimitedIsAWord()
{
    const auto stack = runCommand(m_machine->with({"--json", "limit", "50", "STACK"})).json();
    QCOMPARE(stack["soft"], QJsonValue(8388608));
    QCOMPARE(stack["hard"], QJsonValue("unlimited"));
    const auto core = runCommand(m_machine->with({"--json", "limit", "50", "CORE"})).json();
    QCOMPARE(core["soft"], QJsonValue(0));
    QCOMPARE(core["usage"], QJsonValue());
}

void CliLimit::largestNumberIsANumber()
{
    const auto run = runCommand(m_machine->with({"--json", "limit", "50", "RTTIME"}));
    QVERIFY2(run.out.contains("\"hard\": 18446744073709551614"), run.out.constData());
    QCOMPARE(run.json()["unit"], QJsonValue("us"));
}

void CliLimit::resourcesAreKnown_data()
{
    QTest::addColumn<QJsonValue>("unit");
    QTest::newRow("CPU") << QJsonValue("seconds");
    for (const auto *name : {"FSIZE", "DATA", "STACK", "CORE", "RSS", "MEMLOCK", "AS", "MSGQUEUE"})
        QTest::newRow(name) << QJsonValue("bytes");
    QTest::newRow("NPROC") << QJsonValue("processes");
    QTest::newRow("NOFILE") << QJsonValue("files");
    QTest::newRow("LOCKS") << QJsonValue("locks");
    QTest::newRow("SIGPENDING") << QJsonValue("signals");
    QTest::newRow("NICE") << QJsonValue();
    QTest::newRow("RTPRIO") << QJsonValue();
    QTest::newRow("RTTIME") << QJsonValue("us");
}

void CliLimit::resourcesAreKnown()
{
    QFETCH(QJsonValue, unit);
    const auto name = QString::fromLatin1(QTest::currentDataTag());
    const auto run = runCommand(m_machine->with({"--json", "limit", "50", name}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.json()["resource"], QJsonValue(name));
    QCOMPARE(run.json()["unit"], unit);
}

void CliLimit::nameIsTakenInAnyForm_data()
{
    QTest::addColumn<QString>("name");
    for (const auto *name : {"nofile", "NoFile", "RLIMIT_NOFILE", "rlimit_nofile"})
        QTest::newRow(name) << name;
}

void CliLimit::nameIsTakenInAnyForm()
{
    QFETCH(QString, name);
    const auto run = runCommand(m_machine->with({"--json", "limit", "50", name}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.json()["resource"], QJsonValue("NOFILE"));
}

void CliLimit::unknownResourceListsTheKnown()
{
    const auto run = runCommand(m_machine->with({"limit", "50", "FILES"}));
    QVERIFY2(run.status == 2, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
    QVERIFY2(run.err.contains("FILES") && run.err.contains("NOFILE") && run.err.contains("RTTIME"),
             run.err.constData());
}

void CliLimit::malformedLimitsAreAFailure()
{
    m_machine->write("50/limits", "nonsense\n");
    const auto run = runCommand(m_machine->with({"--json", "limit", "50", "NOFILE"}));
    QVERIFY2(run.status == 1, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

void CliLimit::textShowsThem()
{
    const auto run = runCommand(m_machine->with({"limit", "50", "NOFILE"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(run.lines().last().simplified(), QByteArray("NOFILE 1024 4096 files 2"));
    QCOMPARE(controlCharacterIn(run.out), -1);
}

void CliLimit::sectionHoldsAllSixteen()
{
    const auto run = runCommand(m_machine->with({"--json", "show", "50", "limits"}));
    QVERIFY2(run.status == 0, run.text().constData());
    const auto limits = run.json()["sections"]["limits"].toArray();
    QByteArrayList names;
    for (const auto &element : limits) {
        const auto limit = element.toObject();
        QCOMPARE(members(limit), (QStringList{"hard", "resource", "soft", "unit", "usage"}));
        names << limit["resource"].toString().toLatin1();
    }
    QCOMPARE(names,
             (QByteArrayList{"CPU", "FSIZE", "DATA", "STACK", "CORE", "RSS", "NPROC", "NOFILE", "MEMLOCK",
                             "AS", "LOCKS", "SIGPENDING", "MSGQUEUE", "NICE", "RTPRIO", "RTTIME"}));
    // The kernel counts the threads of all processes with the same real user.
    QCOMPARE(objectWith(limits, "resource", "NPROC")["usage"], QJsonValue(6));
    QCOMPARE(objectWith(limits, "resource", "AS")["usage"], QJsonValue(8192000));
}

void CliLimit::sectionIsAnErrorWhereItCannotBeRead()
{
    m_machine->write("50/limits", "nonsense\n");
    const auto run = runCommand(m_machine->with({"--json", "show", "50", "limits", "names"}));
    QVERIFY2(run.status == 0, run.text().constData());
    QCOMPARE(errorKind(run.json()["sections"]["limits"]), QString("malformed"));
    QCOMPARE(run.json()["sections"]["names"]["comm"], QJsonValue("staged"));
}

void CliLimit::ownLimitIsThatOfGetrlimit()
{
    rlimit limit{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &limit), 0);
    const auto run = runCommand({"--json", "limit", QString::number(getpid()), "NOFILE"});
    QVERIFY2(run.status == 0, run.text().constData());
    const auto value = [](rlim_t number) {
        return number == RLIM_INFINITY ? QJsonValue("unlimited") : QJsonValue(static_cast<qint64>(number));
    };
    QCOMPARE(run.json()["soft"], value(limit.rlim_cur));
    QCOMPARE(run.json()["hard"], value(limit.rlim_max));
    QVERIFY(run.json()["usage"].toInt() >= 3);
}

void CliLimit::itIsSet_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("limit");
    QTest::newRow("soft") << "50" << QByteArray("50:70");
    QTest::newRow("soft side") << "50:" << QByteArray("50:70");
    QTest::newRow("hard side") << ":65" << QByteArray("60:65");
    QTest::newRow("both") << "40:50" << QByteArray("40:50");
}

void CliLimit::itIsSet()
{
    QFETCH(QString, value);
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = QString::number(subject.pid());
    QCOMPARE(runCommand({"limit", pid, "NOFILE", "60:70"}).status, 0);
    const auto run = runCommand({"limit", pid, "NOFILE", value});
    QVERIFY2(run.status == 0, run.text().constData());
    QTEST(witness::prlimit(subject.pid())->value("NOFILE"), "limit");
}

void CliLimit::whatIsNoValueIsWrongUsage_data()
{
    QTest::addColumn<QString>("value");
    for (const auto *value : {"", "x", ":", "1:2:3", "-5", "1.5", "64K", "unlimited:x"})
        QTest::addRow("'%s'", value) << QString::fromLatin1(value);
}

void CliLimit::whatIsNoValueIsWrongUsage()
{
    QFETCH(QString, value);
    const auto run = runCommand({"limit", QString::number(getpid()), "NOFILE", "--", value});
    QVERIFY2(run.status == 2, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

void CliLimit::aSoftLimitAboveTheHardOneIsAFailure()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = QString::number(subject.pid());
    QCOMPARE(runCommand({"limit", pid, "NOFILE", "60:70"}).status, 0);
    const auto run = runCommand({"limit", pid, "NOFILE", "71"});
    QVERIFY2(run.status == 1, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
    QCOMPARE(witness::prlimit(subject.pid())->value("NOFILE"), QByteArray("60:70"));
}

void CliLimit::anotherMachinesLimitIsNotSet()
{
    // Whether there is such a process there or here does not matter.
    QCOMPARE(runCommand(m_machine->with({"limit", "77", "NOFILE", "5"})).status, 2);
    const auto run = runCommand(m_machine->with({"limit", "50", "NOFILE", "5"}));
    QVERIFY2(run.status == 2, run.text().constData());
    QVERIFY2(complainsOnly(run), run.text().constData());
}

static const forklore::TestClass<CliLimit> testClass(__FILE__);
#include "tst_cli_limit.moc"

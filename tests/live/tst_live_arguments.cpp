// SPDX-License-Identifier: GPL-3.0-or-later
//
// Argument vectors and environments, exact to the byte.
#include <QTest>

#include <algorithm>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LiveArguments : public QObject {
    Q_OBJECT

private slots:
    void argumentsAreThoseOfTheStart();
    void oddArgumentsAreKept();
    void aMegabyteOfArgumentsIsWhole();
    void environmentIsThatOfTheStart();
    void emptyEnvironmentIsNoError();
    void oddEnvironmentIsKept();

private:
    static Result<std::vector<std::string>> argumentsOf(Pid pid);
    static Result<Environment> environmentOf(Pid pid);
};

Result<std::vector<std::string>> LiveArguments::argumentsOf(Pid pid)
{
    return inspectorOfMachine().and_then([&](const Inspector &inspector) {
        return inspector.idOf(pid).and_then([&](const ProcessId &id) { return inspector.arguments(id); });
    });
}

Result<Environment> LiveArguments::environmentOf(Pid pid)
{
    return inspectorOfMachine().and_then([&](const Inspector &inspector) {
        return inspector.idOf(pid).and_then([&](const ProcessId &id) { return inspector.environment(id); });
    });
}

void LiveArguments::argumentsAreThoseOfTheStart()
{
    const Subject subject({"plain", "two words", "", "ünïcode"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto arguments = argumentsOf(subject.pid());
    QVERIFY2(arguments, why(arguments));
    QCOMPARE(arguments->size(), std::size_t(5));
    QCOMPARE(listOf(*arguments).mid(1), (QByteArrayList{"plain", "two words", "", "ünïcode"}));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *process = snapshot->withPid(subject.pid());
    QVERIFY(process && process->commandLine);
    QCOMPARE(bytes(*process->commandLine), witness::procFile(subject.pid(), "cmdline"));
    QCOMPARE(bytes(*process->commandLine), listOf(*arguments).join('\0') + '\0');
}

void LiveArguments::oddArgumentsAreKept()
{
    Subject subject({"odd-arguments"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto arguments = argumentsOf(subject.pid());
    QVERIFY2(arguments, why(arguments));
    QCOMPARE(listOf(*arguments),
             (QByteArrayList{"", "odd-arguments", "", "a b", "new\nline", "\xff\xfe", "x=y", ""}));
}

void LiveArguments::aMegabyteOfArgumentsIsWhole()
{
    const Subject subject({"big-arguments"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto area = subject.fact("area").toLongLong();
    QVERIFY(area > 1'000'000);
    const auto arguments = argumentsOf(subject.pid());
    QVERIFY2(arguments, why(arguments));
    QCOMPARE(static_cast<long long>(arguments->size()), subject.fact("count").toLongLong());
    for (std::size_t i = 2; i < arguments->size(); ++i)
        QCOMPARE(bytes((*arguments)[i]), QByteArray::number(static_cast<int>(i) - 2) + QByteArray(100, 'a'));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *process = snapshot->withPid(subject.pid());
    QVERIFY(process && process->commandLine);
    QCOMPARE(static_cast<long long>(process->commandLine->size()), area);
}

void LiveArguments::environmentIsThatOfTheStart()
{
    const Subject subject({"plain"}, {"ONE=1", "PATH=/bin:/usr/bin", "SPACE=a b", "EMPTY=", "EQUALS=a=b"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto environment = environmentOf(subject.pid());
    QVERIFY2(environment, why(environment));
    QMap<QByteArray, QByteArray> ours;
    for (const auto &variable : *environment) {
        QVERIFY(variable.value.has_value());
        ours.insert(bytes(variable.name), bytes(*variable.value));
    }
    const QMap<QByteArray, QByteArray> started = {
        {"ONE", "1"}, {"PATH", "/bin:/usr/bin"}, {"SPACE", "a b"}, {"EMPTY", ""}, {"EQUALS", "a=b"}};
    QCOMPARE(ours, started);
    QCOMPARE(environment->size(), std::size_t(5));
}

void LiveArguments::emptyEnvironmentIsNoError()
{
    QProcess process; // with env(1) as the go-between: for QProcess no entries mean the test's own
    process.start("env", {"-i", "cat"});
    QVERIFY(process.waitForStarted());
    process.write("x");
    QVERIFY(process.waitForReadyRead(-1)); // cat answers: the exec is over
    const auto environment = environmentOf(static_cast<Pid>(process.processId()));
    QVERIFY2(environment, why(environment));
    QVERIFY(environment->empty());
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(-1));
}

void LiveArguments::oddEnvironmentIsKept()
{
    const Subject subject({"odd-environment"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto environment = environmentOf(subject.pid());
    QVERIFY2(environment, why(environment));
    const Environment expected = {{"TWICE", "first"},  {"no equals sign", std::nullopt},
                                  {"", "odd"},         {"EMPTY", ""},
                                  {"TWICE", "second"}, {"BYTES", "\xff\n"},
                                  {"A", "b=c"},        {"", std::nullopt}};
    QCOMPARE(environment->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(bytes((*environment)[i].name), bytes(expected[i].name));
        QCOMPARE((*environment)[i].value.has_value(), expected[i].value.has_value());
        QCOMPARE(bytes((*environment)[i].value.value_or("")), bytes(expected[i].value.value_or("")));
    }
}

static const forklore::TestClass<LiveArguments> testClass(__FILE__);
#include "tst_live_arguments.moc"

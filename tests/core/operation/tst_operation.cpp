// SPDX-License-Identifier: GPL-3.0-or-later
//
// Operations as lines: what is written is read back, and nothing else is taken for a operation.
#include <QTest>

#include "core/operation/operation.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class OperationTest : public QObject {
    Q_OBJECT

private slots:
    void lines_data();
    void lines();
    void whatIsNoOperation_data();
    void whatIsNoOperation();
    void answers();
};

void OperationTest::lines_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const auto *line :
         {"signal 4711 99000 15", "signal 2 0 64", "limit 4711 99000 NOFILE 512 -",
          "limit 4711 99000 STACK - unlimited", "limit 4711 99000 CPU 5 10", "priority 4711 99000 nice=-20",
          "priority 4711 99000 nice=19 policy=SCHED_RR/99 io=best-effort/7 cpus=0-1,1023",
          "priority 4711 99000 policy=SCHED_IDLE/0", "priority 4711 99000 io=none/0",
          "priority 4711 99000 cpus=0-4095", "priority 4711 99000 cpus=3,5,7-8,65535",
          "read 4711 99000 environment", "read 1 3 descriptors", "read 4711 99000 io",
          "read 4711 99000 mappings"})
        QTest::newRow(line) << QByteArray(line);
}

void OperationTest::lines()
{
    QFETCH(const QByteArray, line);
    const auto operation = parseOperation(view(line));
    QVERIFY2(operation, why(operation));
    QCOMPARE(QByteArray::fromStdString(encode(*operation)), line);
    QVERIFY(parseOperation(encode(*operation)) == operation);
}

void OperationTest::whatIsNoOperation_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const auto *line : {"",
                             "signal",
                             "signal 4711",
                             "signal 4711 99000",
                             "signal 4711 99000 0",
                             "signal 4711 99000 65",
                             "signal 4711 99000 -9",
                             "signal 4711 99000 TERM",
                             "signal 4711 99000 15 ",
                             "signal 4711 99000 15 9",
                             "signal 0 99000 9",
                             "signal -1 99000 9",
                             "signal 4711 -1 9",
                             "signal  4711 99000 9",
                             "signal 99999999999 1 9",
                             "Signal 4711 99000 9",
                             "exec 4711 99000 /bin/sh",
                             "read 4711 99000 ../mem",
                             "read 4711 99000 ",
                             "read 4711 99000 environ",
                             "read 4711 99000 io io",
                             "limit 4711 99000 NOFILE",
                             "limit 4711 99000 NOFILE - -",
                             "limit 4711 99000 NOFILE 5",
                             "limit 4711 99000 nofile 5 6",
                             "limit 4711 99000 FOO 5 6",
                             "limit 4711 99000 NOFILE -5 6",
                             "limit 4711 99000 NOFILE 5 6 7",
                             "limit 4711 99000 NOFILE 64K 64K",
                             "priority 4711 99000 ",
                             "priority 4711 99000 nice=20",
                             "priority 4711 99000 nice=",
                             "priority 4711 99000 nice=5 nice=6",
                             "priority 4711 99000 policy=SCHED_DEADLINE/0",
                             "priority 4711 99000 policy=SCHED_FIFO",
                             "priority 4711 99000 policy=SCHED_FIFO/100",
                             "priority 4711 99000 io=idle/8",
                             "priority 4711 99000 cpus=",
                             "priority 4711 99000 cpus=1,0",
                             "priority 4711 99000 cpus=1,",
                             "priority 4711 99000 cpus=65536",
                             "priority 4711 99000 cpus=3-1",
                             "priority 4711 99000 cpus=3-",
                             "priority 4711 99000 cpus=-3",
                             "priority 4711 99000 cpus=0-3,2",
                             "priority 4711 99000 cpus=0-3-5",
                             "priority 4711 99000 oom=5"})
        QTest::newRow(line) << QByteArray(line);
    QTest::newRow("NUL") << raw("signal 4711 99000 9\0");
    QTest::newRow("oversize") << QByteArray("limit 4711 99000 NOFILE 5 ") + QByteArray(9000, '1');
}

void OperationTest::whatIsNoOperation()
{
    QFETCH(const QByteArray, line);
    QCOMPARE(kindOf(parseOperation(view(line))), raw("malformed"));
}

void OperationTest::answers()
{
    const std::vector<Result<std::string>> all = {
        std::string("soft 5, hard 6"), std::string(), failure(ErrorKind::Gone, "process 5 has ended"),
        failure(ErrorKind::Denied, "no"), failure(ErrorKind::Io, "a b")};
    for (const auto &answer : all)
        QVERIFY(parseAnswer(answerLine(answer)) == answer);
    QCOMPARE(answerLine(std::string("two\nlines")).find('\n'), std::string::npos);
    QCOMPARE(kindOf(parseAnswer("")), raw("malformed"));
    QCOMPARE(kindOf(parseAnswer("perhaps it was done")), raw("malformed"));
}

static const forklore::TestClass<OperationTest> testClass(__FILE__);
#include "tst_operation.moc"

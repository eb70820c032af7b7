// SPDX-License-Identifier: GPL-3.0-or-later
//
// Operations and outcomes as documents: what is written is read back, and nothing else is taken for one.
#include <QTest>

#include "core/codec/cbor.h"
#include "core/codec/operation_document.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

Q_DECLARE_METATYPE(Result<Outcome>)

class OperationDocumentTest : public QObject {
    Q_OBJECT

private slots:
    void operations_data();
    void operations();
    void whatIsNoOperation_data();
    void whatIsNoOperation();
    void whatIsNoLine_data();
    void whatIsNoLine();
    void outcomes_data();
    void outcomes();
    void whatIsNoOutcome_data();
    void whatIsNoOutcome();
    void hello();
};

void OperationDocumentTest::operations_data()
{
    QTest::addColumn<QByteArray>("members");
    for (
        const auto *members :
        {R"("signal","pid":4711,"start_ticks":99000,"signal":"SIGTERM")",
         R"("signal","pid":2,"start_ticks":0,"signal":"SIGRTMIN+30")",
         R"("limit","pid":4711,"start_ticks":99000,"resource":"NOFILE","soft":512)",
         R"("limit","pid":4711,"start_ticks":99000,"resource":"STACK","hard":"unlimited")",
         R"("limit","pid":4711,"start_ticks":99000,"resource":"CPU","soft":0,"hard":18446744073709551615)",
         R"("priority","pid":4711,"start_ticks":99000,"nice":-20)",
         R"("priority","pid":4711,"start_ticks":99000,"nice":19,"policy":"SCHED_RR","realtime_priority":99,"io_class":"best-effort","io_level":7,"processors":"0-1,1023")",
         R"("priority","pid":4711,"start_ticks":99000,"policy":"SCHED_IDLE","realtime_priority":0)",
         R"("priority","pid":4711,"start_ticks":99000,"processors":"3,5,7-8,65535")",
         R"("read","pid":4711,"start_ticks":99000,"section":"environment")",
         R"("read","pid":1,"start_ticks":3,"section":"descriptors")",
         R"("read","pid":1,"start_ticks":18446744073709551615,"section":"io")",
         R"("read","pid":2147483647,"start_ticks":3,"section":"mappings")"})
        QTest::newRow(members) << QByteArray(members);
}

void OperationDocumentTest::operations()
{
    QFETCH(const QByteArray, members);
    const auto json = "{\"operation\":" + members + '}';
    const auto operation = decodeOperation(Json::parse(json.toStdString()));
    QVERIFY2(operation, why(operation));
    QCOMPARE(QByteArray::fromStdString(operationDocument(*operation).dump()), json);
    QVERIFY(encode(*operation).size() < longestOperationLine);
    QVERIFY(parseOperation(encode(*operation)) == operation);
}

void OperationDocumentTest::whatIsNoOperation_data()
{
    QTest::addColumn<QByteArray>("members"); // beside an identity
    for (const auto *members : {R"("a":1)",
                                R"("operation":"signal")",
                                R"("operation":"signal","signal":"SIG0")",
                                R"("operation":"signal","signal":"TERM")",
                                R"("operation":"signal","signal":"sigterm")",
                                R"("operation":"signal","signal":15)",
                                R"("operation":"signal","signal":"signal 0")",
                                R"("operation":"signal","signal":"SIGRTMIN+31")",
                                R"("operation":"Signal","signal":"SIGTERM")",
                                R"("operation":"signal","signal":"SIGTERM","then":"SIGKILL")",
                                R"("operation":"exec","path":"/bin/sh")",
                                R"("operation":"read","section":"../mem")",
                                R"("operation":"read","section":"")",
                                R"("operation":"read","section":"arguments")",
                                R"("operation":"read","section":"remarks")",
                                R"("operation":"read","section":["io"])",
                                R"("operation":"limit","resource":"NOFILE")",
                                R"("operation":"limit","soft":5)",
                                R"("operation":"limit","resource":"nofile","soft":5)",
                                R"("operation":"limit","resource":"FOO","soft":5)",
                                R"("operation":"limit","resource":"NOFILE","soft":-5)",
                                R"("operation":"limit","resource":"NOFILE","soft":null)",
                                R"("operation":"limit","resource":"NOFILE","soft":"64K")",
                                R"("operation":"priority")",
                                R"("operation":"priority","nice":20)",
                                R"("operation":"priority","nice":1.5)",
                                R"("operation":"priority","policy":"SCHED_DEADLINE","realtime_priority":0)",
                                R"("operation":"priority","policy":"SCHED_FIFO")",
                                R"("operation":"priority","policy":"SCHED_FIFO","realtime_priority":100)",
                                R"("operation":"priority","nice":1,"realtime_priority":1)",
                                R"("operation":"priority","io_class":"idle","io_level":8)",
                                R"("operation":"priority","processors":"")",
                                R"("operation":"priority","processors":"1,0")",
                                R"("operation":"priority","processors":"65536")",
                                R"("operation":"priority","processors":"3-1")",
                                R"("operation":"priority","processors":[0])",
                                R"("operation":"priority","oom":5)"})
        QTest::newRow(members) << "\"pid\":4711,\"start_ticks\":99000," + QByteArray(members);
    for (const auto *members :
         {R"("start_ticks":99000)", R"("pid":4711)", R"("pid":0,"start_ticks":99000)",
          R"("pid":-1,"start_ticks":99000)", R"("pid":4711,"start_ticks":-1)",
          R"("pid":99999999999,"start_ticks":1)", R"("pid":"4711","start_ticks":99000)"})
        QTest::newRow(members) << R"("operation":"signal","signal":"SIGKILL",)" + QByteArray(members);
}

void OperationDocumentTest::whatIsNoOperation()
{
    QFETCH(const QByteArray, members);
    const auto document = Json::parse('{' + members.toStdString() + '}');
    QCOMPARE(kindOf(decodeOperation(document)), raw("malformed"));
}

void OperationDocumentTest::whatIsNoLine_data()
{
    QTest::addColumn<QByteArray>("line");
    const auto good = encode({{4711, 99'000}, SendSignal{9}});
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("signal 4711 99000 9");
    QTest::newRow("a list") << QByteArray("80");
    QTest::newRow("twice") << bytes(good + good);
    QTest::newRow("a blank after it") << bytes(good + ' ');
    QTest::newRow("cut") << bytes(good).chopped(2);
    QTest::newRow("oversize") << bytes(toDigits(
        {{"operation", "signal"}, {"pid", 1}, {"start_ticks", 1}, {"signal", std::string(9000, 'A')}}));
    QTest::newRow("deep") << QByteArray("8181818181818180");
}

void OperationDocumentTest::whatIsNoLine()
{
    QFETCH(const QByteArray, line);
    QCOMPARE(kindOf(parseOperation(view(line))), raw("malformed"));
}

void OperationDocumentTest::outcomes_data()
{
    QTest::addColumn<Result<Outcome>>("outcome");
    const auto row = [](const char *name, Result<Outcome> outcome) {
        QTest::newRow(name) << std::move(outcome);
    };
    row("words", Outcome("soft 5, hard 6"));
    row("no words", Outcome(""));
    row("awkward words", Outcome(std::string("two\nlines\0\xff", 11)));
    row("a section", Outcome(ProtectedSection(Environment{{"A\xff", "1"}})));
    row("an empty section", Outcome(ProtectedSection(IoCounters())));
    row("a large section", Outcome(ProtectedSection(Mappings(2000))));
    for (const auto kind : {ErrorKind::Denied, ErrorKind::Gone, ErrorKind::Unsupported, ErrorKind::Malformed,
                            ErrorKind::Stuck, ErrorKind::Io})
        row(("error " + std::to_string(static_cast<int>(kind))).c_str(),
            failure(kind, "process 5\nhas \xfe"));
}

void OperationDocumentTest::outcomes()
{
    QFETCH(const Result<Outcome>, outcome);
    const auto line = answerLine(outcome);
    QCOMPARE(line.find('\n'), std::string::npos);
    QVERIFY(parseAnswer(line) == outcome);
}

void OperationDocumentTest::whatIsNoOutcome_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const auto *json :
         {"null", "[]", "{}", R"({"done":1})", R"({"section":"io"})", R"({"section":"limits","value":[]})",
          R"({"section":"environment","value":{}})", R"({"error":{"kind":"tired","message":""}})",
          R"({"error":{"kind":"denied"}})", R"({"error":null})"})
        QTest::newRow(json) << QByteArray(json);
}

void OperationDocumentTest::whatIsNoOutcome()
{
    QFETCH(const QByteArray, json);
    const auto outcome = decodeOutcome(Json::parse(json.toStdString()));
    QCOMPARE(kindOf(outcome), raw("malformed"));
    QCOMPARE(kindOf(parseAnswer("perhaps it was done")), raw("malformed"));
}

void OperationDocumentTest::hello()
{
    QVERIFY(isHello(helloLine()));
    QVERIFY(!isHello(""));
    QVERIFY(!isHello("done ready"));
    QVERIFY(!isHello(toDigits({{"protocol", 0}})));
    QVERIFY(!isHello(toDigits({{"protocol", "1"}})));
}

static const forklore::TestClass<OperationDocumentTest> testClass(__FILE__);
#include "tst_operation_document.moc"

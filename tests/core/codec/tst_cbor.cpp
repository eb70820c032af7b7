// SPDX-License-Identifier: GPL-3.0-or-later
//
// Documents on a wire: what comes out is what went in, and nothing else is taken for one.
#include <limits>

#include <QTest>

#include "core/codec/cbor.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr DocumentBounds bounds = {.bytes = 1000, .items = 100, .depth = 4, .members = 8};

} // namespace

class CborTest : public QObject {
    Q_OBJECT

private slots:
    void documentsComeBack_data();
    void documentsComeBack();
    void bytesAreBytes();
    void aCutOneIsNone();
    void whatIsNone_data();
    void whatIsNone();
    void boundsHold();
};

void CborTest::documentsComeBack_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const auto *json :
         {"null", "true", "\"\"", "[]", "{}", "[[[[]]]]", "0", "18446744073709551615", "-9223372036854775808",
          "0.1", "1795947338.9", R"({"a":1,"b":[null,false,{"c":"ü"}]})"})
        QTest::newRow(json) << QByteArray(json);
}

void CborTest::documentsComeBack()
{
    QFETCH(const QByteArray, json);
    const auto document = Json::parse(json.toStdString());
    QVERIFY(fromCbor(toCbor(document), bounds) == document);
    QVERIFY(fromDigits(toDigits(document), bounds) == document);
}

void CborTest::bytesAreBytes()
{
    const std::string bytes("\xff\0\n", 3);
    const Json document = {{"name", bytes}};
    QCOMPARE(QByteArray::fromStdString(toDigits(document)), QByteArray("a1646e616d6543ff000a"));
    QVERIFY(fromCbor(toCbor(document), bounds) == document);
}

void CborTest::aCutOneIsNone()
{
    const auto whole = toDigits({{"a", {1, 2.5, "text", std::string("\xff")}}, {"b", nullptr}});
    QVERIFY(fromDigits(whole, bounds));
    for (std::size_t length = 0; length < whole.size(); ++length)
        QCOMPARE(kindOf(fromDigits(whole.substr(0, length), bounds)), raw("malformed"));
    QCOMPARE(kindOf(fromDigits(whole + "00", bounds)), raw("malformed"));
}

void CborTest::whatIsNone_data()
{
    QTest::addColumn<QByteArray>("digits");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no digits") << QByteArray("zz");
    QTest::newRow("capitals") << QByteArray("F6");
    QTest::newRow("more than there is") << QByteArray("9bffffffffffffffff");
    QTest::newRow("more text than there is") << QByteArray("7b7fffffffffffffff61");
    QTest::newRow("an open array") << QByteArray("9f01ff");
    QTest::newRow("open text") << QByteArray("7f6161ff");
    QTest::newRow("open text in open text") << QByteArray(400, '7').replace("7777", "7f7f");
    QTest::newRow("a tag") << QByteArray("c11a514b67b0");
    QTest::newRow("text that is not UTF-8") << QByteArray("61ff");
    QTest::newRow("a number as a key") << QByteArray("a10102");
    QTest::newRow("bytes as a key") << QByteArray("a1416102");
    QTest::newRow("a key twice") << QByteArray("a2616101616102");
    QTest::newRow("below every number") << QByteArray("3bffffffffffffffff");
    QTest::newRow("half a float") << QByteArray("f93c00");
    QTest::newRow("no number") << QByteArray("faffc1ffff");
    QTest::newRow("infinity") << QByteArray("fb7ff0000000000000");
    QTest::newRow("undefined") << QByteArray("f7");
    QTest::newRow("a break") << QByteArray("ff");
}

void CborTest::whatIsNone()
{
    QFETCH(const QByteArray, digits);
    QCOMPARE(kindOf(fromDigits(view(digits), bounds)), raw("malformed"));
}

void CborTest::boundsHold()
{
    const auto isTaken = [](const Json &document) { return fromCbor(toCbor(document), bounds).has_value(); };
    QVERIFY(isTaken(std::string(900, 'a')));
    QVERIFY(!isTaken(std::string(1000, 'a')));
    QVERIFY(isTaken(std::vector<int>(99)));
    QVERIFY(!isTaken(std::vector<int>(100)));
    QVERIFY(isTaken(Json::parse("[[[[1]]]]")));
    QVERIFY(!isTaken(Json::parse("[[[[[1]]]]]")));
    Json object;
    for (int at = 0; at < 8; ++at)
        object[std::to_string(at)] = at;
    QVERIFY(isTaken(object));
    object["8"] = 8;
    QVERIFY(!isTaken(object));
}

static const forklore::TestClass<CborTest> testClass(__FILE__);
#include "tst_cbor.moc"
